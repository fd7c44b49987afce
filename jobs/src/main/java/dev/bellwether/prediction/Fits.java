package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Several pieces of learning from one table as one Spark job, a task for each. A task has all rows
 * of the table at hand; where the table is kept in memory on the same machine, without a copy.
 */
final class Fits {
  private Fits() {}

  /** Learns something from rows. */
  @FunctionalInterface
  interface Fit<T> extends Serializable {
    T of(List<Example> rows);
  }

  /** What each learns, in their order. */
  static <T> List<T> run(FeatureTable table, List<? extends Fit<T>> fits) {
    JavaRDD<List<Example>> whole = table.examples().coalesce(1).glom();
    return fits.stream()
        .map(fit -> whole.map(fit::of))
        .reduce(JavaRDD::union)
        .map(JavaRDD::collect)
        .orElse(List.of());
  }
}
