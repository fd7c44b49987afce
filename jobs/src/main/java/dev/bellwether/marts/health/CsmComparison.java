package dev.bellwether.marts.health;

import java.util.List;

/** What the scorecard says of an account beside what its CSM says: never mixed, only compared. */
final class CsmComparison {
  private static final List<String> WORST_FIRST = List.of("red", "yellow", "green");
  private static final double BEST_POINTS = 100;

  private CsmComparison() {}

  /**
   * The CSM's latest assessment as a band.
   *
   * @param points csm_rating_points: 0 red, 50 yellow, 100 green
   * @return null without an assessment
   */
  static String csmBand(Double points) {
    if (points == null) {
      return null;
    }
    return points <= 0 ? "red" : points < BEST_POINTS ? "yellow" : "green";
  }

  /** Who of the two worries more; null when they agree, or either does not know. */
  static String disagreement(String band, String csmBand) {
    int ours = place(band);
    int theirs = place(csmBand);
    if (ours < 0 || theirs < 0 || ours == theirs) {
      return null;
    }
    return theirs < ours ? "csm_more_worried" : "csm_less_worried";
  }

  private static int place(String band) {
    return band == null ? -1 : WORST_FIRST.indexOf(band);
  }
}
