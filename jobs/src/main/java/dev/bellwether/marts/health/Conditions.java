package dev.bellwether.marts.health;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import java.sql.Date;
import java.util.List;
import org.apache.spark.sql.Column;

/** Conditions of scorecards and playbooks over rows that have the columns they name. */
public final class Conditions {
  private Conditions() {}

  /** The name of the scorecard that scores a row: that of the first rule that holds. */
  static Column scorecard(Scorecards scorecards) {
    Column name = when(lit(false), "");
    for (Scorecard.Rule rule : scorecards.main().rules()) {
      name = name.when(all(rule.when()), rule.scorecard());
    }
    return name.otherwise(scorecards.main().name());
  }

  /** Whether an override holds for a row, that is on its date. */
  static Column holds(Scorecard.ScoreOverride override) {
    Column isAbout =
        override.accounts().isEmpty()
            ? lit(true)
            : col("account_id").isin(override.accounts().toArray());
    Column lasts = col("as_of_date").leq(lit(Date.valueOf(override.expires())));
    return isAbout.and(lasts).and(all(override.when()));
  }

  /** Whether all of them hold; a condition on what is unknown does not. */
  public static Column all(List<Scorecard.Condition> conditions) {
    return conditions.stream().map(Conditions::holds).reduce(lit(true), Column::and);
  }

  private static Column holds(Scorecard.Condition condition) {
    Column feature = col(condition.feature());
    Column number = feature.cast("double");
    Column holds = lit(true);
    if (!condition.oneOf().isEmpty()) {
      holds = holds.and(feature.cast("string").isin(condition.oneOf().toArray()));
    }
    if (condition.above() != null) {
      holds = holds.and(number.gt(condition.above()));
    }
    if (condition.atLeast() != null) {
      holds = holds.and(number.geq(condition.atLeast()));
    }
    if (condition.below() != null) {
      holds = holds.and(number.lt(condition.below()));
    }
    if (condition.atMost() != null) {
      holds = holds.and(number.leq(condition.atMost()));
    }
    return coalesce(holds, lit(false));
  }
}
