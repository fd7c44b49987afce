package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.PaidSubscriptions;
import dev.bellwether.facts.billing.RenewalTerms;
import dev.bellwether.platform.asof.AsOf;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

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
 * </ul>
 */
final class RenewalDecisions {
  static final String UPCOMING = "upcoming";
  static final String NOTICE = "notice";
  static final String LAPSED = "lapsed";
  static final String OVERDUE = "overdue";

  private final Dataset<Row> paid;
  private final int windowDays;
  private final ChurnGap gap;

  /**
   * @param paid paid subscriptions with {@code service_end} as known at each date, and the
   *     account's {@code status}
   */
  RenewalDecisions(Dataset<Row> paid, int windowDays, ChurnGap gap) {
    this.paid = paid;
    this.windowDays = windowDays;
    this.gap = gap;
  }

  /**
   * Rows of {@code as_of_date, account_id, subscription_id, decision_date, renewal_date, situation,
   * mrr, currency}.
   */
  Dataset<Row> perSubscription() {
    Dataset<Row> situated = withSituation(paid).where(col("situation").isNotNull());
    return atServiceEnd(situated).unionByName(atTermEnd(situated));
  }

  private Dataset<Row> withSituation(Dataset<Row> subscriptions) {
    Column openlyEnded =
        gap.isOpen(col("service_end"), PaidSubscriptions.underNotice(), col(AsOf.DATE))
            .and(not(isFollowed()));
    Column situation =
        when(isActive().and(isEnding()), when(col("service_end").leq(windowEnd()), NOTICE))
            .when(isActive(), UPCOMING)
            .when(openlyEnded.and(col("status").equalTo("lapsed")), LAPSED)
            .when(openlyEnded.and(col("status").equalTo("customer")), OVERDUE);
    WindowSpec account = Window.partitionBy(AsOf.DATE, "account_id");
    return subscriptions
        .withColumn("siblings", collect_list(struct("start_date", "service_end")).over(account))
        .withColumn("situation", situation)
        .drop("siblings");
  }

  private static Dataset<Row> atServiceEnd(Dataset<Row> situated) {
    return situated
        .where(col("situation").isin(NOTICE, LAPSED))
        .withColumn("decision_date", col("service_end"))
        .withColumn("renewal_date", col("service_end"))
        .select(columns());
  }

  /** The next decision of what goes on; of what has ended, the decision that it ended with. */
  private Dataset<Row> atTermEnd(Dataset<Row> situated) {
    Column end = col("service_end");
    Column decidedByEnd =
        when(
            array_min(RenewalTerms.endsBetween(end, end)).isNotNull(),
            struct(end.as("decision_date"), end.as("renewal_date"), col("term_months")));
    return situated
        .where(col("situation").isin(UPCOMING, OVERDUE))
        .withColumn(
            "next",
            when(col("situation").equalTo(UPCOMING), RenewalTerms.firstOpenOn(col(AsOf.DATE)))
                .otherwise(decidedByEnd))
        .where(col("next.decision_date").leq(windowEnd()))
        .withColumn("decision_date", col("next.decision_date"))
        .withColumn("renewal_date", col("next.renewal_date"))
        .select(columns());
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
            "currency")
        .map(name -> col(name))
        .toArray(Column[]::new);
  }

  private static Column isActive() {
    return PaidSubscriptions.activeOn(col(AsOf.DATE));
  }

  /** An end that lies ahead is known only where notice of it was given. */
  private static Column isEnding() {
    return PaidSubscriptions.underNotice().and(col("service_end").lt(PaidSubscriptions.FAR));
  }

  private Column windowEnd() {
    return date_add(col(AsOf.DATE), windowDays);
  }

  /** Whether another subscription started within the gap around the end, and goes on. */
  private Column isFollowed() {
    return exists(
        col("siblings"),
        other ->
            other
                .getField("service_end")
                .gt(col("service_end"))
                .and(other.getField("start_date").geq(gap.earliestSuccessor(col("service_end")))));
  }
}
