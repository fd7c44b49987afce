package dev.bellwether.prediction.evaluation;

/** A number that judges forecasts. */
@FunctionalInterface
public interface Metric {
  /**
   * The number for rows that each count as often as their weight says; NaN where it is undefined.
   *
   * @param weights as many as rows, at least 0
   */
  double of(Forecasts forecasts, int[] weights);
}
