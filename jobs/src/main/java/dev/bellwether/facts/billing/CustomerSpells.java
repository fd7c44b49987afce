package dev.bellwether.facts.billing;

import static dev.bellwether.facts.billing.PaidSubscriptions.FAR;
import static dev.bellwether.facts.billing.PaidSubscriptions.SERVICE_END;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
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
 * From when to when an account was a customer: its paid subscriptions, joined over gaps that are no
 * churn.
 */
public final class CustomerSpells {
  private CustomerSpells() {}

  /**
   * The spells of every account as known at each date of the view.
   *
   * <p>A gap of at most {@code gapDays} is bridged, unless notice was in force at its start. An end
   * that lies ahead counts while its notice stands.
   *
   * @param subscriptionsView a view of subscriptions
   * @return one row per spell: {@code as_of_date}, {@code account_id}, {@code spell_start}, {@code
   *     spell_end} (first day without service, which is the churn date once it is final; null while
   *     none is known), {@code ended_with_notice}
   */
  public static Dataset<Row> of(Dataset<Row> subscriptionsView, int gapDays) {
    return perSpell(withSpellNumber(withEnd(subscriptionsView), gapDays));
  }

  private static Dataset<Row> withEnd(Dataset<Row> view) {
    // compared end first, so that the latest end and its notice come out of one maximum
    return ServiceEnd.inForce(view)
        .select(
            col(AsOf.DATE),
            col("account_id"),
            col("subscription_id"),
            col("start_date"),
            struct(col(SERVICE_END).as("day"), PaidSubscriptions.underNotice().as("notice"))
                .as("end"));
  }

  private static Dataset<Row> withSpellNumber(Dataset<Row> paid, int gapDays) {
    WindowSpec inOrder =
        Window.partitionBy(AsOf.DATE, "account_id").orderBy("start_date", "subscription_id");
    WindowSpec before = inOrder.rowsBetween(Window.unboundedPreceding(), -1);
    WindowSpec upToHere = inOrder.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column isGap = col("start_date").gt(col("before.day"));
    Column isFinal =
        col("before.notice").or(col("start_date").gt(date_add(col("before.day"), gapDays)));
    return paid.withColumn("before", max(col("end")).over(before))
        .withColumn("begins", when(isGap.and(isFinal), 1).otherwise(0))
        .withColumn("spell", sum("begins").over(upToHere));
  }

  private static Dataset<Row> perSpell(Dataset<Row> numbered) {
    Column isEnded = col("end.day").lt(FAR);
    return numbered
        .groupBy(AsOf.DATE, "account_id", "spell")
        .agg(min("start_date").as("spell_start"), max("end").as("end"))
        .select(
            col(AsOf.DATE),
            col("account_id"),
            col("spell_start"),
            when(isEnded, col("end.day")).as("spell_end"),
            isEnded.and(col("end.notice")).as("ended_with_notice"));
  }
}
