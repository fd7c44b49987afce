package dev.bellwether.marts.health;

import dev.bellwether.facts.relationship.CsmRating;
import dev.bellwether.platform.config.Band;

/** What the scorecard says of an account beside what its CSM says: never mixed, only compared. */
final class CsmComparison {
  private CsmComparison() {}

  /**
   * The CSM's latest assessment as a band.
   *
   * @param points csm_rating_points
   * @return null without an assessment
   */
  static String csmBand(Double points) {
    if (points == null) {
      return null;
    }
    return CsmRating.band(points);
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
    return band == null ? -1 : Band.WORST_FIRST.indexOf(band);
  }
}
