package dev.bellwether.prediction.evaluation;

/**
 * The mean, over rows with the event, of the share of events among all rows at least as probable.
 * Tied rows are taken together. Undefined without events.
 */
public final class AveragePrecision implements Metric {
  @Override
  public double of(Forecasts forecasts, int[] weights) {
    double sum = 0;
    double events = 0;
    double rows = 0;
    for (int start = 0; start < forecasts.size(); ) {
      int end = forecasts.endOfTie(start);
      long tiedEvents = 0;
      for (int i = start; i < end; i++) {
        rows += weights[i];
        tiedEvents += forecasts.events()[i] ? weights[i] : 0;
      }
      events += tiedEvents;
      sum += tiedEvents == 0 ? 0 : tiedEvents * events / rows;
      start = end;
    }
    return sum / events;
  }
}
