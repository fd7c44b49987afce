package dev.bellwether.facts.billing;

import static dev.bellwether.facts.billing.PaidSubscriptions.FAR;
import static dev.bellwether.facts.billing.PaidSubscriptions.SERVICE_END;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * From when to when an account was a customer: its paid subscriptions, joined over pauses that are
 * no churn.
 */
public final class CustomerSpells {
  /** Column: whether a subscription begins a spell, rather than going on with one. */
  static final String BEGINS = "begins_spell";

  private CustomerSpells() {}

  /**
   * The spells of every account as known at each date of the view. An end that lies ahead counts
   * while its notice stands.
   *
   * @param subscriptionsView a view of subscriptions
   * @return one row per spell: {@code as_of_date}, {@code account_id}, {@code spell_start}, {@code
   *     spell_end} (first day without service, which is the churn date once it is final; null while
   *     none is known), {@code ended_with_notice} (every subscription of its last day was under
   *     notice)
   */
  public static Dataset<Row> of(Dataset<Row> subscriptionsView, ChurnGap gap) {
    Dataset<Row> paid = PaidSubscriptions.of(subscriptionsView);
    return perSpell(withSpellNumber(withBeginnings(paid, gap)));
  }

  /** Paid subscriptions, and which of them begin a spell; no discount does. */
  static Dataset<Row> withBeginnings(Dataset<Row> paid, ChurnGap gap) {
    WindowSpec before = inOrder().rowsBetween(Window.unboundedPreceding(), -1);
    Column goesOn = gap.continues(col("before.day"), not(col("before.open")), col("start_date"));
    Column serves = PaidSubscriptions.serves();
    return paid.withColumn("before", max(when(serves, end())).over(before))
        .withColumn(BEGINS, serves.and(col("before").isNull().or(not(goesOn))))
        .drop("before");
  }

  /** Of several ends on one day, one without notice comes out of a maximum. */
  private static Column end() {
    return struct(col(SERVICE_END).as("day"), not(PaidSubscriptions.underNotice()).as("open"));
  }

  private static WindowSpec inOrder() {
    return Window.partitionBy(AsOf.DATE, "account_id").orderBy("start_date", "subscription_id");
  }

  private static Dataset<Row> withSpellNumber(Dataset<Row> paid) {
    WindowSpec upToHere = inOrder().rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    return paid.withColumn("spell", sum(when(col(BEGINS), 1).otherwise(0)).over(upToHere));
  }

  private static Dataset<Row> perSpell(Dataset<Row> numbered) {
    Column isEnded = col("end.day").lt(FAR);
    return numbered
        .groupBy(AsOf.DATE, "account_id", "spell")
        .agg(min("start_date").as("spell_start"), max(end()).as("end"))
        .select(
            col(AsOf.DATE),
            col("account_id"),
            col("spell_start"),
            when(isEnded, col("end.day")).as("spell_end"),
            isEnded.and(not(col("end.open"))).as("ended_with_notice"));
  }
}
