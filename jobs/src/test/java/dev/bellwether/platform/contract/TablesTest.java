package dev.bellwether.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TablesTest {

  @Test
  void everyContractHasItsConstantAndNoConstantLacksAContract() throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field field : Tables.class.getFields()) {
      String name = (String) field.get(null);
      assertThat(field.getName()).isEqualTo(name.toUpperCase(Locale.ROOT));
      names.add(name);
    }
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(Contracts.all().stream().map(Contract::name).toList());
  }
}
