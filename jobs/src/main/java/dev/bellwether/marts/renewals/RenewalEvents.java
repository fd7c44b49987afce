package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.BillingViews;
import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.PaidSubscriptions;
import dev.bellwether.facts.billing.RenewalTerms;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Every renewal that was ever known, up to 90 days before it: what was once pending does not vanish
 * when the subscription changes, is cancelled before, or is deleted at the source.
 *
 * <p>What is known of an account's subscriptions changes on few days: those on which a version
 * arrives, notice is given or withdrawn, or service ends. So its renewals are looked up on the last
 * day of each state of knowledge.
 */
final class RenewalEvents {
  static final int DAYS_AHEAD = 90;
  private static final String SINCE = "known_after";
  private static final String KNOWN_ON = "known_on";
  private static final String[] STATE = {KNOWN_ON, "account_id"};

  private final StepInputs inputs;
  private final LocalDate latest;
  private final ChurnGap gap;

  RenewalEvents(StepInputs inputs) {
    this.inputs = inputs;
    this.latest = inputs.lastDate();
    this.gap = ChurnGap.of(inputs.settings());
  }

  /**
   * The renewals known by the latest date, once each.
   *
   * @return {@code subscription_id, account_id, renewal_date, decision_date,
   *     previous_decision_date} (null where a term's length is not known); {@code stands}, whether
   *     it was known on its day (or is today), rather than moved or withdrawn before; {@code
   *     decided_on} (renewal date + gap, or the day on which it was known to stand no more; null
   *     while pending); {@code before_on} and {@code judged_on}, the dates as of which ARR and
   *     outcome are looked up
   */
  Dataset<Row> known() {
    Dataset<Row> states = lastDaysOfStates();
    Dataset<Row> points = states.select(col(KNOWN_ON).as(AsOf.DATE), col("account_id"));
    Dataset<Row> known =
        PaidSubscriptions.of(BillingViews.ownSubscriptions(inputs, points))
            .withColumnRenamed(AsOf.DATE, KNOWN_ON);
    return perRenewal(withRenewals(known.join(states, STATE, "inner")));
  }

  /** Days from {@code known_after} (exclusive) to {@code known_on} with one state of knowledge. */
  private Dataset<Row> lastDaysOfStates() {
    Column dayBeforeNext = date_sub(col("changes_on"), 1);
    Column today = lit(Date.valueOf(latest));
    Dataset<Row> days =
        inputs
            .table(Tables.SUBSCRIPTIONS)
            .select(col("account_id"), explode(array(changes())).as("changes_on"))
            .select(col("account_id"), least(dayBeforeNext, today).as(KNOWN_ON))
            .where(col(KNOWN_ON).isNotNull())
            .distinct();
    Column before = lag(col(KNOWN_ON), 1).over(Window.partitionBy("account_id").orderBy(KNOWN_ON));
    return days.withColumn(SINCE, coalesce(before, lit(Date.valueOf("0001-01-01"))));
  }

  private static Column[] changes() {
    return Stream.of(
            col(AsOf.ARRIVED_ON),
            col("start_date"),
            col("notice_on"),
            col("notice_withdrawn_on"),
            col("end_date"),
            PaidSubscriptions.FAR)
        .toArray(Column[]::new);
  }

  /** The renewals that a state of knowledge is about: pending in it, or yet to be judged. */
  private Dataset<Row> withRenewals(Dataset<Row> known) {
    Column notJudged = gap.earliestSuccessor(date_add(col(SINCE), 1));
    Column from = greatest(col("start_date"), notJudged);
    Column ends = RenewalTerms.endsBetween(from, date_add(col(KNOWN_ON), DAYS_AHEAD));
    return known
        .withColumn("renewal_date", explode(ends))
        .where(col("renewal_date").leq(col(PaidSubscriptions.SERVICE_END)))
        .withColumn("decision_date", RenewalTerms.decisionDate(col("renewal_date")))
        .withColumn("previous_decision_date", RenewalTerms.decisionBefore(col("renewal_date")));
  }

  /** A renewal stands that was known on its day, or is today. */
  private Dataset<Row> perRenewal(Dataset<Row> known) {
    Column today = lit(Date.valueOf(latest));
    Dataset<Row> events =
        known
            .groupBy("subscription_id", "renewal_date")
            .agg(
                max(KNOWN_ON).as(KNOWN_ON),
                max_by(
                        struct("account_id", "decision_date", "previous_decision_date"),
                        col(KNOWN_ON))
                    .as("last"))
            .withColumn("stands", col(KNOWN_ON).geq(least(col("renewal_date"), today)))
            .withColumn("due_on", gap.lastReturn(col("renewal_date")));
    Column stands = col("stands");
    Column withdrawnOn = date_add(col(KNOWN_ON), 1);
    return events.select(
        col("subscription_id"),
        col("last.account_id"),
        col("renewal_date"),
        col("last.decision_date"),
        col("last.previous_decision_date"),
        stands,
        when(not(stands), withdrawnOn)
            .when(col("due_on").leq(today), col("due_on"))
            .as("decided_on"),
        least(date_sub(col("renewal_date"), 1), when(stands, today).otherwise(col(KNOWN_ON)))
            .as("before_on"),
        when(stands, least(col("due_on"), today)).otherwise(withdrawnOn).as("judged_on"));
  }
}
