package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bellwether.Launched;
import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.Publications;
import dev.bellwether.reading.HomeTables;
import dev.bellwether.reading.TableRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run tells programs of itself: its summary, its metrics and its log. */
class RunSummaryIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path raw;
  @TempDir Path home;
  @TempDir Path out;

  @Test
  void aRunAndOneThatFailsAreToldAsTheyWere() throws Exception {
    new SmallCompany(raw)
        .file(
            "invoices.csv",
            "invoice_id,account_id,issued_on,due_on,amount,paid_on",
            "i1,a,2025-12-01,2025-12-15,100.50,2025-12-14",
            "i2,a,2026-01-01,2026-01-15,much,2026-02-20");
    Launched good = run("2026-02-14");
    assertThat(good.exitCode()).as(good.output()).isZero();
    JsonNode summary = summary();

    assertThat(summary.get("status").textValue()).isEqualTo("published");
    assertThat(summary.get("exit_code").intValue()).isZero();
    assertThat(summary.get("message").isNull()).isTrue();
    assertThat(summary.get("current").textValue()).isEqualTo("2026-02-14-1");
    assertThat(summary.get("observation_points")).hasSize(3);
    assertThat(summary.get("cpu_seconds").doubleValue()).isPositive();
    assertThat(summary.at("/page").textValue()).endsWith("report/index.html");
    inputsAreTheRowsOfTheFiles(summary);
    stepsAreThoseOfTheLedger(summary);
    publicationsAreThoseOfTheirManifests(summary);
    phasesFillTheRun(summary);
    eachLineOfTheLogIsADocumentOfThisRun(summary);
    assertThat(metrics())
        .containsEntry("bellwether_run_succeeded", 1.0)
        .containsEntry("bellwether_run_input_rows_accepted usage_events", 12.0)
        .containsEntry("bellwether_run_table_rows account_health", 16.0)
        .containsEntry("bellwether_published_as_of_seconds", 1_771_027_200.0);

    Launched bad = run("2019-01-31");
    assertThat(bad.exitCode()).isEqualTo(2);
    JsonNode failed = summary();
    assertThat(failed.get("status").textValue()).isEqualTo("failed");
    assertThat(failed.get("exit_code").intValue()).isEqualTo(2);
    assertThat(failed.get("message").textValue()).contains("before all data");
    assertThat(failed.get("current").textValue()).isEqualTo("2026-02-14-1");
    assertThat(failed.get("publications")).isEmpty();
    assertThat(metrics())
        .containsEntry("bellwether_run_succeeded", 0.0)
        .containsEntry("bellwether_run_exit_code", 2.0)
        .containsEntry("bellwether_published_as_of_seconds", 1_771_027_200.0);
    assertThat(out).isDirectoryNotContaining(file -> file.toString().endsWith(".unfinished"));
  }

  private void inputsAreTheRowsOfTheFiles(JsonNode summary) throws IOException {
    Map<String, Long> rows = new TreeMap<>();
    summary.get("inputs").forEach(i -> rows.put(text(i, "table"), i.get("rows_in").longValue()));
    assertThat(rows)
        .containsEntry("accounts", 4L)
        .containsEntry("tickets", 2L)
        .containsEntry("usage_events", 12L);
    JsonNode invoices = input(summary, "invoices");
    assertThat(invoices.get("quarantined").longValue()).isEqualTo(1);
    assertThat(invoices.get("reasons").toString()).contains("amount").doesNotContain("much");
    JsonNode totals = summary.get("totals");
    assertThat(totals.get("quarantined").longValue()).isEqualTo(1);
    assertThat(totals.get("rows_in").longValue())
        .isEqualTo(rows.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(
            totals.get("accepted").longValue()
                + totals.get("duplicates").longValue()
                + totals.get("quarantined").longValue());
  }

  private static JsonNode input(JsonNode summary, String table) {
    for (JsonNode input : summary.get("inputs")) {
      if (text(input, "table").equals(table)) {
        return input;
      }
    }
    throw new AssertionError("no input " + table);
  }

  private void stepsAreThoseOfTheLedger(JsonNode summary) {
    Map<String, Long> ledger = new TreeMap<>();
    for (TableRow row : new HomeTables(home.toString(), new Configuration()).stored("run_step")) {
      ledger.put(row.required("step"), row.count("rows"));
    }
    Map<String, Long> told = new TreeMap<>();
    double cpu = 0;
    for (JsonNode step : summary.get("steps")) {
      long rows = 0;
      for (JsonNode table : step.get("rows")) {
        rows += table.longValue();
      }
      told.put(text(step, "step"), rows);
      cpu += step.get("cpu_seconds").doubleValue();
    }
    assertThat(told).isEqualTo(ledger).hasSizeGreaterThan(20);
    assertThat(cpu).isBetween(0.5, summary.get("cpu_seconds").doubleValue());
  }

  private void publicationsAreThoseOfTheirManifests(JsonNode summary) {
    JsonNode told = summary.get("publications").get(0);
    Manifest manifest = Publications.read(home.toString(), new Configuration()).manifests().get(0);
    assertThat(summary.get("publications")).hasSize(1);
    assertThat(text(told, "id")).isEqualTo(manifest.publication());
    assertThat(told.get("tables").intValue()).isEqualTo(manifest.tables().size());
    assertThat(told.get("rows").longValue())
        .isEqualTo(manifest.tables().values().stream().mapToLong(t -> t.rows()).sum());
    assertThat(text(summary, "run_id")).isEqualTo(manifest.runId());
  }

  private static void phasesFillTheRun(JsonNode summary) {
    List<String> phases = new ArrayList<>();
    double seconds = 0;
    for (JsonNode phase : summary.get("phases")) {
      phases.add(text(phase, "phase"));
      seconds += phase.get("seconds").doubleValue();
    }
    assertThat(phases).containsExactly("ingest", "compute", "publish");
    assertThat(seconds).isPositive().isLessThanOrEqualTo(summary.get("seconds").doubleValue());
  }

  private static void eachLineOfTheLogIsADocumentOfThisRun(JsonNode summary) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(text(summary, "log")));
    assertThat(lines).hasSizeGreaterThan(50);
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      assertThat(text(event, "labels.run_id")).isEqualTo(text(summary, "run_id"));
      assertThat(event.has("@timestamp") && event.has("log.level") && event.has("message"))
          .as(line)
          .isTrue();
    }
  }

  /** Values by name and what the sample is of, beside home and source. */
  private Map<String, Double> metrics() throws IOException {
    Map<String, Double> values = new TreeMap<>();
    try (Stream<String> lines = Files.lines(out.resolve("bellwether.prom"))) {
      lines
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                String name = line.substring(0, line.indexOf('{'));
                String of = line.replaceAll("^.*(table|step|phase)=\"([^\"]*)\".*$", " $2");
                double value = Double.parseDouble(line.substring(line.lastIndexOf(' ')));
                values.put(of.equals(line) ? name : name + of, value);
              });
    }
    return values;
  }

  private Launched run(String night) throws IOException, InterruptedException {
    return Launched.run(
        "run",
        "--source=small",
        "--conf=src/test/resources/small-company",
        "--as-of=" + night,
        "--home=" + home,
        "--set=source.path=" + raw,
        "--set=log.format=json",
        "--set=metrics.file=" + out.resolve("bellwether.prom"),
        "--summary-json=" + out.resolve("summary.json"));
  }

  private JsonNode summary() throws IOException {
    return JSON.readTree(out.resolve("summary.json").toFile());
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).textValue();
  }
}
