package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.List;

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

  /** Learns from training rows. */
  static Logistic fit(Encoding encoding, List<Example> training) {
    StandardColumns columns = StandardColumns.of(encoding, training);
    boolean[] events = new boolean[training.size()];
    for (int i = 0; i < events.length; i++) {
      events[i] = training.get(i).event();
    }
    double penalty = 1 / (PRIOR_DEVIATION * PRIOR_DEVIATION * events.length);
    return columns.inOwnUnits(new NewtonMethod(columns.rows(), events, penalty).minimum());
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
