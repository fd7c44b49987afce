package dev.bellwether.platform.warehouse;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.errors.BellwetherException;
import org.junit.jupiter.api.Test;

class SessionsTest {

  @Test
  void theWebInterfaceIsRefusedWhereOthersCouldReachIt() {
    assertThatCode(() -> Sessions.requireLoopback("127.0.0.1")).doesNotThrowAnyException();
    for (String address : new String[] {null, "", "0.0.0.0", "192.168.1.2"}) {
      assertThatThrownBy(() -> Sessions.requireLoopback(address))
          .isInstanceOf(BellwetherException.class)
          .hasMessageContaining("SPARK_LOCAL_IP=127.0.0.1");
    }
  }
}
