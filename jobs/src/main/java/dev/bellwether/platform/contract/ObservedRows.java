package dev.bellwether.platform.contract;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

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

  /**
   * @param condition what else is counted
   */
  public ObservedRows(Column condition) {
    this.condition = condition;
  }

  /** The same rows, counted when they are computed. */
  public Dataset<Row> observe(Dataset<Row> rows) {
    return rows.observe(observation, counts()[0], counts()[1]);
  }

  /**
   * A number of rows.
   *
   * @param all how many there are
   * @param meeting how many of them meet the condition
   */
  public record Counts(long all, long meeting) {}

  /**
   * What was counted.
   *
   * @param computed gives the rows, which are counted again should the engine not have told
   */
  public Counts counts(Supplier<Dataset<Row>> computed) {
    try {
      return counts(Await.result(observation.future(), PATIENCE));
    } catch (TimeoutException e) {
      return counts(computed.get().agg(counts()[0], counts()[1]).head());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Column[] counts() {
    return new Column[] {count(lit(1)).as("rows"), count_if(condition).as("meeting")};
  }

  private static Counts counts(Row row) {
    // of a plan that is empty for certain, the engine tells nothing
    return row.size() == 2 ? new Counts(row.getLong(0), row.getLong(1)) : new Counts(0, 0);
  }
}
