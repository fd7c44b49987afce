package dev.bellwether.platform.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extracts in a store that renames a folder by copying its files, one by one. */
class LandingTest extends SparkTest {
  private static final String IMPLEMENTATION = "fs.file.impl";
  private static final String WITHOUT_CACHE = "fs.file.impl.disable.cache";

  @TempDir private Path folder;

  /** The session takes the disk for another store. */
  @BeforeEach
  void takeTheDiskForAStore() {
    hadoop().set(IMPLEMENTATION, RawLocalFileSystem.class.getName());
    hadoop().set(WITHOUT_CACHE, "true");
  }

  @AfterEach
  void takeTheDiskForADisk() {
    hadoop().unset(IMPLEMENTATION);
    hadoop().unset(WITHOUT_CACHE);
  }

  private static Configuration hadoop() {
    return spark().sparkContext().hadoopConfiguration();
  }

  @Test
  void anExtractThatWasCopiedInPartIsNone() throws IOException {
    Landing landing = new Landing(spark(), folder.toString(), "crm");
    landing.accept(landing.write(spark().range(3).toDF("id")), "");
    copyInPart("00000002");

    assertThat(landing.extracts()).hasSize(1);
    assertThat(landing.rows(landing.extracts()).count()).isEqualTo(3);

    landing.accept(landing.write(spark().range(5).toDF("id")), "");
    assertThat(landing.extracts()).hasSize(2);
    assertThat(landing.rows(landing.extracts()).count()).isEqualTo(8);
  }

  /** As a run leaves it that was killed two days ago. */
  private void copyInPart(String name) throws IOException {
    Path part = folder.resolve("crm").resolve(name);
    Files.createDirectory(part);
    Files.writeString(part.resolve("part-00000.parquet"), "the beginning of a");
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    try (Stream<Path> all = Files.walk(part)) {
      for (Path each : all.toList()) {
        Files.setLastModifiedTime(each, old);
      }
    }
  }
}
