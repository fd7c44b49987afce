package dev.bellwether.marts.health;

import java.time.LocalDate;
import java.util.List;

/**
 * An account's score at a night, and what it stands on.
 *
 * @param scoredOn the night whose features made it
 * @param scorecard the scorecard's name
 * @param scorecardHash identifies the scorecard's content
 * @param score overrides included
 * @param beforeOverrides what the measures alone make
 * @param override the override that changed it, or null
 * @param lines its measures
 */
record HealthPoint(
    LocalDate scoredOn,
    String scorecard,
    String scorecardHash,
    double score,
    double beforeOverrides,
    String override,
    List<ScoreSheet.Line> lines) {

  /** The same as of another night. */
  HealthPoint movedTo(LocalDate night) {
    return new HealthPoint(
        night, scorecard, scorecardHash, score, beforeOverrides, override, lines);
  }
}
