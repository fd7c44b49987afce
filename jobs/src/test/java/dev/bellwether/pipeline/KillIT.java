package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Launched;
import dev.bellwether.SparkTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

  /** The long test: {@code -Dbellwether.kills=40} kills at any moment of a run's life. */
  @Test
  @EnabledIfSystemProperty(named = "bellwether.kills", matches = "[1-9]\\d*")
  void runsKilledAtAnyMomentEndAsUnbrokenOnes() throws Exception {
    SmallCompany company = new SmallCompany(raw);
    company.run(spark(), quietHome, NIGHT);
    int kills = Integer.getInteger("bellwether.kills");
    int longest = Integer.getInteger("bellwether.kills.within", 30) * 1000;
    long seed = System.nanoTime();
    Random moment = new Random(seed);
    int ended = 0;
    try (CurrentReader reader = new CurrentReader(killedHome)) {
      for (int i = 0; i < kills; i++) {
        Process process = start();
        boolean hasEnded = process.waitFor(moment.nextInt(longest), TimeUnit.MILLISECONDS);
        ended += hasEnded ? 1 : 0;
        process.destroyForcibly().waitFor();
      }
      company.run(spark(), killedHome, NIGHT);
      reader.requireWhole();
      System.getLogger(KillIT.class.getName())
          .log(
              System.Logger.Level.INFO,
              "{0} kills, {1} runs ended before, {2} looks at whole publications",
              kills,
              ended,
              reader.looks());
    }

    assertThat(SmallCompany.hashes(killedHome))
        .as("seed %d", seed)
        .isEqualTo(SmallCompany.hashes(quietHome));
    assertThat(rowsOf(killedHome)).isEqualTo(rowsOf(quietHome));
    try (Stream<Path> scratch = Files.list(killedHome.resolve(".scratch"))) {
      assertThat(scratch.count()).as("what killed runs left, but the last").isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aTerminatedRunEndsInSecondsAndLeavesNoScratch() throws Exception {
    new SmallCompany(raw);
    Process process = start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.strip().startsWith("ingest")) {
          break;
        }
      }
      assertThat(killedHome.resolve(".scratch")).isNotEmptyDirectory();
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }

    assertThat(killedHome.resolve(".scratch")).isEmptyDirectory();
    assertThat(SmallCompany.hashes(killedHome)).isEmpty();
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
