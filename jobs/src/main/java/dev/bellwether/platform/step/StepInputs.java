package dev.bellwether.platform.step;

import dev.bellwether.platform.config.Settings;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 *     columns (see {@link dev.bellwether.platform.asof.AsOf}), all others as their contracts say
 * @param completedRows the step's own output rows of as-of dates that earlier runs completed and
 *     this one does not compute, later dates too (or the whole present table where it has no as-of
 *     dates), by name; a table that there is not yet is absent
 */
public record StepInputs(
    SparkSession spark,
    Settings settings,
    List<LocalDate> dates,
    Map<String, Dataset<Row>> tables,
    Map<String, Dataset<Row>> completedRows,
    Optional<LocalDate> completedThrough,
    Map<String, LocalDate> historyCompleteFrom) {

  public StepInputs {
    dates = List.copyOf(dates);
    tables = Map.copyOf(tables);
    completedRows = Map.copyOf(completedRows);
    historyCompleteFrom = Map.copyOf(historyCompleteFrom);
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

  /** The latest date that this run or a completed one knows about. */
  public LocalDate latestKnown() {
    LocalDate latest = dates.get(dates.size() - 1);
    return completedThrough.filter(latest::isBefore).orElse(latest);
  }

  /** The step's own rows as earlier runs made them, if there are any. */
  public Optional<Dataset<Row>> completed(String name) {
    return Optional.ofNullable(completedRows.get(name));
  }
}
