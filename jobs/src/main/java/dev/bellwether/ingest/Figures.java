package dev.bellwether.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/** Named aggregates of rows, taken while something else computes the rows: no pass of their own. */
final class Figures {
  private static final Duration PATIENCE = Duration.create(10, "seconds");

  private final Observation observation = new Observation();
  private final List<Column> aggregates;

  /**
   * @param aggregates what is taken, each with its name
   */
  Figures(Column... aggregates) {
    this.aggregates = List.of(aggregates);
  }

  /** The same rows, whose figures are taken when they are computed. */
  Dataset<Row> observe(Dataset<Row> rows) {
    return rows.observe(observation, aggregates.get(0), others());
  }

  /**
   * What was taken.
   *
   * @param rows the rows, which are gone through again should the engine not have told
   */
  Taken taken(Supplier<Dataset<Row>> rows) {
    try {
      return new Taken(Await.result(observation.future(), PATIENCE));
    } catch (TimeoutException e) {
      return new Taken(rows.get().agg(aggregates.get(0), others()).head());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Column[] others() {
    return aggregates.subList(1, aggregates.size()).toArray(Column[]::new);
  }

  /** Figures by name; of a plan that is empty for certain, the engine tells none. */
  record Taken(Row row) {

    /** A count; 0 when there were no rows. */
    long count(String name) {
      return this.<Long>find(name).orElse(0L);
    }

    /** The items of an array; none when there were no rows. */
    List<Row> items(String name) {
      return this.<Object>find(name).isPresent() ? row.getList(row.fieldIndex(name)) : List.of();
    }

    private <T> Optional<T> find(String name) {
      boolean isTold = row.schema() != null && Arrays.asList(row.schema().names()).contains(name);
      return isTold ? Optional.ofNullable(row.getAs(name)) : Optional.empty();
    }
  }
}
