package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bellwether.platform.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's log file holds what is needed to find out what happened. */
class RunLogTest {
  @TempDir Path home;

  @Test
  void theFileHoldsSettingsConsoleWarningsAndWhereAFailureCameFrom() throws IOException {
    StringWriter shown = new StringWriter();
    try (RunLog log = RunLog.open(configuration("churn.gap_days=30"), "run-1")) {
      new Console(new PrintWriter(shown), true).line("a step is done");
      LogManager.getLogger("org.somebody").warn("a library complains");
      log.failed(new IllegalStateException("it broke"));
    }
    assertThat(text("run-1"))
        .contains("churn.gap_days = 30 (--set)", "a step is done", "a library complains")
        .contains("java.lang.IllegalStateException: it broke", "at dev.bellwether.cli.RunLogTest");
    assertThat(shown.toString()).isEmpty();
  }

  @Test
  void secretsAreMasked() throws IOException {
    Configuration configuration =
        Configuration.load(
            Path.of("../conf"),
            Optional.empty(),
            Map.of("BELLWETHER_HASH_KEY", "a very secret key"),
            List.of(),
            Optional.of(home.toString()));
    RunLog.open(configuration, "run-1").close();
    assertThat(text("run-1")).contains("privacy.hash_key").doesNotContain("a very secret key");
  }

  @Test
  void theLevelSaysHowMuchIsWritten() throws IOException {
    try (RunLog log = RunLog.open(configuration("log.level=error"), "run-1")) {
      RunLog.CONSOLE.info("a step is done");
      log.failed(new IllegalStateException("it broke"));
    }
    assertThat(text("run-1")).contains("it broke").doesNotContain("a step is done", "gap_days");
    try (RunLog log = RunLog.open(configuration("log.level=off"), "run-2")) {
      assertThat(log.file()).isEmpty();
    }
    assertThat(home.resolve("logs/run-2.log")).doesNotExist();
  }

  @Test
  void asJsonEachLineIsADocumentOfItsRunAndAFailureOneOfThem() throws IOException {
    try (RunLog log = RunLog.open(configuration("log.format=json"), "run-1")) {
      RunLog.CONSOLE.info("a \"step\"\nis done");
      log.failed(new IllegalStateException("it broke"));
    }
    List<JsonNode> events = new ArrayList<>();
    for (String line : text("run-1").lines().toList()) {
      events.add(new ObjectMapper().readTree(line));
    }
    assertThat(events).allMatch(e -> e.path("labels.run_id").asText().equals("run-1"));
    assertThat(events)
        .extracting(e -> e.path("message").asText())
        .contains("a \"step\"\nis done", "churn.gap_days = 31 (default)");
    assertThat(events)
        .filteredOn(e -> e.path("log.level").asText().equals("ERROR"))
        .singleElement()
        .satisfies(
            e -> assertThat(e.path("error.stack_trace").asText()).contains("RunLogTest.java"));
  }

  @Test
  void eachRunHasItsOwnFile() throws IOException {
    for (String run : List.of("run-1", "run-2")) {
      RunLog log = RunLog.open(configuration("log.level=info"), run);
      RunLog.CONSOLE.info("said in {}", run);
      log.close();
    }
    assertThat(text("run-1")).contains("said in run-1").doesNotContain("said in run-2");
    assertThat(text("run-2")).contains("said in run-2").doesNotContain("said in run-1");
  }

  @Test
  void aHomeThatIsNotALocalFolderHasNoLogFile() {
    Configuration configuration =
        Configuration.load(
            Path.of("../conf"),
            Optional.empty(),
            Map.of(),
            List.of(),
            Optional.of("hdfs://127.0.0.1/home"));
    try (RunLog log = RunLog.open(configuration, "run-1")) {
      assertThat(log.file()).isEmpty();
    }
  }

  private Configuration configuration(String set) {
    return Configuration.load(
        Path.of("../conf"), Optional.empty(), Map.of(), List.of(set), Optional.of(home.toString()));
  }

  private String text(String run) throws IOException {
    return Files.readString(home.resolve("logs").resolve(run + ".log"));
  }
}
