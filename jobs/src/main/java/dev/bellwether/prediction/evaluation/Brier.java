package dev.bellwether.prediction.evaluation;

/** The mean squared difference of probability and outcome (1 or 0). */
public final class Brier implements Metric {
  @Override
  public double of(Forecasts forecasts, int[] weights) {
    double sum = 0;
    long rows = 0;
    for (int i = 0; i < forecasts.size(); i++) {
      double error = forecasts.probabilities()[i] - (forecasts.events()[i] ? 1 : 0);
      sum += weights[i] * error * error;
      rows += weights[i];
    }
    return sum / rows;
  }
}
