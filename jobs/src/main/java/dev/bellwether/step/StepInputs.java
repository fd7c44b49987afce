package dev.bellwether.step;

import dev.bellwether.config.Settings;
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
 *     columns (see {@link dev.bellwether.asof.AsOf}), all others as their contracts say
 * @param earlierRows the step's own output rows of as-of dates before the first of {@code dates},
 *     by name; a table that has none is absent
 */
public record StepInputs(
    SparkSession spark,
    Settings settings,
    List<LocalDate> dates,
    Map<String, Dataset<Row>> tables,
    Map<String, Dataset<Row>> earlierRows,
    Optional<LocalDate> completedThrough,
    Map<String, LocalDate> historyCompleteFrom) {

  public StepInputs {
    dates = List.copyOf(dates);
    tables = Map.copyOf(tables);
    earlierRows = Map.copyOf(earlierRows);
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

  /** The step's own rows of earlier as-of dates (or its whole present table), if there are any. */
  public Optional<Dataset<Row>> earlier(String name) {
    return Optional.ofNullable(earlierRows.get(name));
  }
}
