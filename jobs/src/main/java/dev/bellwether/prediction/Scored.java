package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.List;

/**
 * A row with the log odds that each method gives it, not yet calibrated.
 *
 * @param row its number in the table
 * @param id whom it is about
 * @param event what happened
 * @param logistic the log odds by logistic regression
 * @param boosting the log odds by boosting
 * @param beyond the numeric features in which it is beyond what was learned from; mostly none
 */
public record Scored(
    long row, String id, boolean event, double logistic, double boosting, List<String> beyond)
    implements Serializable {

  /** The log odds of a method. */
  public double margin(Method method) {
    return switch (method) {
      case LOGISTIC -> logistic;
      case BOOSTING -> boosting;
      case BLEND -> (logistic + boosting) / 2;
    };
  }

  /** The same row with other log odds by boosting. */
  Scored withBoosting(double logOdds) {
    return new Scored(row, id, event, logistic, logOdds, beyond);
  }
}
