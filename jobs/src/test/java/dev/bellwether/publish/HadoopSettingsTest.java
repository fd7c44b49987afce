package dev.bellwether.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.warehouse.Warehouse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a session is at work, files are reached as it was told, and not as Hadoop's own files say.
 */
class HadoopSettingsTest extends SparkTest {
  @TempDir private Path folder;

  /** Local files under a scheme that only a setting makes known. */
  public static final class ToldFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("told:///");
    }
  }

  @Test
  void aHomeOnAStoreThatOnlySparkWasToldOfIsFound() throws IOException {
    SparkSession session = spark().newSession();
    session.conf().set("fs.told.impl", ToldFileSystem.class.getName());
    session.conf().set("fs.told.impl.disable.cache", "true"); // else the first one found serves all
    Warehouse warehouse = new Warehouse(session, "told://" + folder);

    Files.createDirectories(folder.resolve("alerts/2026-02-14"));
    Files.writeString(folder.resolve("alerts/2026-02-14/one.json"), "{}\n");

    assertThat(new SentAlerts(warehouse).texts()).containsExactly("{}\n");
    assertThat(Publications.read(warehouse).ids()).isEmpty();
  }
}
