package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import java.util.Objects;

/**
 * How the rules changed between two nights: to another scorecard, as it stood at the earlier night,
 * and from there to that scorecard as edited.
 *
 * @param isSwitch whether the later night has another scorecard
 * @param isEdit whether its scorecard was edited in between
 * @param adopted its scorecard as it was at the earlier night; as it is, if there was none yet.
 *     Null without a change
 * @param current its scorecard as it is. Null without a change
 */
record RuleChange(boolean isSwitch, boolean isEdit, Scorecard adopted, Scorecard current) {

  static RuleChange between(HealthPoint from, HealthPoint to, ScorecardHistory scorecards) {
    boolean isSwitch = !from.scorecard().equals(to.scorecard());
    if (!isSwitch && Objects.equals(from.scorecardHash(), to.scorecardHash())) {
      return new RuleChange(false, false, null, null);
    }
    Scorecard current = scorecards.on(to.scoredOn(), to.scorecard()).orElseThrow();
    if (!isSwitch) {
      return new RuleChange(false, true, null, current);
    }
    Scorecard adopted = scorecards.on(from.scoredOn(), to.scorecard()).orElse(current);
    return new RuleChange(true, !adopted.equals(current), adopted, current);
  }

  boolean isChange() {
    return isSwitch || isEdit;
  }
}
