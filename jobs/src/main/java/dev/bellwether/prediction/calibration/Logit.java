package dev.bellwether.prediction.calibration;

/** Log odds and back. */
public final class Logit {
  private Logit() {}

  /** The log odds of a probability; infinite at 0 and 1. */
  public static double of(double probability) {
    return Math.log(probability / (1 - probability));
  }

  /** The probability of log odds. */
  public static double probability(double logit) {
    return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : 1 - 1 / (1 + Math.exp(logit));
  }

  /** A probability kept away from 0 and 1. */
  public static double clip(double probability, double margin) {
    return Math.min(1 - margin, Math.max(margin, probability));
  }
}
