package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Accounts' recurring revenue at an earlier day and at the as-of date, each as it was known then,
 * so that what became known late (a price changed in place, a contract booked late, a row deleted
 * at the source) moves once, when it did; and each in the account that carries it on at the as-of
 * date, so that a merger moves nothing. Both are at the earlier day's exchange rates, so that rates
 * never look like expansion.
 */
public final class RevenueChange {
  static final String EARLIER = "earlier_day";
  private static final String KNOWN_ON = "known_on";
  static final String BEFORE = "is_before";
  private static final String COUNTS = "counts";

  private RevenueChange() {}

  /**
   * Revenue at both ends of a period.
   *
   * <p>Of an earlier day on which nothing was known of any subscription yet, counts what was known
   * on the first day after it: a home does not begin with everybody new.
   *
   * @param points the as-of dates
   * @param earlier the earlier day, from as_of_date
   * @return one row per as_of_date and account_id that ever paid: {@code was_customer}, {@code
   *     is_customer}, {@code had_paid} (by the earlier day), {@code mrr_before}, {@code mrr_after}
   *     (at the earlier day's rates, or the as-of date's where there were none), {@code mrr} (at
   *     the as-of date's rates); amounts are null where a rate is missing
   */
  public static Dataset<Row> perAccount(StepInputs inputs, Dataset<Row> points, Column earlier) {
    return perAccount(lines(inputs, points, earlier));
  }

  /**
   * The paid subscriptions and discounts of both ends of a period, each as known then and in the
   * account that carries it on at the as-of date: {@code amount_then} is worth at the earlier day's
   * rate, {@code amount_now} at that of the as-of date.
   */
  static Dataset<Row> lines(StepInputs inputs, Dataset<Row> points, Column earlier) {
    Dataset<Row> periods = withKnowledge(points.withColumn(EARLIER, earlier), inputs);
    Dataset<Row> own = BillingViews.ownSubscriptions(inputs, points);
    Dataset<Row> ends =
        BillingViews.inMergedAccounts(
            before(inputs, periods).unionByName(after(own, periods)),
            BillingViews.mergers(inputs, own, points));
    ExchangeRates rates = BillingViews.exchangeRates(inputs, points);
    Dataset<Row> then = rates.withAmount(ends, "mrr", col(EARLIER), "amount_then");
    Dataset<Row> both = rates.withAmount(then, "mrr", col(AsOf.DATE), "amount_now");
    return both.withColumn("amount_then", coalesce(col("amount_then"), col("amount_now")));
  }

  /** The earlier day, or the first on which anything was known. */
  private static Dataset<Row> withKnowledge(Dataset<Row> periods, StepInputs inputs) {
    Dataset<Row> firstKnown =
        inputs.table(Tables.SUBSCRIPTIONS).agg(min(AsOf.ARRIVED_ON).as("first_known"));
    Column knownOn = least(greatest(col(EARLIER), col("first_known")), col(AsOf.DATE));
    return periods.crossJoin(broadcast(firstKnown)).withColumn(KNOWN_ON, knownOn);
  }

  private static Dataset<Row> before(StepInputs inputs, Dataset<Row> periods) {
    Dataset<Row> points = periods.select(col(KNOWN_ON).as(AsOf.DATE)).distinct();
    Dataset<Row> known =
        PaidSubscriptions.withDiscounts(BillingViews.ownSubscriptions(inputs, points))
            .withColumnRenamed(AsOf.DATE, KNOWN_ON);
    return ends(known.join(broadcast(periods), KNOWN_ON), true, col(EARLIER));
  }

  private static Dataset<Row> after(Dataset<Row> own, Dataset<Row> periods) {
    Dataset<Row> known = PaidSubscriptions.withDiscounts(own);
    return ends(known.join(broadcast(periods), AsOf.DATE), false, col(AsOf.DATE));
  }

  private static Dataset<Row> ends(Dataset<Row> paid, boolean isBefore, Column day) {
    return paid.select(
        col(AsOf.DATE),
        col(EARLIER),
        col("account_id"),
        col("subscription_id"),
        col("plan"),
        col("start_date"),
        col(PaidSubscriptions.SERVICE_END),
        PaidSubscriptions.underNotice().as("under_notice"),
        col("mrr"),
        col("currency"),
        lit(isBefore).as(BEFORE),
        PaidSubscriptions.serves().as("serves"),
        col("start_date").leq(day).as("had_begun"),
        PaidSubscriptions.activeOn(day).as(COUNTS));
  }

  private static Dataset<Row> perAccount(Dataset<Row> priced) {
    Column before = col(BEFORE).and(col(COUNTS));
    Column after = not(col(BEFORE)).and(col(COUNTS));
    Column serves = col("serves");
    return priced
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            bool_or(before.and(serves)).as("was_customer"),
            bool_or(after.and(serves)).as("is_customer"),
            bool_or(col(BEFORE).and(col("had_begun")).and(serves)).as("had_paid"),
            total("amount_then", before).as("mrr_before"),
            total("amount_then", after).as("mrr_after"),
            total("amount_now", after).as("mrr"));
  }

  /** Discounts count while something is served, and take nothing below 0. */
  private static Column total(String amount, Column active) {
    Column unpriced = count_if(active.and(col(amount).isNull()));
    Column served = coalesce(bool_or(active.and(col("serves"))), lit(false));
    Column sum = when(served, greatest(sum(when(active, col(amount))), lit(0))).otherwise(lit(0));
    return when(unpriced.equalTo(0), sum).cast("decimal(18,4)");
  }
}
