package dev.bellwether.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed run left goes; what another run may be at work on stays. */
class LeftoversTest {
  private static final String FILE = "account_health/part-00000.parquet";

  @TempDir private Path published;

  @Test
  void whereALockKeepsOthersOutAllThatIsUnfinishedGoes() throws IOException {
    write(".building-one/" + FILE);
    write("2026-06-30-1/" + FILE);
    write("2026-06-29-1/manifest.json");

    new Release(new LocalStorage(published, new Configuration())).removeLeftovers();

    assertThat(names()).containsExactly("2026-06-29-1");
  }

  @Test
  void elsewhereWhatWasWrittenWithinADayStays() throws IOException {
    write(".building-at-work/" + FILE);
    write(".building-left/" + FILE);
    write("2026-06-30-1/" + FILE);
    age(".building-left");
    age("2026-06-30-1");

    new Release(storeWithoutLocks()).removeLeftovers();

    assertThat(names()).containsExactly(".building-at-work");
  }

  @Test
  void whatAnotherRunMayBePublishingIsNotPublishedBesideIt() throws IOException {
    write("2026-06-30-1/" + FILE);

    assertThatThrownBy(() -> new Release(storeWithoutLocks()).removeLeftovers())
        .isInstanceOfSatisfying(
            BellwetherException.class, e -> assertThat(e.kind().exitCode()).isEqualTo(75))
        .hasMessageContaining("2026-06-30-1 is not finished");
    assertThat(names()).containsExactly("2026-06-30-1");
  }

  private Storage storeWithoutLocks() throws IOException {
    RawLocalFileSystem files = new RawLocalFileSystem();
    files.initialize(published.toUri(), new Configuration());
    return new HadoopStorage(files, new org.apache.hadoop.fs.Path(published.toUri()));
  }

  private void write(String file) throws IOException {
    Path path = published.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "{}");
  }

  private void age(String folder) throws IOException {
    FileTime twoDaysAgo = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    try (Stream<Path> all = Files.walk(published.resolve(folder))) {
      for (Path each : all.toList()) {
        Files.setLastModifiedTime(each, twoDaysAgo);
      }
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(published)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
