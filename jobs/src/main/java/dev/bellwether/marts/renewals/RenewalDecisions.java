package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.PaidSubscriptions;
import dev.bellwether.facts.billing.RenewalTerms;
import dev.bellwether.facts.billing.Successors;
import dev.bellwether.platform.asof.AsOf;
import java.util.stream.Stream;
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
 *       the account is not a customer.
 *   <li>{@code overdue}: the same at a term's end, of an account that still is a customer.
 *   <li>{@code signed}: any of these, but a successor is booked: nothing is left to decide.
 * </ul>
 */
final class RenewalDecisions {
  static final String UPCOMING = "upcoming";
  static final String NOTICE = "notice";
  static final String LAPSED = "lapsed";
  static final String OVERDUE = "overdue";
  static final String SIGNED = "signed";

  private final Dataset<Row> paid;
  private final int windowDays;
  private final ChurnGap gap;
  private final Successors successors;

  /**
   * @param paid paid subscriptions {@link Successors#withOthers with others} as known at each date,
   *     and the account's {@code status}
   */
  RenewalDecisions(Dataset<Row> paid, int windowDays, ChurnGap gap) {
    this.paid = paid;
    this.windowDays = windowDays;
    this.gap = gap;
    this.successors = new Successors(gap);
  }

  /**
   * Rows of {@code as_of_date, account_id, subscription_id, decision_date, renewal_date, situation,
   * mrr, currency, contract_kind, auto_renew, notice_deadline, previous_decision_date}.
   */
  Dataset<Row> perSubscription() {
    Column isSigned = successors.sign(col("renewal_date"));
    return withDecision(ContractTerms.with(paid).withColumn("situation", situation()))
        .where(col("decision_date").leq(windowEnd()))
        .withColumn("situation", when(isSigned, SIGNED).otherwise(col("situation")))
        .select(columns());
  }

  private Column situation() {
    Column isOpen = gap.isOpen(col("service_end"), PaidSubscriptions.underNotice(), today());
    Column openlyEnded = isOpen.and(not(successors.haveBegun(col("service_end"))));
    return when(isActive().and(isEnding()), NOTICE)
        .when(isActive(), UPCOMING)
        .when(openlyEnded.and(col("status").isin("lapsed", "signed")), LAPSED)
        .when(openlyEnded.and(col("status").equalTo("customer")), OVERDUE);
  }

  /** The next decision of what goes on; of what ends or has ended, the one that it ends with. */
  private static Dataset<Row> withDecision(Dataset<Row> situated) {
    Column end = col("service_end");
    Column renewal = col("renewal_date");
    Column upcoming = col("situation").equalTo(UPCOMING);
    Column endsWithDecision = col("situation").isin(NOTICE, LAPSED).or(RenewalTerms.endsOn(end));
    return situated
        .where(col("situation").isNotNull())
        .withColumn("next", RenewalTerms.firstOpenOn(today()))
        .withColumn("next_decision", RenewalTerms.decisionDate(col("next")))
        .withColumn("ends_with_decision", endsWithDecision)
        .withColumn(
            "renewal_date", when(upcoming, col("next")).when(col("ends_with_decision"), end))
        .withColumn("decision_date", when(upcoming, col("next_decision")).otherwise(renewal))
        .where(renewal.isNotNull())
        .withColumn("notice_deadline", ContractTerms.noticeDeadline())
        .withColumn("previous_decision_date", RenewalTerms.decisionBefore(renewal));
  }

  private static Column[] columns() {
    return Stream.of(
            AsOf.DATE,
            "account_id",
            "subscription_id",
            "decision_date",
            "renewal_date",
            "situation",
            "mrr",
            "currency",
            "contract_kind",
            "auto_renew",
            "notice_deadline",
            "previous_decision_date")
        .map(name -> col(name))
        .toArray(Column[]::new);
  }

  private static Column today() {
    return col(AsOf.DATE);
  }

  private static Column isActive() {
    return PaidSubscriptions.activeOn(today());
  }

  /** An end that lies ahead is known only where notice of it was given. */
  private static Column isEnding() {
    return PaidSubscriptions.underNotice().and(col("service_end").lt(PaidSubscriptions.FAR));
  }

  private Column windowEnd() {
    return date_add(today(), windowDays);
  }
}
