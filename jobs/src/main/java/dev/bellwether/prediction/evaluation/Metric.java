package dev.bellwether.prediction.evaluation;

/** A number that judges predictions. */
@FunctionalInterface
public interface Metric {
  /** The number; NaN where it is undefined. */
  double of(RiskLevels levels);
}
