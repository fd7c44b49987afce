package dev.bellwether.platform.contract;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/**
 * Counts rows while something else computes them, so that counting costs no pass of its own: how
 * many there are, and how many of them meet a condition.
 */
public final class ObservedRows {
  private static final Duration PATIENCE = Duration.create(10, TimeUnit.SECONDS);

  private final Observation observation = new Observation();
  private final Column condition;
  private final Optional<String> collected;

  /**
   * @param condition what else is counted
   */
  public ObservedRows(Column condition) {
    this(condition, Optional.empty());
  }

  /**
   * @param condition what else is counted
   * @param collected the column whose few distinct values are to be told, if any
   */
  public ObservedRows(Column condition, Optional<String> collected) {
    this.condition = condition;
    this.collected = collected;
  }

  /** The same rows, counted when they are computed. */
  public Dataset<Row> observe(Dataset<Row> rows) {
    return rows.observe(observation, counts()[0], rest());
  }

  /**
   * A number of rows.
   *
   * @param all how many there are
   * @param meeting how many of them meet the condition
   * @param values the distinct values of the collected column, but null
   */
  public record Counts(long all, long meeting, Set<Object> values) {}

  /**
   * What was counted.
   *
   * @param computed gives the rows, which are counted again should the engine not have told
   */
  public Counts counts(Supplier<Dataset<Row>> computed) {
    try {
      return counts(Await.result(observation.future(), PATIENCE));
    } catch (TimeoutException e) {
      return counts(computed.get().agg(counts()[0], rest()).head());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Column[] counts() {
    Column values =
        collected.map(name -> collect_set(col(name))).orElse(max(lit(null).cast("string")));
    return new Column[] {
      count(lit(1)).as("rows"), count_if(condition).as("meeting"), values.as("values")
    };
  }

  private Column[] rest() {
    return Arrays.copyOfRange(counts(), 1, counts().length);
  }

  private static Counts counts(Row row) {
    // of a plan that is empty for certain, the engine tells nothing
    if (row.size() != 3) {
      return new Counts(0, 0, Set.of());
    }
    Set<Object> values = row.isNullAt(2) ? Set.of() : new LinkedHashSet<>(row.getList(2));
    return new Counts(row.getLong(0), row.getLong(1), values);
  }
}
