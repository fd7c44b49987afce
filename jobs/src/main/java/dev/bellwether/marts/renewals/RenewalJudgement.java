package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.PaidSubscriptions;
import dev.bellwether.facts.billing.RenewalOutcomes;
import dev.bellwether.facts.billing.RenewalTerms;
import dev.bellwether.platform.asof.AsOf;
import java.util.List;
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
 *   <li>Without successor it churned; also when service paused, and notice was in force on all of
 *       the account that ended that day.
 *   <li>Successors that all start after the end are {@code late}, whatever their ARR.
 *   <li>Otherwise renewed ARR against available ARR tells contracted, expanded, renewed.
 *   <li>While undecided, one whose successor is booked is {@code signed}, any other pending.
 *   <li>One that stands no more before its day is {@code moved} where the subscription goes on past
 *       it, by other terms; else it is {@code withdrawn}, as is one whose service turns out to have
 *       ended before it.
 * </ul>
 *
 * Renewed and available ARR are converted at one rate, that of the day before the renewal, so that
 * exchange rates never look like contraction.
 */
final class RenewalJudgement {
  private static final String BEFORE = "before";
  private static final String JUDGED = "judged";

  private final Dataset<Row> known;
  private final Pricing pricing;
  private final ChurnGap gap;

  /**
   * @param known paid subscriptions with {@code service_end}, booked ones too, as known at each
   *     date of interest
   */
  RenewalJudgement(Dataset<Row> known, Pricing pricing, ChurnGap gap) {
    this.known = known;
    this.pricing = pricing;
    this.gap = gap;
  }

  /**
   * Adds {@code available_to_renew_arr}, {@code renewed_arr}, {@code outcome} and {@code moved_to}.
   *
   * @param events of {@link RenewalEvents}
   */
  Dataset<Row> judge(Dataset<Row> events) {
    Dataset<Row> asked = perQuestion(events);
    Dataset<Row> answered =
        withCarrier(asked).join(answers(), new String[] {"carrier", "known_on"}, "left");
    Dataset<Row> priced = pricing.withArr(answered, "mrr", col("before_on"), "arr");
    return withOutcome(perEvent(priced, List.of(events.columns())));
  }

  /** Each event twice: what was known before it, and what was known when it was due. */
  private static Dataset<Row> perQuestion(Dataset<Row> events) {
    Column before = struct(lit(BEFORE).as("role"), col("before_on").as("known_on"));
    Column judged = struct(lit(JUDGED).as("role"), col("judged_on").as("known_on"));
    return events
        .withColumn("question", explode(array(before, judged)))
        .select(col("*"), col("question.*"))
        .drop("question");
  }

  /** The account that a subscription counts for as known then: its own, unless that has merged. */
  private Dataset<Row> withCarrier(Dataset<Row> asked) {
    Dataset<Row> carriers =
        known.select(
            col(AsOf.DATE).as("known_on"), col("subscription_id"), col("account_id").as("carrier"));
    return asked
        .join(carriers, new String[] {"known_on", "subscription_id"}, "left")
        .withColumn("carrier", coalesce(col("carrier"), col("account_id")));
  }

  private Dataset<Row> answers() {
    return known.select(
        col(AsOf.DATE).as("known_on"),
        col("account_id").as("carrier"),
        col("subscription_id").as("answer_id"),
        col("start_date"),
        col("service_end"),
        col("mrr"),
        col("currency"),
        PaidSubscriptions.underNotice().as("notice"),
        RenewalTerms.firstOpenOn(col(AsOf.DATE)).as("next_renewal"));
  }

