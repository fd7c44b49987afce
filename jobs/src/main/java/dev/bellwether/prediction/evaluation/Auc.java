package dev.bellwether.prediction.evaluation;

/**
 * The probability that a row with the event was given a higher probability than one without; ties
 * count half. Undefined without rows of both kinds.
 */
public final class Auc implements Metric {
  @Override
  public double of(Forecasts forecasts, int[] weights) {
    double events = 0;
    double others = 0;
    double eventsBefore = 0;
    for (int start = 0; start < forecasts.size(); ) {
      int end = forecasts.endOfTie(start);
      long tiedEvents = 0;
      long tiedOthers = 0;
      for (int i = start; i < end; i++) {
        if (forecasts.events()[i]) {
          tiedEvents += weights[i];
        } else {
          tiedOthers += weights[i];
        }
      }
      eventsBefore += tiedOthers * (events + tiedEvents / 2.0);
      events += tiedEvents;
      others += tiedOthers;
      start = end;
    }
    return eventsBefore / (events * others);
  }
}
