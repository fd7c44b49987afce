package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.List;

/**
 * What each feature adds to a row's log odds.
 *
 * @param logOdds the log odds as scored, before calibration
 * @param base what all rows have in common
 * @param ofFeatures what each feature adds, numbers first, then texts; with the base they sum to
 *     the log odds, before calibration
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
public record Contributions(double logOdds, double base, double[] ofFeatures)
    implements Serializable {

  /** Those of the mean of some rows' log odds. */
  public static Contributions mean(List<Contributions> rows) {
    double logOdds = 0;
    double base = 0;
    double[] ofFeatures = new double[rows.get(0).ofFeatures().length];
    for (Contributions row : rows) {
      logOdds += row.logOdds() / rows.size();
      base += row.base() / rows.size();
      for (int i = 0; i < ofFeatures.length; i++) {
        ofFeatures[i] += row.ofFeatures()[i] / rows.size();
      }
    }
    return new Contributions(logOdds, base, ofFeatures);
  }
}
