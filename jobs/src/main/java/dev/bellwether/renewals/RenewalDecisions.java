package dev.bellwether.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.asof.AsOf;
import dev.bellwether.billing.PaidSubscriptions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The decisions that stand at each date, one per subscription at most.
 *
 * <ul>
 *   <li>{@code upcoming}: its next decision falls within the window, the date itself included.
 *   <li>{@code notice}: notice is in force and service ends within the window; the end is the
 *       decision date, since until then the notice may be withdrawn.
 *   <li>{@code lapsed}: service ended within the gap without notice, no successor has started, and
 *       the account is no customer.
 *   <li>{@code overdue}: the same at a term's end, of an account that still is a customer.
 * </ul>
 */
final class RenewalDecisions {
  static final String UPCOMING = "upcoming";
  static final String NOTICE = "notice";
  static final String LAPSED = "lapsed";
  static final String OVERDUE = "overdue";

  private final Dataset<Row> paid;
  private final int windowDays;
  private final int gapDays;

  /**
   * @param paid paid subscriptions with {@code service_end} as known at each date, and the
   *     account's {@code status}
   */
  RenewalDecisions(Dataset<Row> paid, int windowDays, int gapDays) {
    this.paid = paid;
    this.windowDays = windowDays;
    this.gapDays = gapDays;
  }

  /**
   * Rows of {@code as_of_date, account_id, subscription_id, decision_date, renewal_date, situation,
   * mrr, currency}.
   */
  Dataset<Row> perSubscription() {
    return upcoming().unionByName(notice()).unionByName(lapsed()).unionByName(overdue());
  }

  private Dataset<Row> upcoming() {
    Dataset<Row> open = paid.where(isActive().and(not(isEnding())));
    Column until =
        date_add(date_add(col(AsOf.DATE), windowDays), coalesce(col("notice_period_days"), lit(0)));
    Column inWindow =
        col("decision_date")
            .geq(col(AsOf.DATE))
            .and(col("decision_date").leq(date_add(col(AsOf.DATE), windowDays)));
    return RenewalTerms.perTerm(open, col(AsOf.DATE), until)
        .where(inWindow)
        .groupBy(AsOf.DATE, "account_id", "subscription_id", "mrr", "currency")
        .agg(min(struct("decision_date", "term_end")).as("next"))
        .select(
            col(AsOf.DATE),
            col("account_id"),
            col("subscription_id"),
            col("next.decision_date").as("decision_date"),
            col("next.term_end").as("renewal_date"),
            lit(UPCOMING).as("situation"),
            col("mrr"),
            col("currency"));
  }

  private Dataset<Row> notice() {
    Column inWindow = col("service_end").leq(date_add(col(AsOf.DATE), windowDays));
    return atServiceEnd(paid.where(isActive().and(isEnding()).and(inWindow)), NOTICE);
  }

  private Dataset<Row> lapsed() {
    return atServiceEnd(endedOpenly().where(col("status").equalTo("lapsed")), LAPSED);
  }

  private Dataset<Row> overdue() {
    Dataset<Row> ofCustomers = endedOpenly().where(col("status").equalTo("customer"));
    Dataset<Row> atTermEnd =
        RenewalTerms.perTerm(ofCustomers, col("service_end"), col("service_end"));
    return atServiceEnd(atTermEnd.drop("decision_date"), OVERDUE);
  }

  /** Ended within the gap, without notice and without a successor so far. */
  private Dataset<Row> endedOpenly() {
    Column withinGap =
        col("service_end")
            .leq(col(AsOf.DATE))
            .and(date_add(col("service_end"), gapDays).gt(col(AsOf.DATE)));
    Dataset<Row> ended = paid.where(withinGap.and(not(PaidSubscriptions.underNotice())));
    Dataset<Row> others =
        paid.select(
            col(AsOf.DATE).as("known_on"),
            col("account_id").as("other_account"),
            col("start_date").as("other_start"),
            col("service_end").as("other_end"));
    Column follows =
        col("known_on")
            .equalTo(col(AsOf.DATE))
            .and(col("other_account").equalTo(col("account_id")))
            .and(col("other_end").gt(col("service_end")))
            .and(col("other_start").geq(date_sub(col("service_end"), gapDays)));
    return ended.join(others, follows, "left_anti");
  }

  private static Dataset<Row> atServiceEnd(Dataset<Row> rows, String situation) {
    return rows.select(
        col(AsOf.DATE),
        col("account_id"),
        col("subscription_id"),
        col("service_end").as("decision_date"),
        col("service_end").as("renewal_date"),
        lit(situation).as("situation"),
        col("mrr"),
        col("currency"));
  }

  private static Column isActive() {
    return PaidSubscriptions.activeOn(col(AsOf.DATE));
  }

  /** An end that lies ahead is known only where notice of it was given. */
  private static Column isEnding() {
    return PaidSubscriptions.underNotice()
        .and(col("service_end").lt(lit("9999-12-31").cast("date")));
  }
}
