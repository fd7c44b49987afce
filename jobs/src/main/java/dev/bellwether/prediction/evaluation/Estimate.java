package dev.bellwether.prediction.evaluation;

/**
 * A number with its 95% interval.
 *
 * @param value the number
 * @param low the interval's lower end, null where there is none
 * @param high the interval's upper end, null where there is none
 */
public record Estimate(double value, Double low, Double high) {

  /** A number without an interval. */
  public static Estimate of(double value) {
    return new Estimate(value, null, null);
  }
}
