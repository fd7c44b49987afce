package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.col;

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
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The runs of a home: the tables {@code run} and {@code run_step}. */
final class RunLedger {
  static final String PUBLISHED = "published";
  static final String FAILED = "failed";

  private final Warehouse warehouse;
  private final Set<LocalDate> withdrawn;
  private List<Row> completed;

  /**
   * @param withdrawn the dates whose publications were withdrawn: as if never computed
   */
  RunLedger(Warehouse warehouse, Set<LocalDate> withdrawn) {
    this.warehouse = warehouse;
    this.withdrawn = withdrawn;
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
      List<LocalDate> asked = asked(row);
      if (!asked.isEmpty()) {
        dates.addAll(asked);
        row.<Date>getList(1).forEach(date -> dates.add(date.toLocalDate()));
      }
    }
    dates.removeAll(withdrawn);
    return dates;
  }

  /** The latest as-of date that a completed run was asked for. */
  Optional<LocalDate> completedThrough() {
    return completedRuns().stream().flatMap(row -> asked(row).stream()).max(LocalDate::compareTo);
  }

  /** The names of completed runs. */
  Set<String> completedIds() {
    return completedRuns().stream().map(row -> row.getString(2)).collect(Collectors.toSet());
  }

  private List<LocalDate> asked(Row run) {
    return run.<Date>getList(0).stream()
        .map(Date::toLocalDate)
        .filter(date -> !withdrawn.contains(date))
        .toList();
  }

  private List<Row> completedRuns() {
    if (completed == null) {
      completed =
          warehouse
              .read(Tables.RUN)
              .where(col("status").equalTo(PUBLISHED))
              .select("as_of_dates", "observation_points", "run_id")
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
    warehouse.append(Tables.RUN_STEP, stepRows);
    warehouse.append(Tables.RUN, List.of(row(run)));
    completed = null;
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
