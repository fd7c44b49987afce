package dev.bellwether.prediction;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Learns encoding, logistic regression and booster from training rows, on Spark's workers.
 *
 * @param seed of the rows and columns that each tree sees
 */
record ModelTrainer(long seed) {
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  /** Learns from training rows; boosting stops when the stopping rows gain no more. */
  Models fitUntil(FeatureTable training, FeatureTable stopping) {
    Encoding encoding = Encoding.fit(training);
    Boosting boosting =
        new BoostingTrainer(encoding.monotone(), seed)
            .fitUntil(withUnknown(training, encoding), withUnknown(stopping, encoding));
    return new Models(encoding, logistic(training, encoding), boosting);
  }

  /** Learns from training rows with so many rounds of boosting. */
  Models fit(FeatureTable training, int rounds) {
    Encoding encoding = Encoding.fit(training);
    Boosting boosting =
        new BoostingTrainer(encoding.monotone(), seed).fit(withUnknown(training, encoding), rounds);
    return new Models(encoding, logistic(training, encoding), boosting);
  }

  private static Logistic logistic(FeatureTable training, Encoding encoding) {
    Dataset<Row> rows =
        rows(training, training.examples().map(each -> row(each.event(), encoding.filled(each))));
    return Logistic.fit(rows, training.examples().count());
  }

  private static Dataset<Row> withUnknown(FeatureTable table, Encoding encoding) {
    return rows(table, table.examples().map(each -> row(each.event(), encoding.withUnknown(each))));
  }

  private static Row row(boolean event, double[] encoded) {
    return RowFactory.create(event ? 1.0 : 0.0, Vectors.dense(encoded));
  }

  private static Dataset<Row> rows(FeatureTable table, JavaRDD<Row> rows) {
    return table.spark().createDataFrame(rows, SCHEMA);
  }
}
