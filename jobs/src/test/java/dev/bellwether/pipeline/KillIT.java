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
  private static final int KILLS = 40;

  /** In milliseconds; a run of the small company takes ten to twenty seconds. */
  private static final int LONGEST_LIFE = 30_000;

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

  /** The long test: kills at any moment of a run's life, from its start to past its end. */
  @Test
  @EnabledIfSystemProperty(named = "bellwether.long", matches = "true")
  void runsKilledAtAnyMomentEndAsUnbrokenOnes() throws Exception {
    SmallCompany company = new SmallCompany(raw);
    company.run(spark(), quietHome, NIGHT);
    long seed = System.nanoTime();
    Random moment = new Random(seed);
    int ended = 0;
    try (CurrentReader reader = new CurrentReader(killedHome)) {
      for (int i = 0; i < KILLS; i++) {
        Process process = start();
        boolean hasEnded = process.waitFor(moment.nextInt(LONGEST_LIFE), TimeUnit.MILLISECONDS);
        ended += hasEnded ? 1 : 0;
        process.destroyForcibly().waitFor();
      }
      company.run(spark(), killedHome, NIGHT);
      reader.requireWhole();
      System.getLogger(KillIT.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "{0} kills, {1} runs ended before, {2} looks at whole publications",
              KILLS,
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
  void ofThreeRunsAtOnceOneWritesAtATime() throws Exception {
    SmallCompany company = new SmallCompany(raw);
    List<Process> runs = List.of(start(), start(), start());
    List<Integer> ends = new ArrayList<>();
    for (Process run : runs) {
      String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      ends.add(run.waitFor());
      assertThat(run.exitValue()).as(output).isIn(0, 75);
      if (run.exitValue() == 75) {
        assertThat(output).contains("is in use", "--wait-for-lock");
      }
    }
    company.run(spark(), quietHome, NIGHT);

    assertThat(ends).contains(0);
    assertThat(SmallCompany.hashes(killedHome)).isEqualTo(SmallCompany.hashes(quietHome));
    assertThat(rowsOf(killedHome)).isEqualTo(rowsOf(quietHome));
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
