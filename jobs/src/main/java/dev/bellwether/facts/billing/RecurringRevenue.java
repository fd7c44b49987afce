package dev.bellwether.facts.billing;

import static dev.bellwether.facts.billing.PaidSubscriptions.SERVICE_END;
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.first;
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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Accounts' recurring revenue and what they are by it: customer, signed, lapsed or churned. */
public final class RecurringRevenue {
  private static final String LAST_DAY = "last_customer_day";
  private static final String COUNTS = "counts_on_last_day";

  private static final Column[] TERMS = {col("plan"), col("term_months"), col("auto_renew")};

  private RecurringRevenue() {}

  /**
   * Revenue and status of each account that ever paid, as of each date of the view.
   *
   * @param subscriptionsView a view of subscriptions
   * @return one row per as_of_date, account_id: {@code status} (customer; signed, between service
   *     that has ended and a successor that is booked; lapsed; churned), {@code mrr} (0 unless
   *     customer) and {@code last_mrr} (of the last customer day) in the reporting currency, net of
   *     discounts but never below 0, each null where a rate is missing, {@code seats} (null where
   *     none are licensed), {@code plan}, {@code term_months} and {@code auto_renew} (of a
   *     customer's largest subscription), {@code notice_in_force} (every subscription of the last
   *     customer day is under notice), {@code days_to_decision}, {@code days_to_renewal} and {@code
   *     renewal_term_months} (of a customer's next renewal decision, that of the date itself
   *     included, on a subscription neither under notice nor signed; null where there is none),
   *     {@code customer_since} (start of its present or last spell as a customer), {@code
   *     last_customer_day}, {@code service_end} (first day without service; null while none is
   *     known)
   */
  public static Dataset<Row> perAccount(
      Dataset<Row> subscriptionsView, ExchangeRates rates, ChurnGap gap) {
    Dataset<Row> lines = Successors.withOthers(subscriptionsView);
    Dataset<Row> placed = withLastDay(CustomerSpells.withBeginnings(lines, gap));
    Dataset<Row> deciding = withNextDecision(placed, gap);
    Dataset<Row> priced =
        rates.withAmount(deciding, "mrr", when(col(COUNTS), col(LAST_DAY)), "amount");
    return withStatus(perAccountSums(priced), gap);
  }

  private static Dataset<Row> withLastDay(Dataset<Row> lines) {
    WindowSpec account = Window.partitionBy(AsOf.DATE, "account_id");
    Column lastDay = least(col(AsOf.DATE), date_sub(col("account_end"), 1));
    Column end = when(PaidSubscriptions.serves(), col(SERVICE_END));
    return lines
        .withColumn("account_end", max(end).over(account))
        .where(col("account_end").isNotNull())
        .withColumn(LAST_DAY, lastDay)
        .withColumn(COUNTS, PaidSubscriptions.activeOn(col(LAST_DAY)));
  }

  /** The next decision of what is served and under no notice; what is signed is decided. */
  private static Dataset<Row> withNextDecision(Dataset<Row> placed, ChurnGap gap) {
    Column renewal = col("next_renewal");
    Successors successors = new Successors(gap);
    Column undecided =
        isServing()
            .and(not(PaidSubscriptions.underNotice()))
            .and(renewal.isNotNull())
            .and(not(successors.sign(renewal)));
    Column next =
        struct(
            RenewalTerms.decisionDate(renewal).as("decision_date"),
            renewal.as("renewal_date"),
            col("term_months"));
    return placed
        .withColumn("is_signed", isServing().and(successors.sign(col("account_end"))))
        .withColumn("next_renewal", RenewalTerms.firstOpenOn(col(AsOf.DATE)))
        .withColumn("next", when(undecided, next));
  }

  private static Column isServing() {
    return col(COUNTS).and(PaidSubscriptions.serves());
  }

  private static Dataset<Row> perAccountSums(Dataset<Row> priced) {
    Column counted = col(COUNTS);
    Column serving = isServing();
    Column unpriced = count_if(counted.and(col("amount").isNull()));
    Column seats = sum(when(serving, col("seats"))).cast("int");
    // of equal ones the id decides, so that it is the same wherever it is computed
    Column size = struct(coalesce(col("amount"), lit(0)), col("subscription_id"));
    return priced
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            max(when(col(CustomerSpells.BEGINS), col("start_date"))).as("customer_since"),
            first(col(LAST_DAY)).as(LAST_DAY),
            first(col("account_end")).as("account_end"),
            when(unpriced.equalTo(0), greatest(sum(when(counted, col("amount"))), lit(0)))
                .cast("decimal(18,4)")
                .as("last_mrr"),
            seats.as("seats_on_last_day"),
            max_by(struct(TERMS), when(serving, size)).as("main"),
            bool_and(when(serving, PaidSubscriptions.underNotice())).as("notice_in_force"),
            bool_or(col("is_signed")).as("signed"),
            min("next").as("next"));
  }

  private static Dataset<Row> withStatus(Dataset<Row> sums, ChurnGap gap) {
    Column customer = col("account_end").gt(col(AsOf.DATE));
    Column churned = gap.isChurned(col("account_end"), col("notice_in_force"), col(AsOf.DATE));
    Column status =
        when(customer, "customer")
            .when(churned, "churned")
            .when(col("signed"), "signed")
            .otherwise("lapsed");
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
