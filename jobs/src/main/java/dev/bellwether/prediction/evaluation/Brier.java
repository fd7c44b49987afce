package dev.bellwether.prediction.evaluation;

/** The mean squared difference of probability (the risk) and outcome (1 or 0). */
public final class Brier implements Metric {
  @Override
  public double of(RiskLevels levels) {
    double sum = 0;
    for (int level = 0; level < levels.size(); level++) {
      double probability = levels.risk(level);
      long events = levels.events(level);
      sum += events * (1 - probability) * (1 - probability);
      sum += (levels.rows(level) - events) * probability * probability;
    }
    return sum / levels.rows();
  }
}
