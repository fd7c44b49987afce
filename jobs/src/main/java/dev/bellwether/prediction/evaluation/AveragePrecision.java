package dev.bellwether.prediction.evaluation;

/**
 * The mean, over rows with the event, of the share of events among all rows at least as probable.
 * Tied rows are taken together. Undefined without events.
 */
public final class AveragePrecision implements Metric {
  @Override
  public double of(RiskLevels levels) {
    double sum = 0;
    double events = 0;
    double rows = 0;
    for (int level = 0; level < levels.size(); level++) {
      events += levels.events(level);
      rows += levels.rows(level);
      sum += levels.events(level) * events / rows;
    }
    return sum / events;
  }
}
