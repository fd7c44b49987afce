package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;

/** Looks at what is current all the time. */
final class CurrentReader implements AutoCloseable {
  private final Path home;
  private final AtomicBoolean ends = new AtomicBoolean();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicReference<Throwable> broken = new AtomicReference<>();
  private final Thread thread = new Thread(this::look, "reader");

  CurrentReader(Path home) {
    this.home = home;
    thread.start();
  }

  private void look() {
    try {
      while (!ends.get()) {
        Publications publications = Publications.read(home.toString(), new Configuration());
        Optional<PublicationId> current = publications.current();
        current.ifPresent(publications::checkFiles);
        looks.addAndGet(current.isPresent() ? 1 : 0);
        Thread.sleep(20);
      }
    } catch (RuntimeException | InterruptedException e) {
      broken.set(e);
    }
  }

  int looks() {
    return looks.get();
  }

  void requireWhole() throws InterruptedException {
    ends.set(true);
    thread.join();
    assertThat(broken.get()).as("what the reader saw").isNull();
    assertThat(looks.get()).isPositive();
  }

  @Override
  public void close() {
    ends.set(true);
  }
}
