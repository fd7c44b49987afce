package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The text of a run's metrics; that public parsers read it is a test of {@code interop/}. */
class RunMetricsTest {
  @TempDir Path folder;

  @Test
  void labelsAreEscapedAndBatchesOfOneTableAddUp() {
    assertThat(RunMetrics.of(run("a \"home\" \\ here")))
        .contains("# TYPE bellwether_run_succeeded gauge\n")
        .contains(
            "bellwether_run_input_rows_in{home=\"a \\\"home\\\" \\\\ here\",source=\"mine\","
                + "table=\"usage_events\"} 30\n")
        .contains(",table=\"tickets\"} 5\n")
        .contains("bellwether_run_end_time_seconds", "} 1782777601.5\n")
        .doesNotContain("published_as_of", "alerts_told")
        .endsWith("# EOF\n");
  }

  @Test
  void aFileThatCannotBeWrittenIsAWarning() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    StringWriter told = new StringWriter();
    new RunReports(
            Optional.of(file.resolve("below")),
            Optional.of(folder.resolve("run.prom")),
            new Console(new PrintWriter(told), false))
        .write(() -> run("here"));
    assertThat(told.toString()).contains("warning:", "below cannot be written");
    assertThat(folder.resolve("run.prom")).exists();
  }

  private static RunSummary run(String home) {
    return new RunSummary(
        "run-1",
        "mine",
        home,
        "code",
        "config",
        "failed",
        1,
        "it broke",
        Instant.parse("2026-06-30T00:00:00Z"),
        Instant.parse("2026-06-30T00:00:01.500Z"),
        1.5,
        2.5,
        List.of(LocalDate.parse("2026-06-29")),
        List.of(),
        List.of(new RunSummary.Phase("ingest", 1, 1)),
        List.of(input("usage_events", 10), input("tickets", 5), input("usage_events", 20)),
        new RunSummary.Totals(35, 35, 0, 0, 0),
        List.of(),
        List.of(),
        null,
        null,
        null,
        null);
  }

  private static RunSummary.Input input(String table, long rows) {
    return new RunSummary.Input(table, rows, rows, 0, 0, 0, 0, Map.of(), Map.of());
  }
}
