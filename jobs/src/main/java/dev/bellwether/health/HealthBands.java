package dev.bellwether.health;

import dev.bellwether.config.Scorecard;
import java.io.Serializable;

/**
 * Which band a score falls in.
 *
 * @param green the least score of a green account
 * @param yellow the least score of a yellow account; below is red
 * @param margin points by which a score must pass a cut-off before the band changes
 * @param minimumCoverage the least coverage for a band; under it the band is unknown
 */
record HealthBands(double green, double yellow, double margin, double minimumCoverage)
    implements Serializable {
  static final String GREEN = "green";
  static final String YELLOW = "yellow";
  static final String RED = "red";
  static final String UNKNOWN = "unknown";

  static HealthBands of(Scorecard scorecard) {
    Scorecard.Bands bands = scorecard.bands();
    return new HealthBands(
        bands.green(), bands.yellow(), bands.margin(), scorecard.minimumCoverage());
  }

  /** The band by plain cut-offs; unknown without a score or under the minimum coverage. */
  String plain(Double score, Double coverage) {
    return isKnown(score, coverage) ? cut(score, green, yellow) : UNKNOWN;
  }

  /**
   * The band with hysteresis: each cut-off is moved away from where the account stood before.
   *
   * @param previous its band the night before; null or unknown means plain cut-offs
   */
  String after(String previous, Double score, Double coverage) {
    if (previous == null || previous.equals(UNKNOWN) || !isKnown(score, coverage)) {
      return plain(score, coverage);
    }
    boolean wasGreen = previous.equals(GREEN);
    boolean wasRed = previous.equals(RED);
    return cut(
        score,
        wasGreen ? green - margin : green + margin,
        wasRed ? yellow + margin : yellow - margin);
  }

  private boolean isKnown(Double score, Double coverage) {
    return score != null && coverage != null && coverage >= minimumCoverage;
  }

  private static String cut(double score, double green, double yellow) {
    if (score >= green) {
      return GREEN;
    }
    return score >= yellow ? YELLOW : RED;
  }
}
