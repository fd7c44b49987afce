package dev.bellwether.prediction;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
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
  FittedModels fitUntil(FeatureTable training, FeatureTable stopping) {
    Encoding encoding = Encoding.fit(training);
    Boosting boosting = new BoostingTrainer(encoding, seed).fitUntil(training, stopping);
    return new FittedModels(encoding, logistic(training, encoding), boosting);
  }

  /** Learns from training rows with so many rounds of boosting. */
  FittedModels fit(FeatureTable training, int rounds) {
    Encoding encoding = Encoding.fit(training);
    Boosting boosting = new BoostingTrainer(encoding, seed).fit(training, rounds);
    return new FittedModels(encoding, logistic(training, encoding), boosting);
  }

  /** The rounds of boosting after which the stopping rows gain no more. */
  int roundsUntil(FeatureTable training, FeatureTable stopping) {
    return new BoostingTrainer(Encoding.fit(training), seed).fitUntil(training, stopping).rounds();
  }

  private static Logistic logistic(FeatureTable training, Encoding encoding) {
    JavaRDD<Row> rows =
        training
            .examples()
            .map(
                each ->
                    RowFactory.create(
                        each.event() ? 1.0 : 0.0, Vectors.dense(encoding.filled(each))));
    return Logistic.fit(training.spark().createDataFrame(rows, SCHEMA), encoding.rows());
  }
}
