package dev.bellwether.facts.billing;

import static dev.bellwether.facts.billing.PaidSubscriptions.SERVICE_END;
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.first;
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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Accounts' recurring revenue and what they are by it: customer, lapsed or churned. */
public final class RecurringRevenue {
  private static final String LAST_DAY = "last_customer_day";
  private static final String COUNTS = "counts_on_last_day";

  private static final Column[] TERMS = {col("plan"), col("term_months"), col("auto_renew")};

  private RecurringRevenue() {}

  /**
   * Revenue and status of each account that ever paid, as of each date of the view.
   *
   * @param subscriptionsView a view of subscriptions
   * @return one row per as_of_date, account_id: {@code status} (customer, lapsed, churned), {@code
   *     mrr} (0 unless customer) and {@code last_mrr} (of the last customer day) in the reporting
   *     currency, each null where a rate is missing, {@code seats} (null where none are licensed),
   *     {@code plan}, {@code term_months} and {@code auto_renew} (of a customer's largest
   *     subscription), {@code notice_in_force} (every subscription of the last customer day is
   *     under notice), {@code days_to_decision}, {@code days_to_renewal} and {@code
   *     renewal_term_months} (of a customer's next renewal decision, that of the date itself
   *     included, on a subscription not under notice; null where there is none), {@code
   *     customer_since} (start of its present or last spell as a customer), {@code
   *     last_customer_day}, {@code service_end} (first day without service; null while none is
   *     known)
   */
  public static Dataset<Row> perAccount(
      Dataset<Row> subscriptionsView, ExchangeRates rates, ChurnGap gap) {
    Dataset<Row> paid = PaidSubscriptions.of(subscriptionsView);
    Dataset<Row> placed = withLastDay(CustomerSpells.withBeginnings(paid, gap));
    Dataset<Row> priced =
        rates.withAmount(placed, "mrr", when(col(COUNTS), col(LAST_DAY)), "amount");
    return withStatus(perAccountSums(priced), gap);
  }

  private static Dataset<Row> withLastDay(Dataset<Row> paid) {
    WindowSpec account = Window.partitionBy(AsOf.DATE, "account_id");
    Column lastDay = least(col(AsOf.DATE), date_sub(col("account_end"), 1));
    return paid.withColumn("account_end", max(col(SERVICE_END)).over(account))
        .withColumn(LAST_DAY, lastDay)
        .withColumn(COUNTS, PaidSubscriptions.activeOn(col(LAST_DAY)));
  }

  private static Dataset<Row> perAccountSums(Dataset<Row> priced) {
    Column counted = col(COUNTS);
    Column unpriced = count_if(counted.and(col("amount").isNull()));
    Column seats = sum(when(counted, col("seats"))).cast("int");
    // of equal ones the id decides, so that it is the same wherever it is computed
    Column size = struct(coalesce(col("amount"), lit(0)), col("subscription_id"));
    Column undecided = counted.and(not(PaidSubscriptions.underNotice()));
    return priced
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            max(when(col(CustomerSpells.BEGINS), col("start_date"))).as("customer_since"),
            first(col(LAST_DAY)).as(LAST_DAY),
            first(col("account_end")).as("account_end"),
            when(unpriced.equalTo(0), sum(when(counted, col("amount"))))
                .cast("decimal(18,4)")
                .as("last_mrr"),
            seats.as("seats_on_last_day"),
            max_by(struct(TERMS), when(counted, size)).as("main"),
            bool_and(when(counted, PaidSubscriptions.underNotice())).as("notice_in_force"),
            min(when(undecided, RenewalTerms.firstOpenOn(col(AsOf.DATE)))).as("next"));
  }

  private static Dataset<Row> withStatus(Dataset<Row> sums, ChurnGap gap) {
    Column customer = col("account_end").gt(col(AsOf.DATE));
    Column churned = gap.isChurned(col("account_end"), col("notice_in_force"), col(AsOf.DATE));
    Column status = when(customer, "customer").when(churned, "churned").otherwise("lapsed");
    Column none = lit(0).cast("decimal(18,4)");
    return sums.select(
        col(AsOf.DATE),
        col("account_id"),
        status.as("status"),
        when(customer, col("last_mrr")).otherwise(none).as("mrr"),
        col("last_mrr"),
        when(customer, col("seats_on_last_day")).as("seats"),
        when(customer, col("main.plan")).as("plan"),
        when(customer, col("main.term_months")).as("term_months"),
        when(customer, col("main.auto_renew")).as("auto_renew"),
        col("notice_in_force"),
        when(customer, datediff(col("next.decision_date"), col(AsOf.DATE))).as("days_to_decision"),
        when(customer, datediff(col("next.renewal_date"), col(AsOf.DATE))).as("days_to_renewal"),
        when(customer, col("next.term_months")).as("renewal_term_months"),
        col("customer_since"),
        col(LAST_DAY),
        when(col("account_end").lt(PaidSubscriptions.FAR), col("account_end")).as(SERVICE_END));
  }
}
