package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.health.Conditions;
import dev.bellwether.platform.config.Playbook;
import org.apache.spark.sql.Column;

/** Which plays of a playbook apply to a row of the list, and why. */
final class PlayConditions {
  static final String TYPE = "array<struct<play:string,why:string>>";

  private PlayConditions() {}

  /** The plays that apply: an array of {@code play, why}. */
  static Column applying(Playbook playbook) {
    Column[] plays =
        playbook.plays().stream()
            .map(
                play ->
                    when(applies(play), struct(lit(play.name()).as("play"), why(play).as("why"))))
            .toArray(Column[]::new);
    return (plays.length == 0 ? array() : array_compact(array(plays))).cast(TYPE);
  }

  private static Column applies(Playbook.Play play) {
    Column conditions = Conditions.all(play.when());
    return play.reasons().isEmpty() ? conditions : conditions.and(reason(play).isNotNull());
  }

  /** The first reason of a driver that the play names. */
  private static Column reason(Playbook.Play play) {
    Column reason = lit(null).cast("string");
    for (int i = 1; i <= RiskReasons.MOST; i++) {
      Column isNamed = col("reason_" + i + "_driver").isin(play.reasons().toArray());
      reason = coalesce(reason, when(isNamed, col("reason_" + i)));
    }
    return reason;
  }

  private static Column why(Playbook.Play play) {
    return play.reasons().isEmpty() ? values(play) : reason(play);
  }

  /** The values that the conditions are about: "sponsor: left, days past due: 12". */
  private static Column values(Playbook.Play play) {
    Column[] values =
        play.when().stream()
            .map(
                condition ->
                    concat(
                        lit(condition.feature().replace('_', ' ') + ": "),
                        col(condition.feature()).cast("string")))
            .toArray(Column[]::new);
    return concat_ws(", ", values);
  }
}
