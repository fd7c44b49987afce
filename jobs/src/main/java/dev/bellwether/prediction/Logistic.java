package dev.bellwether.prediction;

import java.io.Serializable;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Logistic regression on filled rows.
 *
 * @param intercept in log odds
 * @param coefficients log odds per unit of each column
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
record Logistic(double intercept, double[] coefficients) implements Serializable {
  /**
   * How far the effect of a standardised column is expected to stray from 0, in log odds: the
   * standard deviation of the normal prior that the penalty stands for.
   */
  private static final double PRIOR_DEVIATION = 0.5;

  private static final int MOST_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-5;

  /** Learns from columns label and features. */
  static Logistic fit(Dataset<Row> rows, long count) {
    LogisticRegressionModel model =
        new LogisticRegression()
            .setStandardization(true)
            .setRegParam(1 / (PRIOR_DEVIATION * PRIOR_DEVIATION * count))
            .setMaxIter(MOST_ITERATIONS)
            .setTol(TOLERANCE)
            .fit(rows);
    return new Logistic(model.intercept(), model.coefficients().toArray());
  }

  /** The log odds of a filled row. */
  double margin(double[] filled) {
    double margin = intercept;
    for (int i = 0; i < coefficients.length; i++) {
      margin += coefficients[i] * filled[i];
    }
    return margin;
  }
}
