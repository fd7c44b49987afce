package dev.bellwether.features;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.BillingViews;
import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.ExchangeRates;
import dev.bellwether.facts.billing.PaidSubscriptions;
import dev.bellwether.facts.billing.RecurringRevenue;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What was known of each account at each date: the one source of health scores, and of churn
 * predictions, for the night and for the training panel alike.
 */
public final class AccountFeatures implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.ACCOUNT_FEATURES)
        .from(Tables.ACCOUNTS, Tables.SUBSCRIPTIONS)
        .optionally(
            Tables.USER_ACTIVITY_DAILY,
            Tables.TICKETS,
            Tables.SLA_POLICIES,
            Tables.BUSINESS_HOURS,
            Tables.HOLIDAYS,
            Tables.INVOICES,
            Tables.SURVEYS,
            Tables.CSM_ASSESSMENTS,
            Tables.TOUCHPOINTS,
            Tables.CONTACTS,
            Tables.EXCHANGE_RATES);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Dataset<Row> points = inputs.points();
    Dataset<Row> subscriptions = BillingViews.subscriptions(inputs, points);
    ExchangeRates rates = BillingViews.exchangeRates(inputs, points);
    UsageFeatures usage = UsageFeatures.of(inputs);
    TicketFeatures tickets = TicketFeatures.of(inputs);
    BillingFeatures billing = BillingFeatures.of(inputs);
    RelationshipFeatures relationship = RelationshipFeatures.of(inputs);

    Dataset<Row> accounts =
        withContext(
            inputs.view(Tables.ACCOUNTS).select(AsOf.DATE, "account_id", "segment"),
            subscriptions,
            rates,
            inputs);
    Dataset<Row> used = usage.with(accounts, inputs);
    Dataset<Row> supported = tickets.with(used, inputs, points);
    Dataset<Row> paying = billing.withPayments(supported, inputs, points);
    Dataset<Row> growing = BillingFeatures.withRevenueChange(paying, inputs, points);
    Dataset<Row> all = relationship.with(growing, inputs, points);

    List<Column> notApplicable = new ArrayList<>();
    for (String days : List.of("days_to_decision", "days_to_renewal")) {
      notApplicable.add(Measures.notApplicable(days, col(days).isNull()));
    }
    notApplicable.addAll(usage.notApplicable());
    notApplicable.addAll(tickets.notApplicable());
    notApplicable.addAll(billing.notApplicable());
    notApplicable.addAll(relationship.notApplicable());
    Dataset<Row> marked = all.withColumn("stale", usage.stale());
    return Map.of(Tables.ACCOUNT_FEATURES, asContract(withNotApplicable(marked, notApplicable)));
  }

  private static Dataset<Row> withContext(
      Dataset<Row> accounts, Dataset<Row> subscriptions, ExchangeRates rates, StepInputs inputs) {
    ChurnGap gap = ChurnGap.of(inputs.settings());
    Dataset<Row> revenue = RecurringRevenue.perAccount(subscriptions, rates, gap);
    Column paid = col("status").isNotNull();
    Column none = lit(0).cast("decimal(18,4)");
    return accounts
        .join(revenue, new String[] {AsOf.DATE, "account_id"}, "left")
        .join(merged(subscriptions), new String[] {AsOf.DATE, "account_id"}, "left")
        .withColumn("mrr", when(paid, col("mrr")).otherwise(none))
        .withColumn("arr", col("mrr").multiply(12).cast("decimal(18,2)"))
        .withColumn("status", coalesce(col("status"), col("merged"), lit("not_customer")))
        .withColumn("notice_in_force", coalesce(col("notice_in_force"), lit(false)))
        .withColumn("account_age_days", datediff(col(AsOf.DATE), col("customer_since")));
  }

  /** Former customers whom another account carries on. */
  private static Dataset<Row> merged(Dataset<Row> subscriptions) {
    return PaidSubscriptions.of(subscriptions)
        .where(col(BillingViews.OWN_ACCOUNT).notEqual(col("account_id")))
        .select(col(AsOf.DATE), col(BillingViews.OWN_ACCOUNT).as("account_id"))
        .distinct()
        .withColumn("merged", lit("merged"));
  }

  private static Dataset<Row> withNotApplicable(Dataset<Row> features, List<Column> names) {
    return features.withColumn(
        "not_applicable", array_compact(array(names.toArray(Column[]::new))));
  }

  private static Dataset<Row> asContract(Dataset<Row> features) {
    return features.select(
        Contracts.of(Tables.ACCOUNT_FEATURES).columnNames().stream()
            .map(name -> col(name))
            .toArray(Column[]::new));
  }
}
