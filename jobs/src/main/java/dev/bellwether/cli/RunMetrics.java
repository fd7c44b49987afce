package dev.bellwether.cli;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A run as metrics, for node_exporter's textfile collector: gauges only, which OpenMetrics and
 * Prometheus's older text format write alike.
 */
final class RunMetrics {
  private static final String PREFIX = "bellwether_";

  private final RunSummary run;
  private final Map<String, String> labels;
  private final StringBuilder text = new StringBuilder();

  private RunMetrics(RunSummary run) {
    this.run = run;
    this.labels = Map.of("home", run.home(), "source", run.source());
  }

  /** The text of the file. */
  static String of(RunSummary run) {
    RunMetrics metrics = new RunMetrics(run);
    metrics.addRun();
    metrics.addParts();
    return metrics.text.append("# EOF\n").toString();
  }

  private void addRun() {
    boolean isGood = !run.status().equals(RunSummary.FAILED);
    add("run_succeeded", "1 when the last run ended well, else 0", isGood ? 1 : 0);
    add("run_exit_code", "what the last run ended with", run.exitCode());
    add("run_start_time_seconds", "when it began", run.startedAt().toEpochMilli() / 1e3);
    add("run_end_time_seconds", "when it ended", run.finishedAt().toEpochMilli() / 1e3);
    add("run_duration_seconds", "how long it took", run.seconds());
    add("run_cpu_seconds", "CPU time of its process", run.cpuSeconds());
    LocalDate last = run.asOfDates().get(run.asOfDates().size() - 1);
    add("run_as_of_seconds", "the last as-of date that it was asked for, 00:00 UTC", day(last));
    if (run.current() != null) {
      String date = run.current().substring(0, "2026-06-30".length());
      double current = day(LocalDate.parse(date));
      add("published_as_of_seconds", "the as-of date that readers find now, 00:00 UTC", current);
    }
    if (run.alertsTold() != null) {
      add("run_alerts_told", "alerts that reached somebody", run.alertsTold());
    }
  }

  private void addParts() {
    Map<String, Double> phases = new LinkedHashMap<>();
    run.phases().forEach(phase -> phases.put(phase.phase(), phase.seconds()));
    add("run_phase_duration_seconds", "how long each part of the run took", "phase", phases);
    add("run_step_duration_seconds", "how long each step took", "step", steps(s -> s.seconds()));
    add("run_step_cpu_seconds", "CPU time of its tasks", "step", steps(s -> s.cpuSeconds()));
    Map<String, Double> rows = new LinkedHashMap<>();
    run.steps().forEach(step -> step.rows().forEach((table, n) -> rows.put(table, n * 1.0)));
    add("run_table_rows", "rows that were written into each table", "table", rows);
    add("run_input_rows_in", "rows that came in", "table", inputs(i -> i.rowsIn()));
    add("run_input_rows_accepted", "rows accepted of them", "table", inputs(i -> i.accepted()));
    add("run_input_rows_duplicate", "rows that were known", "table", inputs(i -> i.duplicates()));
    add("run_input_rows_quarantined", "rows refused", "table", inputs(i -> i.quarantined()));
    add("run_input_rows_warned", "rows with a warning", "table", inputs(i -> i.warned()));
  }

  private Map<String, Double> steps(ToDoubleFunction<RunSummary.Step> value) {
    Map<String, Double> values = new LinkedHashMap<>();
    run.steps().forEach(step -> values.put(step.step(), value.applyAsDouble(step)));
    return values;
  }

  /** Sums over the batches of each table. */
  private Map<String, Double> inputs(ToDoubleFunction<RunSummary.Input> value) {
    Map<String, Double> values = new LinkedHashMap<>();
    run.inputs().forEach(one -> values.merge(one.table(), value.applyAsDouble(one), Double::sum));
    return values;
  }

  private void add(String name, String help, double value) {
    addHead(name, help);
    addSample(name, labels, value);
  }

  private void add(String name, String help, String label, Map<String, Double> values) {
    if (values.isEmpty()) {
      return;
    }
    addHead(name, help);
    values.forEach(
        (of, value) -> {
          Map<String, String> all = new LinkedHashMap<>(labels);
          all.put(label, of);
          addSample(name, all, value);
        });
  }

  private void addHead(String name, String help) {
    text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(PREFIX).append(name).append(" gauge\n");
  }

  private void addSample(String name, Map<String, String> all, double value) {
    List<String> pairs =
        all.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
            .toList();
    text.append(PREFIX).append(name).append('{').append(String.join(",", pairs)).append("} ");
    text.append(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()).append('\n');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static double day(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }
}
