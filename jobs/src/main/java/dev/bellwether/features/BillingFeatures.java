package dev.bellwether.features;

import static dev.bellwether.features.Measures.change;
import static dev.bellwether.features.Measures.count;
import static dev.bellwether.features.Measures.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.InvoiceFacts;
import dev.bellwether.facts.billing.RevenueChange;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Features of how an account pays, and of what it paid before. */
final class BillingFeatures {

  private final Feed feed;

  private BillingFeatures(Feed feed) {
    this.feed = feed;
  }

  static BillingFeatures of(StepInputs inputs) {
    return new BillingFeatures(Feed.of(inputs, Tables.INVOICES));
  }

  /** The accounts with payment features. */
  Dataset<Row> withPayments(Dataset<Row> accounts, StepInputs inputs, Dataset<Row> points) {
    Dataset<Row> facts =
        InvoiceFacts.of(feed.view(inputs, Tables.INVOICES, points), inputs.settings());
    return Feed.join(accounts, perAccount(facts), Tables.INVOICES).withColumns(payments());
  }

  /** The accounts with the change of their revenue. */
  static Dataset<Row> withRevenueChange(
      Dataset<Row> accounts, StepInputs inputs, Dataset<Row> points) {
    Dataset<Row> ends =
        RevenueChange.perAccount(inputs, points, Windows.daysBefore(Windows.QUARTER));
    Column changed = change(col("revenue.mrr_after"), col("revenue.mrr_before"));
    Column lost = when(col("mrr_change_90d").lt(0), negate(col("mrr_change_90d")));
    Column kept = when(col("mrr_change_90d").isNotNull(), lit(0.0));
    return Feed.join(accounts, ends, "revenue")
        .withColumn("mrr_change_90d", changed)
        .withColumn("contraction_90d", coalesce(lost, kept));
  }

  private static Dataset<Row> perAccount(Dataset<Row> facts) {
    Column due = col("owed").and(Windows.within(col("due_on"), Windows.QUARTER));
    return facts
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            max("days_past_due").as("days_past_due"),
            count_if(due).as("due_90d"),
            count_if(due.and(col("late"))).as("late_90d"),
            count_if(Windows.within(col("payment_failed_on"), Windows.QUARTER)).as("failed_90d"));
  }

  private Map<String, Column> payments() {
    Map<String, Column> features = new LinkedHashMap<>();
    Column daysPastDue = coalesce(col("invoices.days_past_due"), lit(0));
    Column late = ratio(col("invoices.late_90d"), col("invoices.due_90d"));
    features.put("days_past_due", when(feed.knows(1), daysPastDue));
    features.put("late_rate_90d", when(feed.knows(Windows.QUARTER), late));
    features.put(
        "failed_payments_90d", when(feed.knows(Windows.QUARTER), count("invoices.failed_90d")));
    return features;
  }

  /** What does not apply: a rate of no invoice, a change from no revenue. */
  List<Column> notApplicable() {
    Column noneDue = when(feed.knows(Windows.QUARTER), count("invoices.due_90d")).equalTo(0);
    Column noneBefore =
        col("revenue")
            .isNull()
            .or(coalesce(col("revenue.was_customer"), lit(false)).equalTo(false));
    return List.of(
        Measures.notApplicable("late_rate_90d", noneDue),
        Measures.notApplicable("mrr_change_90d", noneBefore),
        Measures.notApplicable("contraction_90d", noneBefore));
  }
}
