package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Accounts' recurring revenue at an earlier day and at the as-of date, both as known at the as-of
 * date and at the earlier day's exchange rates, so that rates never look like expansion.
 */
public final class RevenueChange {
  private RevenueChange() {}

  /**
   * Revenue at both ends of a period.
   *
   * @param subscriptionsView a view of subscriptions
   * @param earlier the earlier day, from as_of_date
   * @return one row per as_of_date and account_id that ever paid: {@code was_customer}, {@code
   *     is_customer}, {@code had_paid} (by the earlier day), {@code mrr_before}, {@code mrr_after}
   *     (at the earlier day's rates, or the as-of date's where there were none), {@code mrr} (at
   *     the as-of date's rates); amounts are null where a rate is missing
   */
  public static Dataset<Row> perAccount(
      Dataset<Row> subscriptionsView, ExchangeRates rates, Column earlier) {
    Dataset<Row> paid =
        PaidSubscriptions.of(subscriptionsView)
            .withColumn("earlier_day", earlier)
            .withColumn("was_active", PaidSubscriptions.activeOn(col("earlier_day")))
            .withColumn("is_active", PaidSubscriptions.activeOn(col(AsOf.DATE)));
    Dataset<Row> then = rates.withAmount(paid, "mrr", col("earlier_day"), "amount_then");
    Dataset<Row> both = rates.withAmount(then, "mrr", col(AsOf.DATE), "amount_now");
    return perAccount(
        both.withColumn("amount_then", coalesce(col("amount_then"), col("amount_now"))));
  }

  private static Dataset<Row> perAccount(Dataset<Row> priced) {
    return priced
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            bool_or(col("was_active")).as("was_customer"),
            bool_or(col("is_active")).as("is_customer"),
            bool_or(col("start_date").leq(col("earlier_day"))).as("had_paid"),
            total("amount_then", col("was_active")).as("mrr_before"),
            total("amount_then", col("is_active")).as("mrr_after"),
            total("amount_now", col("is_active")).as("mrr"));
  }

  private static Column total(String amount, Column active) {
    Column unpriced = count_if(active.and(col(amount).isNull()));
    Column sum = coalesce(sum(when(active, col(amount))), lit(0));
    return when(unpriced.equalTo(0), sum).cast("decimal(18,4)");
  }
}
