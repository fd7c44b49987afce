package dev.bellwether.marts.retention;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.BusinessDay;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What an account's people answered in a month, and how many had been asked. */
final class AnswersInMonth {
  /** Kinds of surveys. */
  static final List<String> KINDS = List.of("nps", "csat", "csi");

  private AnswersInMonth() {}

  /**
   * Answers given in the month that ends with the as-of date, of each respondent the latest of a
   * kind; a survey that names no respondent is one of its own.
   *
   * @param surveysView a view of surveys at month's ends
   * @return one row per as_of_date and account_id: for each kind {@code KIND_answers}, {@code
   *     KIND_points} (promoters less detractors, satisfied ones, or the sum of scores in tenths),
   *     {@code KIND_asked} (surveys sent in the month) and {@code KIND_answered} (those of them
   *     that have an answer)
   */
  static Dataset<Row> perAccount(Dataset<Row> surveysView, ZoneId zone) {
    return perAccount(perRespondent(onlyOfMonth(surveysView, zone)));
  }

  private static Dataset<Row> onlyOfMonth(Dataset<Row> view, ZoneId zone) {
    Column monthBefore = last_day(add_months(col(AsOf.DATE), -1));
    Column answeredOn = BusinessDay.of(col("answered_at"), zone);
    return view.withColumn("asked", BusinessDay.of(col("sent_at"), zone).gt(monthBefore))
        .withColumn("gave_answer", coalesce(answeredOn.gt(monthBefore), lit(false)))
        .where(col("asked").or(col("gave_answer")));
  }

  private static Dataset<Row> perRespondent(Dataset<Row> surveys) {
    Column respondent =
        coalesce(col("respondent_key").cast("string"), concat(lit("survey "), col("survey_id")));
    Column answer = col("gave_answer").and(col("score").isNotNull());
    Column order = when(answer, struct(col("answered_at"), col("survey_id")));
    return surveys
        .groupBy(col(AsOf.DATE), col("account_id"), col("kind"), respondent.as("respondent"))
        .agg(
            max_by(col("score"), order).as("score"),
            count_if(col("asked")).as("asked"),
            count_if(col("asked").and(col("answered_at").isNotNull())).as("answered"));
  }

  private static Dataset<Row> perAccount(Dataset<Row> respondents) {
    Column[] measures =
        KINDS.stream()
            .flatMap(
                kind -> {
                  Column isKind = col("kind").equalTo(kind);
                  return List.of(
                      count(when(isKind, col("score"))).as(kind + "_answers"),
                      sum(when(isKind, points(kind))).as(kind + "_points"),
                      sum(when(isKind, col("asked"))).as(kind + "_asked"),
                      sum(when(isKind, col("answered"))).as(kind + "_answered"))
                      .stream();
                })
            .toArray(Column[]::new);
    return respondents
        .groupBy(AsOf.DATE, "account_id")
        .agg(measures[0], Arrays.copyOfRange(measures, 1, measures.length));
  }

  private static Column points(String kind) {
    Column score = col("score");
    return switch (kind) {
      case "nps" -> when(score.geq(9), 1).when(score.leq(6), -1).when(score.isNotNull(), 0);
      case "csat" -> when(score.geq(4), 1).when(score.isNotNull(), 0);
      default -> score.multiply(10).cast("int");
    };
  }
}