  private Dataset<Row> perEvent(Dataset<Row> priced, List<String> event) {
    Column judged = col("role").equalTo(JUDGED);
    Column isOwn = col("answer_id").equalTo(col("subscription_id"));
    Column follows =
        judged
            .and(not(isOwn))
            .and(col("service_end").gt(col("renewal_date")))
            .and(col("start_date").geq(gap.earliestSuccessor(col("renewal_date"))))
            .and(col("start_date").leq(gap.lastReturn(col("renewal_date"))));
    Column endedWithIt = judged.and(col("service_end").equalTo(col("renewal_date")));
    Column own = struct("service_end", "arr", "next_renewal");
    return priced
        .groupBy(event.stream().map(name -> col(name)).toArray(Column[]::new))
        .agg(
            max(when(judged.and(isOwn), own)).as("own"),
            bool_and(when(endedWithIt, col("notice"))).as("notice"),
            max(when(not(judged).and(isOwn), col("arr"))).as("arr_before"),
            sum(when(follows, col("arr"))).cast("decimal(18,2)").as("successor_arr"),
            min(when(follows, col("start_date"))).as("successor_start"),
            max(when(follows, col("start_date"))).as("last_successor_start"))
        .withColumn("goes_on", coalesce(col("own.service_end").gt(col("renewal_date")), lit(false)))
        .withColumn("available_to_renew_arr", coalesce(col("arr_before"), col("own.arr")));
  }

  private static Dataset<Row> withOutcome(Dataset<Row> followed) {
    Dataset<Row> renewed = followed.withColumn("renewed_arr", renewedArr());
    Column gone = when(col("goes_on"), RenewalOutcomes.MOVED).otherwise(RenewalOutcomes.WITHDRAWN);
    Column open = when(isSigned(), RenewalOutcomes.SIGNED).otherwise(RenewalOutcomes.PENDING);
    Column outcome =
        when(not(standsYet()), gone)
            .when(col("decided_on").isNull(), open)
            .when(churned(), RenewalOutcomes.CHURNED)
            .when(pausesAfterEnd(), RenewalOutcomes.LATE)
            .when(col("renewed_arr").lt(col("available_to_renew_arr")), RenewalOutcomes.CONTRACTED)
            .when(col("renewed_arr").gt(col("available_to_renew_arr")), RenewalOutcomes.EXPANDED)
            .otherwise(RenewalOutcomes.RENEWED);
    return renewed
        .withColumn("outcome", outcome)
        .withColumn(
            "moved_to", when(outcome.equalTo(RenewalOutcomes.MOVED), col("own.next_renewal")));
  }

  /** Unknown while pending, and of what is decided no more. */
  private static Column renewedArr() {
    Column none = lit(0).cast("decimal(18,2)");
    return when(not(standsYet()), lit(null).cast("decimal(18,2)"))
        .when(col("decided_on").isNull(), when(isSigned(), shareOfSuccessors()))
        .when(churned(), none)
        .when(col("goes_on"), col("own.arr"))
        .otherwise(shareOfSuccessors());
  }

  /** Until it is to be judged, its end may still be told otherwise. */
  private static Column standsYet() {
    Column lasts = coalesce(col("own.service_end").geq(col("renewal_date")), lit(false));
    return col("stands").and(col("decided_on").isNull().or(lasts));
  }

  private static Column isSigned() {
    Column replaced = not(col("goes_on")).and(col("successor_start").isNotNull());
    return replaced.or(coalesce(col("last_successor_start").geq(col("renewal_date")), lit(false)));
  }

  private static Column pausesAfterEnd() {
    Column pauses = coalesce(col("successor_start").gt(col("renewal_date")), lit(false));
    return not(col("goes_on")).and(pauses);
  }

  private static Column churned() {
    Column noSuccessor = not(col("goes_on")).and(col("successor_start").isNull());
    return noSuccessor.or(pausesAfterEnd().and(coalesce(col("notice"), lit(false))));
  }

  private static Column shareOfSuccessors() {
    Column together =
        sum("available_to_renew_arr")
            .over(
                Window.partitionBy(
                    col("account_id"), col("renewal_date"), col("goes_on"), col("stands")));
    Column weighed = col("successor_arr").multiply(col("available_to_renew_arr"));
    return try_divide(weighed, together).cast("decimal(18,2)");
  }
}
