package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
  @TempDir private Path home;

  @Test
  void aHomeInUseIsBusyWhichIsNoWrongConfiguration() {
    try (HomeLock held = HomeLock.take(home.toString(), new Configuration())) {
      assertThatThrownBy(() -> await(Duration.ZERO, () -> {}))
          .isInstanceOfSatisfying(
              BellwetherException.class, e -> assertThat(e.kind().exitCode()).isEqualTo(75))
          .hasMessageContaining("is in use")
          .hasMessageContaining("--wait-for-lock");
    }
  }

  @Test
  void waitingEndsWhenTheLockIsFreeAndIsToldOnce() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    HomeLock held = HomeLock.take(home.toString(), new Configuration());
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> await(Duration.ofMinutes(1), waits::countDown));
    assertThat(waits.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(waiting).isNotDone();
    held.close();
    assertThatCode(() -> waiting.get(30, TimeUnit.SECONDS)).doesNotThrowAnyException();
  }

  @Test
  void aFreeHomeIsNotWaitedFor() {
    await(Duration.ofMinutes(1), () -> assertThat(true).as("told of waiting").isFalse());
    HomeLock.take(home.toString(), new Configuration()).close();
  }

  @Test
  void aHomeThatIsMadeIsItsOwners() throws IOException {
    Path made = home.resolve("data/new");
    HomeLock.take(made.toString(), new Configuration()).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    assertThat(Files.getPosixFilePermissions(made.getParent()))
        .contains(PosixFilePermission.OWNER_EXECUTE)
        .isEqualTo(Files.getPosixFilePermissions(Files.createDirectory(home.resolve("any"))));
  }

  private void await(Duration atMost, Runnable onWait) {
    HomeLock.await(home.toString(), new Configuration(), atMost, onWait);
  }
}
