package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.RenewalOutcomes;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the list of a month-end said of the month after it, and what came of it by each date.
 *
 * <p>A forecast is of the accounts that were to decide in that month, and of their whole window,
 * since that is what their probabilities are about: so all their renewals decided from the
 * month-end until the window's end count.
 */
final class PastForecasts {
  private static final int MOST_DAYS = 400;

  private final StepInputs inputs;
  private final int windowDays;

  PastForecasts(StepInputs inputs) {
    this.inputs = inputs;
    this.windowDays = inputs.settings().renewals().windowDays();
  }

  /**
   * One row per as_of_date, forecast_on and account_id, for the forecasts of the year before the
   * date: {@code decision_month, csm, segment, forecast_arr, forecast_arr_loss, forecast_variance},
   * {@code lost_arr} (of renewals decided by the date) and {@code open_events} (those that are not,
   * or whose loss is unknown, and one until the window has ended).
   */
  Dataset<Row> perAccount() {
    Dataset<Row> forecasts = forecasts();
    Dataset<Row> points = inputs.points();
    return forecasts
        .join(broadcast(points), isLately(), "inner")
        .join(whatCame(forecasts, points), key(), "left")
        .withColumn("lost_arr", coalesce(col("lost_arr"), lit(0)).cast("decimal(18,2)"))
        .withColumn("open_events", coalesce(col("open_events"), lit(0L)).plus(unfinished()));
  }

  /** Until the window has ended, renewals may still come up that nobody knows of. */
  private Column unfinished() {
    Column isOver = date_add(col("forecast_on"), windowDays).leq(col(AsOf.DATE));
    return when(isOver, 0L).otherwise(1L);
  }

  private static Column isLately() {
    Column isBefore = col("forecast_on").lt(col(AsOf.DATE));
    return isBefore.and(date_add(col("forecast_on"), MOST_DAYS).gt(col(AsOf.DATE)));
  }

  private static String[] key() {
    return new String[] {AsOf.DATE, "forecast_on", "account_id"};
  }

  private Dataset<Row> forecasts() {
    return Dates.only(inputs.table(Tables.RENEWAL_RISK), inputs.monthEnds())
        .where(col("available_to_renew_arr").gt(0).and(col("expected_arr_loss").isNotNull()))
        .where(trunc(col("decision_date"), "month").equalTo(date_add(col(AsOf.DATE), 1)))
        .select(
            col(AsOf.DATE).as("forecast_on"),
            col("account_id"),
            trunc(col("decision_date"), "month").as("decision_month"),
            coalesce(col("csm"), lit("")).as("csm"),
            coalesce(col("segment"), lit("")).as("segment"),
            col("available_to_renew_arr").as("forecast_arr"),
            col("expected_arr_loss").as("forecast_arr_loss"),
            ForecastInterval.variance().as("forecast_variance"));
  }

  /** The outcomes are those of the latest date: what was decided after a date was open on it. */
  private Dataset<Row> whatCame(Dataset<Row> forecasts, Dataset<Row> points) {
    Dataset<Row> renewals =
        inputs
            .table(Tables.RENEWAL_OUTCOME)
            .select(
                col("account_id"),
                col("renewal_date"),
                col("decision_date"),
                col("decided_on"),
                RenewalOutcomes.isDueNoMore().as("is_due_no_more"),
                RenewalOutcomes.lostArr().as("lost"));
    Column within =
        col("decision_date")
            .gt(col("forecast_on"))
            .and(col("decision_date").leq(date_add(col("forecast_on"), windowDays)));
    Column wasKnown = col("renewal_date").leq(date_add(col(AsOf.DATE), RenewalEvents.DAYS_AHEAD));
    Column isPast = coalesce(col("decided_on").leq(col(AsOf.DATE)), lit(false));
    return forecasts
        .select("forecast_on", "account_id")
        .join(renewals, "account_id")
        .where(within)
        .join(broadcast(points), isLately().and(wasKnown), "inner")
        .where(not(isPast.and(col("is_due_no_more"))))
        .groupBy(AsOf.DATE, "forecast_on", "account_id")
        .agg(
            sum(when(isPast, col("lost"))).as("lost_arr"),
            count_if(not(isPast.and(col("lost").isNotNull()))).as("open_events"));
  }
}
