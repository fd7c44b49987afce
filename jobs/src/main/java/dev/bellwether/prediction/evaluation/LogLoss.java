package dev.bellwether.prediction.evaluation;

/** The mean of -ln of the probability that was given to what happened, in nats. */
public final class LogLoss implements Metric {

  /** The loss of one row. */
  public static double of(double probability, boolean event) {
    return -Math.log(event ? probability : 1 - probability);
  }

  @Override
  public double of(Forecasts forecasts, int[] weights) {
    double sum = 0;
    long rows = 0;
    for (int i = 0; i < forecasts.size(); i++) {
      if (weights[i] > 0) {
        sum += weights[i] * of(forecasts.probabilities()[i], forecasts.events()[i]);
        rows += weights[i];
      }
    }
    return sum / rows;
  }
}
