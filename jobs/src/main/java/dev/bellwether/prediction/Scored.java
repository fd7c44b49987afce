package dev.bellwether.prediction;

import java.io.Serializable;

/**
 * A row with the log odds that each method gives it, not yet calibrated.
 *
 * @param row its number in the table
 * @param id whom it is about
 * @param event what happened
 * @param logistic the log odds by logistic regression
 * @param boosting the log odds by boosting
 */
public record Scored(long row, String id, boolean event, double logistic, double boosting)
    implements Serializable {

  /** The log odds of a method. */
  public double margin(Method method) {
    return switch (method) {
      case LOGISTIC -> logistic;
      case BOOSTING -> boosting;
      case BLEND -> (logistic + boosting) / 2;
    };
  }
}
