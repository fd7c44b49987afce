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
  public static TopShare of(RiskLevels levels, double share) {
    double places = share * levels.rows();
    double found = 0;
    for (int level = 0; level < levels.size() && places > 0; level++) {
      found += levels.events(level) * Math.min(1, places / levels.rows(level));
      places -= levels.rows(level);
    }
    double recall = found / levels.events();
    return new TopShare(share, recall, recall / share);
  }
}
