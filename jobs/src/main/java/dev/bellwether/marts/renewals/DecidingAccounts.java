package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.ExchangeRates;
import dev.bellwether.facts.billing.PaidSubscriptions;
import dev.bellwether.facts.billing.Successors;
import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The accounts with a decision within the window; and those that have none there, but one before
 * the first checkpoint's days have passed.
 *
 * <p>An account is shown by its earliest decision. What is signed stands behind what is open, and a
 * month-to-month term behind any longer one, since it decides again next month.
 */
final class DecidingAccounts {
  /** Column: whether a decision of the account falls within the window. */
  static final String IN_WINDOW = "in_window";

  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  private final int windowDays;
  private final ChurnGap gap;

  DecidingAccounts(int windowDays, ChurnGap gap) {
    this.windowDays = windowDays;
    this.gap = gap;
  }

  /**
   * One row per as_of_date and account_id: health's columns, and those of the contract that tell of
   * decisions.
   *
   * @param subscriptions a view of subscriptions
   * @param health accounts that are or were lately customers, with {@code status, account_arr}
   */
  Dataset<Row> of(Dataset<Row> subscriptions, Dataset<Row> health, ExchangeRates rates) {
    Dataset<Row> paid =
        Successors.withOthers(subscriptions)
            .where(PaidSubscriptions.serves())
            .join(health.select(AsOf.DATE, "account_id", "status"), ACCOUNT, "inner");
    int days = Math.max(windowDays, Checkpoints.FIRST_DAYS);
    Dataset<Row> decisions = new RenewalDecisions(paid, days, gap).perSubscription();
    Dataset<Row> deciding = perAccount(onlyNearest(priced(decisions, rates)));
    return netOfDiscounts(deciding.join(health.drop("status"), ACCOUNT));
  }

  /** What has ended counts at the rate of its last day, as lapsed ARR does. */
  private static Dataset<Row> priced(Dataset<Row> decisions, ExchangeRates rates) {
    Column day =
        when(col("renewal_date").leq(col(AsOf.DATE)), col("renewal_date"))
            .otherwise(col(AsOf.DATE));
    return rates
        .withAmount(decisions, "mrr", day, "mrr_reported")
        .withColumn("arr", col("mrr_reported").multiply(12).cast("decimal(18,2)"));
  }

  /** Decisions beyond the window count only for accounts that have none within it. */
  private Dataset<Row> onlyNearest(Dataset<Row> decisions) {
    Column isIn = col("decision_date").leq(date_add(col(AsOf.DATE), windowDays));
    Column anyIsIn = max(isIn).over(Window.partitionBy(AsOf.DATE, "account_id"));
    return decisions.withColumn(IN_WINDOW, anyIsIn).where(isIn.or(not(col(IN_WINDOW))));
  }

  private static Dataset<Row> perAccount(Dataset<Row> decisions) {
    Column isSigned = col("situation").equalTo(RenewalDecisions.SIGNED);
    Column isOpen = not(isSigned);
    Column isOverdue = col("situation").equalTo(RenewalDecisions.OVERDUE);
    Column first =
        struct(
            isSigned.as("is_signed"),
            isMonthly().as("is_monthly"),
            col("decision_date"),
            col("renewal_date"),
            col("situation"),
            col("contract_kind"),
            col("auto_renew"),
            col("notice_deadline"),
            col("currency"),
            col("previous_decision_date"));
    return decisions
        .groupBy(AsOf.DATE, "account_id", IN_WINDOW)
        .agg(
            min(first).as("first"),
            count_if(isOpen).as("decisions"),
            max(when(isOpen, col("decision_date"))).as("last_decision_date"),
            total(isOpen.and(not(isOverdue))).as("capped_arr"),
            total(isOverdue).as("overdue_arr"),
            total(isSigned).as("signed_arr"))
        .select(
            col("*"),
            col("first.decision_date"),
            col("first.renewal_date"),
            col("first.situation"),
            col("first.contract_kind"),
            col("first.auto_renew"),
            col("first.notice_deadline"),
            col("first.previous_decision_date"),
            col("first.currency").as("contract_currency"))
        .drop("first")
        .withColumn("days_to_decision", datediff(col("decision_date"), col(AsOf.DATE)))
        .withColumn("terms", ContractTerms.inWords());
  }

  /** A term that decides again next month; what has ended or been given notice of does not. */
  static Column isMonthly() {
    Column monthly = col("contract_kind").equalTo(ContractTerms.MONTH_TO_MONTH);
    return coalesce(monthly.and(col("situation").equalTo(RenewalDecisions.UPCOMING)), lit(false));
  }

  /** A sum that lacks a rate is unknown, since a part of it would look like less risk. */
  private static Column total(Column counts) {
    Column isWhole = count_if(counts.and(col("arr").isNull())).equalTo(0);
    Column sum = coalesce(sum(when(counts, col("arr"))), lit(0));
    return when(isWhole, sum).cast("decimal(18,2)");
  }

  /**
   * Discounts are on the account, not on its terms: of what it pays for, no more can be lost than
   * it pays. What has ended of a customer is in its ARR no more, and so not bounded by it.
   */
  private static Dataset<Row> netOfDiscounts(Dataset<Row> deciding) {
    Column capped = col("capped_arr");
    Column paid = when(capped.isNotNull(), least(capped, col("account_arr")));
    return deciding.withColumn(
        "available_to_renew_arr", paid.plus(col("overdue_arr")).cast("decimal(18,2)"));
  }
}
