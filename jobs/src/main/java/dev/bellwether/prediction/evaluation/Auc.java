package dev.bellwether.prediction.evaluation;

/**
 * The probability that a row with the event has a higher risk than one without; ties count half.
 * Undefined without rows of both kinds.
 */
public final class Auc implements Metric {
  @Override
  public double of(RiskLevels levels) {
    double eventsFirst = 0;
    long eventsAbove = 0;
    for (int level = 0; level < levels.size(); level++) {
      long events = levels.events(level);
      long others = levels.rows(level) - events;
      eventsFirst += others * (eventsAbove + events / 2.0);
      eventsAbove += events;
    }
    double pairs = (double) eventsAbove * (levels.rows() - eventsAbove);
    return eventsFirst / pairs;
  }
}
