package dev.bellwether.prediction;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Rows to learn from or to judge by.
 *
 * <p>Rows are plain objects, not columns: models read whole rows, and a plan with a column per
 * feature takes Spark longer to compile than small tables take to learn from.
 *
 * @param numbers the numeric features, in the order of {@link Example#numbers()}
 * @param texts the names of the categorical features, in the order of {@link Example#texts()}
 * @param examples the rows
 */
public record FeatureTable(
    SparkSession spark, List<Feature> numbers, List<String> texts, JavaRDD<Example> examples) {

  /** The rows for which the condition holds. */
  public FeatureTable only(Function<Example, Boolean> condition) {
    return new FeatureTable(spark, numbers, texts, examples.filter(condition));
  }
}
