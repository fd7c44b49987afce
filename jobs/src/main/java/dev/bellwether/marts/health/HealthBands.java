package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Band;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Which band a score falls in.
 *
 * @param green the least score of a green account
 * @param yellow the least score of a yellow account; below is red
 * @param margin points by which a score must pass a cut-off before the band changes
 * @param nights days that it must have stood past it, the first included, before the band changes
 * @param minimumCoverage the least coverage for a band; under it the band is unknown
 */
record HealthBands(double green, double yellow, double margin, int nights, double minimumCoverage)
    implements Serializable {

  static HealthBands of(Scorecard scorecard) {
    Scorecard.Bands bands = scorecard.bands();
    return new HealthBands(
        bands.green(), bands.yellow(), bands.margin(), bands.nights(), scorecard.minimumCoverage());
  }

  /** The bands of each scorecard, by its name. */
  static Map<String, HealthBands> of(Scorecards scorecards) {
    Map<String, HealthBands> bands = new HashMap<>();
    scorecards.all().forEach(scorecard -> bands.put(scorecard.name(), of(scorecard)));
    return bands;
  }

  /** The band by plain cut-offs; unknown without a score or under the minimum coverage. */
  String plain(Double score, Double coverage) {
    return isKnown(score, coverage) ? cut(score, green, yellow) : Band.UNKNOWN;
  }

  /**
   * The band with hysteresis: each cut-off is moved away from where the account stood before.
   *
   * @param previous its band the night before; null or unknown means plain cut-offs
   */
  String after(String previous, Double score, Double coverage) {
    if (previous == null || previous.equals(Band.UNKNOWN) || !isKnown(score, coverage)) {
      return plain(score, coverage);
    }
    boolean wasGreen = previous.equals(Band.GREEN);
    boolean wasRed = previous.equals(Band.RED);
    return cut(
        score,
        wasGreen ? green - margin : green + margin,
        wasRed ? yellow + margin : yellow - margin);
  }

  /**
   * The state with hysteresis: the band changes once the score has stood past the moved cut-off for
   * enough nights.
   *
   * @param before how it stood the night before, or null
   */
  BandState next(BandState before, LocalDate date, Double score, Double coverage) {
    String target = after(before == null ? null : before.band(), score, coverage);
    if (before == null
        || before.band().equals(Band.UNKNOWN)
        || target.equals(Band.UNKNOWN)
        || target.equals(before.band())) {
      return new BandState(target, null, score, coverage);
    }
    LocalDate since = wasPast(before, target) ? before.acrossSince() : date;
    boolean isEnough = ChronoUnit.DAYS.between(since, date) + 1 >= nights;
    return isEnough
        ? new BandState(target, null, score, coverage)
        : new BandState(before.band(), since, score, coverage);
  }

  /** Whether the night before was past a cut-off on the same side. */
  private boolean wasPast(BandState before, String target) {
    if (before.acrossSince() == null) {
      return false;
    }
    String then = after(before.band(), before.score(), before.coverage());
    return !then.equals(before.band())
        && rank(then) > rank(before.band()) == rank(target) > rank(before.band());
  }

  private static int rank(String band) {
    return Band.WORST_FIRST.indexOf(band);
  }

  private boolean isKnown(Double score, Double coverage) {
    return score != null && coverage != null && coverage >= minimumCoverage;
  }

  private static String cut(double score, double green, double yellow) {
    if (score >= green) {
      return Band.GREEN;
    }
    return score >= yellow ? Band.YELLOW : Band.RED;
  }
}
