package dev.bellwether.facts.billing;

import static dev.bellwether.facts.billing.PaidSubscriptions.SERVICE_END;
import static dev.bellwether.facts.billing.RevenueChange.BEFORE;
import static dev.bellwether.facts.billing.RevenueChange.EARLIER;
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.step.StepInputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Accounts' recurring revenue at both ends of a period, as seen on each day and with gaps bridged:
 * who has lapsed and may yet return within the gap ({@link ChurnGap}) counts then with the revenue
 * of the last day of service, so that a churn falls into the period in which it became final.
 *
 * <p>Each end is as it was known then, in the account that carries it on, at the exchange rates of
 * the earlier day, as in {@link RevenueChange}.
 */
public final class RetainedRevenue {
  private static final String LAST_DAY = "last_day";
  private static final String COUNTS = "counts_on_last_day";
  private static final String SERVES = "serves";
  private static final String BRIDGED = "is_bridged";

  private RetainedRevenue() {}

  /**
   * Revenue at both ends of a period.
   *
   * @param points the as-of dates, at which periods end
   * @param earlier the day at which each begins, from as_of_date
   * @return one row per as_of_date and account_id that ever paid: {@code had_paid} (by the earlier
   *     day), {@code first_paid_on}, {@code plan} (of its largest subscription at the earlier day,
   *     or on its last day of service before; of who was none yet, at the as-of date; null when
   *     unknown), {@code lapse_open_until} (the day on which its lapse is decided; null unless one
   *     is open at the as-of date), and, as seen and {@code bridged_}: {@code was_customer}, {@code
   *     is_customer}, {@code mrr_before}, {@code mrr_after} (both at the earlier day's rates) and
   *     {@code mrr} (at the as-of date's), amounts null where a rate is missing
   */
  public static Dataset<Row> perAccount(StepInputs inputs, Dataset<Row> points, Column earlier) {
    ChurnGap gap = ChurnGap.of(inputs.settings());
    return perAccount(
        withBridges(withLastDay(RevenueChange.lines(inputs, points, earlier)), gap), gap);
  }

  /** The last day of service by each end, on which an account's revenue is its last. */
  private static Dataset<Row> withLastDay(Dataset<Row> lines) {
    Column day = when(col(BEFORE), col(EARLIER)).otherwise(col(AsOf.DATE));
    Column end = max(when(col(SERVES).and(col("had_begun")), col(SERVICE_END))).over(anEnd());
    return lines
        .withColumn("day", day)
        .withColumn("account_end", end)
        .withColumn(LAST_DAY, least(col("day"), date_sub(col("account_end"), 1)))
        .withColumn(COUNTS, PaidSubscriptions.activeOn(col(LAST_DAY)));
  }

  private static WindowSpec anEnd() {
    return Window.partitionBy(AsOf.DATE, "account_id", BEFORE);
  }

  private static Dataset<Row> withBridges(Dataset<Row> lines, ChurnGap gap) {
    Column noticed =
        bool_and(when(col(COUNTS).and(col(SERVES)), col("under_notice"))).over(anEnd());
    Column churned = gap.isChurned(col("account_end"), col("noticed"), col("day"));
    return lines
        .withColumn("noticed", noticed)
        .withColumn(BRIDGED, coalesce(not(churned), lit(false)))
        .withColumn("is_served", coalesce(col("account_end").gt(col("day")), lit(false)));
  }

  private static Dataset<Row> perAccount(Dataset<Row> lines, ChurnGap gap) {
    Column before = col(BEFORE);
    Column after = not(before);
    Column counts = col(COUNTS);
    Column serving = counts.and(col(SERVES));
    Column served = counts.and(col("is_served"));
    Column bridged = counts.and(col(BRIDGED));
    Column openLapse = after.and(col(BRIDGED)).and(not(col("is_served")));
    return lines
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            any(before.and(col("had_begun")).and(col(SERVES))).as("had_paid"),
            min(when(col(SERVES).and(col("had_begun")), col("start_date"))).as("first_paid_on"),
            coalesce(mainPlan(before.and(serving)), mainPlan(after.and(serving))).as("plan"),
            max(when(openLapse, gap.lastReturn(col("account_end")))).as("lapse_open_until"),
            any(before.and(served).and(col(SERVES))).as("was_customer"),
            any(after.and(served).and(col(SERVES))).as("is_customer"),
            total("amount_then", before.and(served)).as("mrr_before"),
            total("amount_then", after.and(served)).as("mrr_after"),
            total("amount_now", after.and(served)).as("mrr"),
            any(before.and(bridged).and(col(SERVES))).as("bridged_was_customer"),
            any(after.and(bridged).and(col(SERVES))).as("bridged_is_customer"),
            total("amount_then", before.and(bridged)).as("bridged_mrr_before"),
            total("amount_then", after.and(bridged)).as("bridged_mrr_after"),
            total("amount_now", after.and(bridged)).as("bridged_mrr"));
  }

  private static Column any(Column condition) {
    return coalesce(bool_or(condition), lit(false));
  }

  /** Of equal ones the id decides, so that it is the same wherever it is computed. */
  private static Column mainPlan(Column serving) {
    Column size = struct(coalesce(col("amount_then"), lit(0)), col("subscription_id"));
    return max_by(col("plan"), when(serving, size));
  }

  /** Discounts take nothing below 0; a missing rate makes the sum unknown. */
  private static Column total(String amount, Column counts) {
    Column unpriced = count_if(counts.and(col(amount).isNull()));
    Column sum = greatest(coalesce(sum(when(counts, col(amount))), lit(0)), lit(0));
    return when(unpriced.equalTo(0), sum).cast("decimal(18,4)");
  }
}
