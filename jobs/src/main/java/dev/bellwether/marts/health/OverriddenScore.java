package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecard.Limit;
import java.util.List;

/**
 * A score within its limits: not above the lowest cap, and lifted to the highest floor as far as
 * that cap lets it.
 *
 * @param score the score
 * @param by the override that changed it; null when none did
 */
record OverriddenScore(double score, Scorecard.ScoreOverride by) {

  /**
   * Applies overrides; of equal ones the first counts.
   *
   * @param overrides those that hold
   */
  static OverriddenScore of(double score, List<Scorecard.ScoreOverride> overrides) {
    Scorecard.ScoreOverride cap = null;
    Scorecard.ScoreOverride floor = null;
    for (Scorecard.ScoreOverride override : overrides) {
      if (override.limit() == Limit.CAP) {
        cap = cap == null || override.score() < cap.score() ? override : cap;
      } else {
        floor = floor == null || override.score() > floor.score() ? override : floor;
      }
    }
    double most = cap == null ? Double.MAX_VALUE : cap.score();
    if (score > most) {
      return new OverriddenScore(most, cap);
    }
    double least = floor == null ? 0 : Math.min(floor.score(), most);
    return score < least ? new OverriddenScore(least, floor) : new OverriddenScore(score, null);
  }
}
