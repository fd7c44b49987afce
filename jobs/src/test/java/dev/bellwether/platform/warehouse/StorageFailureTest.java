package dev.bellwether.platform.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageFailureTest {
  @TempDir Path folder;

  private void isTold(Throwable failure, String why) {
    String home = folder.resolve("home").toString();
    assertThat(StorageFailure.of(home, failure))
        .hasValueSatisfying(
            told -> {
              assertThat(told.kind()).isEqualTo(BellwetherException.Kind.CONFIGURATION);
              assertThat(told.getMessage()).contains(home, why, "MB are free", "make room");
            });
  }

  @Test
  void aFullDiskIsToldHoweverDeepItIsAndWhoeverSaysIt() {
    IOException full = new IOException("No space left on device");
    isTold(full, "No space left");
    isTold(new CompletionException(new UncheckedIOException(full)), "No space left");
    isTold(new IllegalStateException("a task failed", new Error(full)), "No space left");
    isTold(
        new IllegalStateException(
            "Job aborted: lost task 0.0: java.io.IOException: No space left on device"),
        "No space left");
  }

  @Test
  void aHomeThatMayNotBeWrittenIsTold() {
    isTold(new UncheckedIOException(new AccessDeniedException("x")), "Permission denied");
    isTold(new IOException("x: Read-only file system"), "Read-only");
  }

  @Test
  void otherFailuresAreNotTakenForIt() {
    assertThat(StorageFailure.of("home", new IllegalStateException("a bug"))).isEmpty();
    assertThat(StorageFailure.of("home", new IllegalStateException("Permission denied by a rule")))
        .isEmpty();
    assertThat(StorageFailure.of("home", new IOException("connection reset"))).isEmpty();
  }
}
