package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.col;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.warehouse.Warehouse;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The runs of a home: the tables {@code run} and {@code run_step}. */
final class RunLedger {
  static final String PUBLISHED = "published";
  static final String FAILED = "failed";

  private final Warehouse warehouse;
  private List<Row> completed;

  RunLedger(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * A run as it is recorded.
   *
   * @param inputVersions the number of the last batch of each staging table, as JSON
   * @param message why it failed; null when it did not
   */
  record Run(
      String id,
      List<LocalDate> asOfDates,
      String source,
      String status,
      Instant startedAt,
      Instant finishedAt,
      String configHash,
      String codeVersion,
      List<LocalDate> observationPoints,
      String inputVersions,
      String message) {}

  /** A step's part of a run: what it wrote, and how long it took. */
  record StepRun(String step, List<String> tables, long rows, double seconds) {}

  /** All dates that completed runs have computed, asked for or along. */
  Set<LocalDate> completedDates() {
    Set<LocalDate> dates = new TreeSet<>();
    for (Row row : completedRuns()) {
      row.<Date>getList(0).forEach(date -> dates.add(date.toLocalDate()));
      row.<Date>getList(1).forEach(date -> dates.add(date.toLocalDate()));
    }
    return dates;
  }

  /** The latest as-of date that a completed run was asked for. */
  Optional<LocalDate> completedThrough() {
    return completedRuns().stream()
        .flatMap(row -> row.<Date>getList(0).stream())
        .map(Date::toLocalDate)
        .max(LocalDate::compareTo);
  }

  private List<Row> completedRuns() {
    if (completed == null) {
      completed =
          warehouse
              .read(Tables.RUN)
              .where(col("status").equalTo(PUBLISHED))
              .select("as_of_dates", "observation_points")
              .collectAsList();
    }
    return completed;
  }

  /** Adds a run and its steps. */
  void record(Run run, List<StepRun> steps) {
    List<Row> stepRows = new ArrayList<>();
    for (StepRun step : steps) {
      stepRows.add(
          RowFactory.create(
              run.id(), step.step(), step.tables().toArray(), step.rows(), step.seconds()));
    }
    append(Tables.RUN_STEP, stepRows);
    append(Tables.RUN, List.of(row(run)));
  }

  private void append(String table, List<Row> rows) {
    warehouse.append(
        table, warehouse.spark().createDataFrame(rows, Contracts.of(table).schema()).coalesce(1));
  }

  private static Row row(Run run) {
    double seconds = (run.finishedAt().toEpochMilli() - run.startedAt().toEpochMilli()) / 1000.0;
    return RowFactory.create(
        run.id(),
        dates(run.asOfDates()),
        run.source(),
        run.status(),
        Timestamp.from(run.startedAt()),
        Timestamp.from(run.finishedAt()),
        seconds,
        run.configHash(),
        run.codeVersion(),
        dates(run.observationPoints()),
        run.inputVersions(),
        run.message());
  }

  private static Object[] dates(List<LocalDate> dates) {
    return dates.stream().map(Date::valueOf).toArray();
  }
}
