package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Launched;
import dev.bellwether.SparkTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed twice, as a process, and then let go on: as if it had never been killed. */
class KillIT extends SparkTest {
  private static final String NIGHT = "2026-02-28";

  @TempDir Path raw;
  @TempDir Path killedHome;
  @TempDir Path quietHome;

  @Test
  void aKilledRunRunAgainPublishesWhatAnUnbrokenOneDoes() throws Exception {
    SmallCompany company = new SmallCompany(raw);
    long seed = System.nanoTime();
    Random moment = new Random(seed);

    killAfter("ingest", moment.nextInt(6_000));
    assertThat(SmallCompany.hashes(killedHome)).as("seed %d", seed).isEmpty();
    killAfter("account_features", moment.nextInt(6_000));
    company.run(spark(), killedHome, NIGHT);
    company.run(spark(), quietHome, NIGHT);

    assertThat(SmallCompany.hashes(killedHome))
        .as("seed %d", seed)
        .isNotEmpty()
        .isEqualTo(SmallCompany.hashes(quietHome));
    assertThat(rowsOf(killedHome)).isEqualTo(rowsOf(quietHome));
  }

  private static List<Long> rowsOf(Path home) {
    List<Long> rows = new ArrayList<>();
    var warehouse = new dev.bellwether.platform.warehouse.Warehouse(spark(), home.toString());
    for (String table :
        List.of("usage_events", "user_activity_daily", "churn_label", "input_batch")) {
      rows.add(warehouse.read(table).count());
    }
    return rows;
  }

  private void killAfter(String word, int milliseconds) throws IOException, InterruptedException {
    Process process = start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (line.strip().startsWith(word)) {
          Thread.sleep(milliseconds);
          return;
        }
      }
      throw new AssertionError("the run ended before " + word + ":\n" + String.join("\n", lines));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start() throws IOException {
    return Launched.start(
        "run",
        "--source",
        "small",
        "--as-of",
        NIGHT,
        "--home",
        killedHome.toString(),
        "--conf",
        "src/test/resources/small-company",
        "--set",
        "source.path=" + raw);
  }
}
