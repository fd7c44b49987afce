package dev.bellwether.prediction.evaluation;

/**
 * The mean of -ln of the probability (the risk) that was given to what happened, in nats.
 * Probabilities are kept within a millionth of 0 and 1, since one certain error would else be
 * infinite.
 */
public final class LogLoss implements Metric {
  private static final double LEAST = 1e-6;

  /** The loss of one row. */
  public static double of(double probability, boolean event) {
    double given = event ? probability : 1 - probability;
    return -Math.log(Math.min(1 - LEAST, Math.max(LEAST, given)));
  }

  @Override
  public double of(RiskLevels levels) {
    double sum = 0;
    for (int level = 0; level < levels.size(); level++) {
      long events = levels.events(level);
      sum += weighted(events, levels.risk(level), true);
      sum += weighted(levels.rows(level) - events, levels.risk(level), false);
    }
    return sum / levels.rows();
  }

  private static double weighted(long rows, double probability, boolean event) {
    return rows == 0 ? 0 : rows * of(probability, event);
  }
}
