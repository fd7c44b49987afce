package dev.bellwether.facts.relationship;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.BusinessDay;
import dev.bellwether.platform.asof.Windows;
import java.time.ZoneId;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What an account's people answered when asked. */
public final class SurveyAnswers {
  /** Days for which an NPS answer counts. */
  public static final int NPS_DAYS = Windows.YEAR;

  private SurveyAnswers() {}

  /**
   * Answers of each account as of each date of the view.
   *
   * @param surveysView a view of surveys
   * @param zone the business time zone
   * @return one row per as_of_date and account_id that was ever asked: {@code nps_sum}, {@code
   *     nps_answers} (of the latest NPS answer of each respondent, within {@link #NPS_DAYS}),
   *     {@code nps_sum_before}, {@code nps_answers_before} (the same as of that many days before),
   *     {@code last_answer_on} (of any kind), {@code asked} and {@code answered} (surveys sent
   *     within these days, and those of them that have an answer). A survey that names no
   *     respondent is one of its own.
   */
  public static Dataset<Row> perAccount(Dataset<Row> surveysView, ZoneId zone) {
    return perAccount(perRespondent(surveysView, zone));
  }

  private static Dataset<Row> perRespondent(Dataset<Row> view, ZoneId zone) {
    Column respondent =
        coalesce(col("respondent_key").cast("string"), concat(lit("survey "), col("survey_id")));
    Column nps = col("kind").equalTo("nps").and(col("score").isNotNull());
    Column order = when(nps, struct(col("answered_at"), col("survey_id")));
    Column earlier = col("answered_on").leq(Windows.daysBefore(NPS_DAYS));
    Column orderBefore = when(nps.and(earlier), struct(col("answered_at"), col("survey_id")));
    Column asked = Windows.within(BusinessDay.of(col("sent_at"), zone), NPS_DAYS);
    return view.withColumn("answered_on", BusinessDay.of(col("answered_at"), zone))
        .withColumn("respondent", respondent)
        .groupBy(AsOf.DATE, "account_id", "respondent")
        .agg(
            max_by(col("score"), order).as("nps"),
            max(when(nps, col("answered_on"))).as("nps_on"),
            max_by(col("score"), orderBefore).as("nps_before"),
            max(when(nps.and(earlier), col("answered_on"))).as("nps_before_on"),
            count_if(asked).as("asked"),
            count_if(asked.and(col("answered_on").isNotNull())).as("answered"),
            max("answered_on").as("answered_on"));
  }

  private static Dataset<Row> perAccount(Dataset<Row> respondents) {
    Column counted = when(Windows.within(col("nps_on"), NPS_DAYS), col("nps"));
    Column countedBefore =
        when(col("nps_before_on").gt(Windows.daysBefore(2 * NPS_DAYS)), col("nps_before"));
    return respondents
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            sum(counted).as("nps_sum"),
            count(counted).as("nps_answers"),
            sum(countedBefore).as("nps_sum_before"),
            count(countedBefore).as("nps_answers_before"),
            sum("asked").as("asked"),
            sum("answered").as("answered"),
            max("answered_on").as("last_answer_on"));
  }
}
