package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.platform.asof.AsOf;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is usual of each feature among the customers of a segment: the median at the date, where at
 * least {@link #LEAST_CUSTOMERS} of them are known.
 */
final class UsualValues {
  static final int LEAST_CUSTOMERS = 5;

  private UsualValues() {}

  /**
   * Adds {@code usual}, a map from features to their medians, to rows with as_of_date and segment.
   *
   * @param features rows of account_features
   */
  static Dataset<Row> join(Dataset<Row> rows, Dataset<Row> features) {
    return rows.withColumn("usual_segment", coalesce(col("segment"), lit("")))
        .join(broadcast(perSegment(features)), new String[] {AsOf.DATE, "usual_segment"}, "left")
        .drop("usual_segment");
  }

  private static Dataset<Row> perSegment(Dataset<Row> features) {
    List<String> present = Arrays.asList(features.columns());
    List<String> names =
        FeatureCatalogue.ofAccounts().numbersOfModels().stream().filter(present::contains).toList();
    Column[] keys = names.stream().map(name -> lit(name)).toArray(Column[]::new);
    Column[] medians = names.stream().map(UsualValues::usual).toArray(Column[]::new);
    return features
        .where(col("status").equalTo("customer"))
        .groupBy(col(AsOf.DATE), coalesce(col("segment"), lit("")).as("usual_segment"))
        .agg(map_from_arrays(array(keys), array(medians)).as("usual"));
  }

  private static Column usual(String name) {
    Column value = col(name).cast("double");
    return when(count(value).geq(LEAST_CUSTOMERS), median(value));
  }
}
