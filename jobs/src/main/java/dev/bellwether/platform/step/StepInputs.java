package dev.bellwether.platform.step;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Contracts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a step works with.
 *
 * @param spark the session
 * @param settings the effective configuration
 * @param dates the as-of dates to compute, ascending, never empty
 * @param tables the declared inputs that exist, by name: staging tables whole with their technical
 *     columns (see {@link AsOf}), all others as their contracts say
 * @param completedRows the step's own output rows of as-of dates that earlier runs completed and
 *     this one does not compute, later dates too (or the whole present table where it has no as-of
 *     dates), by name; a table that there is not yet is absent
 * @param completedDates the as-of dates that earlier runs completed and this one does not compute:
 *     tables have rows of these and of {@code dates} only
 * @param completedThrough the latest as-of date of a completed run, if rollups stand by it
 * @param historyCompleteFrom by staging table, the day before which nothing is known
 * @param unmapped by staging table, the columns that the source's mapping surely does not give:
 *     null in them tells nothing
 */
public record StepInputs(
    SparkSession spark,
    Settings settings,
    List<LocalDate> dates,
    Map<String, Dataset<Row>> tables,
    Map<String, Dataset<Row>> completedRows,
    Set<LocalDate> completedDates,
    Optional<LocalDate> completedThrough,
    Map<String, LocalDate> historyCompleteFrom,
    Map<String, Set<String>> unmapped) {

  public StepInputs {
    dates = List.copyOf(dates);
    tables = Map.copyOf(tables);
    completedRows = Map.copyOf(completedRows);
    completedDates = Set.copyOf(completedDates);
    historyCompleteFrom = Map.copyOf(historyCompleteFrom);
    unmapped = Map.copyOf(unmapped);
  }

  /** The same of a source that may give every column. */
  public StepInputs(
      SparkSession spark,
      Settings settings,
      List<LocalDate> dates,
      Map<String, Dataset<Row>> tables,
      Map<String, Dataset<Row>> completedRows,
      Set<LocalDate> completedDates,
      Optional<LocalDate> completedThrough,
      Map<String, LocalDate> historyCompleteFrom) {
    this(
        spark,
        settings,
        dates,
        tables,
        completedRows,
        completedDates,
        completedThrough,
        historyCompleteFrom,
        Map.of());
  }

  /** Whether the source may give a column of a staging table, so that null in it tells. */
  public boolean mayGive(String table, String column) {
    return !unmapped.getOrDefault(table, Set.of()).contains(column);
  }

  /** A required input. */
  public Dataset<Row> table(String name) {
    Dataset<Row> table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException(
          "the step did not declare, or the plan did not give, " + name);
    }
    return table;
  }

  /** An input that the source may not feed. */
  public Optional<Dataset<Row>> optional(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /**
   * An input as of the run's dates: the slices of these dates, or the view that each date has of a
   * staging table.
   *
   * @return {@code as_of_date} and the columns of the input's contract
   */
  public Dataset<Row> view(String name) {
    return Contracts.of(name).isPerAsOfDate()
        ? Dates.only(table(name), dates)
        : view(name, points());
  }

  /** A staging table as known at points of the step's own; see {@link AsOf#view}. */
  public Dataset<Row> view(String name, Dataset<Row> points) {
    return AsOf.view(table(name), Contracts.of(name), points, settings.timeZone());
  }

  /** The same of a staging table that the source may not feed. */
  public Optional<Dataset<Row>> optionalView(String name, Dataset<Row> points) {
    return tables.containsKey(name) ? Optional.of(view(name, points)) : Optional.empty();
  }

  /** The run's dates as points of views: one column, {@code as_of_date}. */
  public Dataset<Row> points() {
    return Dates.points(spark, dates);
  }

  /** The month-ends until the last date to compute of which tables have rows, ascending. */
  public List<LocalDate> monthEnds() {
    return Stream.concat(completedDates.stream(), dates.stream())
        .filter(date -> Dates.isMonthEnd(date) && !date.isAfter(lastDate()))
        .distinct()
        .sorted()
        .toList();
  }

  /** The night before each of the dates to compute, of this run or a completed one. */
  public Map<LocalDate, LocalDate> nightBefore() {
    TreeSet<LocalDate> nights = new TreeSet<>(completedDates);
    nights.addAll(dates);
    Map<LocalDate, LocalDate> before = new TreeMap<>();
    for (LocalDate date : dates) {
      LocalDate earlier = nights.lower(date);
      if (earlier != null) {
        before.put(date, earlier);
      }
    }
    return before;
  }

  /** The last of the dates to compute. */
  public LocalDate lastDate() {
    return dates.get(dates.size() - 1);
  }

  /** The latest date that this run or a completed one knows about. */
  public LocalDate latestKnown() {
    return completedThrough.filter(lastDate()::isBefore).orElse(lastDate());
  }

  /** The step's own rows as earlier runs made them, if there are any. */
  public Optional<Dataset<Row>> completed(String name) {
    return Optional.ofNullable(completedRows.get(name));
  }
}
