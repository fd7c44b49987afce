package dev.bellwether.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.asof.AsOf;
import dev.bellwether.billing.PaidSubscriptions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Judges renewal events by what was known of the account's subscriptions.
 *
 * <ul>
 *   <li>A subscription whose service goes on past the renewal date renewed it, at its own ARR.
 *   <li>One that ended there was renewed by its successors: paid subscriptions of the account that
 *       start within the gap before or after, and go on. Subscriptions of an account that end on
 *       the same day share its successors by their ARR.
 *   <li>Without successor it churned; also when notice was in force and service paused.
 *   <li>Successors that all start after the end are {@code late}, whatever their ARR.
 *   <li>Otherwise renewed ARR against available ARR tells contracted, expanded, renewed.
 * </ul>
 *
 * Renewed and available ARR are converted at one rate, that of the day before the renewal, so that
 * exchange rates never look like contraction.
 */
final class RenewalJudgement {
  private static final String[] EVENT = {"subscription_id", "renewal_date"};

  private final Dataset<Row> known;
  private final Pricing pricing;
  private final int gapDays;

  /**
   * @param known paid subscriptions with {@code service_end}, as known at each date of interest
   */
  RenewalJudgement(Dataset<Row> known, Pricing pricing, int gapDays) {
    this.known = known;
    this.pricing = pricing;
    this.gapDays = gapDays;
  }

  /**
   * Adds {@code available_to_renew_arr}, {@code renewed_arr} and {@code outcome}.
   *
   * @param events with {@code before_on} and {@code judged_on}: the dates as of which available ARR
   *     and outcome are looked up
   */
  Dataset<Row> judge(Dataset<Row> events) {
    Dataset<Row> own = withAvailableArr(withOwnSubscription(events));
    Dataset<Row> ended = own.where(col("goes_on").equalTo(false));
    return withOutcome(own.join(perEvent(withSuccessor(ended)), EVENT, "left"));
  }

  /** Events of subscriptions that, as known then, had ended before are none. */
  private Dataset<Row> withOwnSubscription(Dataset<Row> events) {
    Dataset<Row> then =
        known.select(
            col("subscription_id"),
            col(AsOf.DATE).as("judged_on"),
            col("service_end"),
            col("mrr"),
            col("currency"),
            PaidSubscriptions.underNotice().as("notice"));
    Dataset<Row> before =
        known.select(
            col("subscription_id"), col(AsOf.DATE).as("before_on"), col("mrr").as("mrr_before"));
    return events
        .join(then, new String[] {"subscription_id", "judged_on"}, "inner")
        .where(col("service_end").geq(col("renewal_date")))
        .join(before, new String[] {"subscription_id", "before_on"}, "left")
        .withColumn("goes_on", col("service_end").gt(col("renewal_date")))
        .withColumn("mrr_before", coalesce(col("mrr_before"), col("mrr")));
  }

  private Dataset<Row> withAvailableArr(Dataset<Row> own) {
    Dataset<Row> available =
        pricing.withArr(own, "mrr_before", col("before_on"), "available_to_renew_arr");
    return pricing.withArr(available, "mrr", col("before_on"), "own_arr");
  }

  private Dataset<Row> withSuccessor(Dataset<Row> ended) {
    Dataset<Row> ends =
        ended.select("subscription_id", "account_id", "renewal_date", "before_on", "judged_on");
    Dataset<Row> others =
        known.select(
            col(AsOf.DATE).as("judged_on"),
            col("account_id"),
            col("subscription_id").as("successor_id"),
            col("start_date").as("successor_start"),
            col("service_end").as("successor_end"),
            col("mrr"),
            col("currency"));
    Column follows =
        col("successor_id")
            .notEqual(col("subscription_id"))
            .and(col("successor_end").gt(col("renewal_date")))
            .and(col("successor_start").geq(date_sub(col("renewal_date"), gapDays)))
            .and(col("successor_start").leq(date_add(col("renewal_date"), gapDays)));
    Dataset<Row> followed =
        ends.join(others, new String[] {"account_id", "judged_on"}, "inner").where(follows);
    return pricing.withArr(followed, "mrr", col("before_on"), "successor_arr");
  }

  private static Dataset<Row> perEvent(Dataset<Row> successors) {
    return successors
        .groupBy("subscription_id", "renewal_date")
        .agg(
            sum("successor_arr").cast("decimal(18,2)").as("successor_arr"),
            min("successor_start").as("successor_start"));
  }

  private static Dataset<Row> withOutcome(Dataset<Row> followed) {
    Column pauses = col("successor_start").gt(col("renewal_date"));
    Column churned =
        col("goes_on")
            .equalTo(false)
            .and(col("successor_start").isNull().or(col("notice").and(pauses)));
    Column none = lit(0).cast("decimal(18,2)");
    Column renewed =
        when(churned, none).when(col("goes_on"), col("own_arr")).otherwise(shareOfSuccessors());
    Column outcome =
        when(churned, "churned")
            .when(col("goes_on").equalTo(false).and(pauses), "late")
            .when(col("renewed_arr").lt(col("available_to_renew_arr")), "contracted")
            .when(col("renewed_arr").gt(col("available_to_renew_arr")), "expanded")
            .otherwise("renewed");
    return followed.withColumn("renewed_arr", renewed).withColumn("outcome", outcome);
  }

  private static Column shareOfSuccessors() {
    Column together =
        sum("available_to_renew_arr")
            .over(Window.partitionBy("account_id", "renewal_date", "goes_on"));
    Column weighed = col("successor_arr").multiply(col("available_to_renew_arr"));
    return try_divide(weighed, together).cast("decimal(18,2)");
  }
}
