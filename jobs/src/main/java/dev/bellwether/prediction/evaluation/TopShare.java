package dev.bellwether.prediction.evaluation;

/**
 * What a list of the most probable rows would hold.
 *
 * @param share of all rows that are on the list
 * @param recall the share of all events that are on it
 * @param lift recall / share: how many times more events than a list drawn by lot
 */
public record TopShare(double share, double recall, double lift) {

  /** The list of a share of all rows; of tied rows at its end, the part that fits, on average. */
  public static TopShare of(Forecasts forecasts, double share) {
    double places = share * forecasts.size();
    double found = 0;
    for (int start = 0; start < forecasts.size() && start < places; ) {
      int end = forecasts.endOfTie(start);
      int events = 0;
      for (int i = start; i < end; i++) {
        events += forecasts.events()[i] ? 1 : 0;
      }
      found += events * Math.min(1, (places - start) / (end - start));
      start = end;
    }
    double recall = found / forecasts.eventCount();
    return new TopShare(share, recall, recall / share);
  }
}
