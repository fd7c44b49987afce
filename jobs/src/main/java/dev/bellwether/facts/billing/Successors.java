package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The account's other subscriptions that take over where one ends, booked ahead or already begun.
 */
public final class Successors {
  private static final String OTHERS = "others";

  private final ChurnGap gap;

  public Successors(ChurnGap gap) {
    this.gap = gap;
  }

  /**
   * Paid subscriptions and discounts that have begun, each with the subscriptions of its account,
   * booked ones too, for the questions below.
   *
   * @param subscriptionsView a view of subscriptions
   */
  public static Dataset<Row> withOthers(Dataset<Row> subscriptionsView) {
    Column service = struct("subscription_id", "start_date", PaidSubscriptions.SERVICE_END);
    Column others =
        collect_list(when(PaidSubscriptions.serves(), service))
            .over(Window.partitionBy(AsOf.DATE, "account_id"));
    return PaidSubscriptions.withBooked(subscriptionsView)
        .withColumn(OTHERS, others)
        .where(PaidSubscriptions.hasBegun());
  }

  /**
   * Whether a renewal is signed: a successor goes on from the term's end, or from a day within the
   * gap after it. One that starts within the gap before replaces only what is known to end.
   */
  public Column sign(Column termEnd) {
    Column ends = col(PaidSubscriptions.SERVICE_END).equalTo(termEnd);
    return anyOther(
        termEnd,
        start ->
            start
                .leq(gap.lastReturn(termEnd))
                .and(start.geq(termEnd).or(ends.and(start.geq(gap.earliestSuccessor(termEnd))))));
  }

  /** Whether a successor has begun by the as-of date, within the gap around an end, and goes on. */
  public Column haveBegun(Column end) {
    return anyOther(
        end, start -> start.leq(col(AsOf.DATE)).and(start.geq(gap.earliestSuccessor(end))));
  }

  private interface Condition {
    Column on(Column start);
  }

  private static Column anyOther(Column end, Condition start) {
    Column own = col("subscription_id");
    return coalesce(
        exists(
            col(OTHERS),
            other ->
                other
                    .getField("subscription_id")
                    .notEqual(own)
                    .and(other.getField(PaidSubscriptions.SERVICE_END).gt(end))
                    .and(start.on(other.getField("start_date")))),
        lit(false));
  }
}
