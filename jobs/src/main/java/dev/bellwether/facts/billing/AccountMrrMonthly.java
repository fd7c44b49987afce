package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Each account's recurring revenue at month's ends and how it moved since the month before, both
 * ends as they were known then: movements sum to the change in published revenue.
 */
public final class AccountMrrMonthly implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.ACCOUNT_MRR_MONTHLY)
        .from(Tables.SUBSCRIPTIONS, Tables.ACCOUNTS)
        .optionally(Tables.EXCHANGE_RATES);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    List<LocalDate> months = inputs.dates().stream().filter(Dates::isMonthEnd).toList();
    Dataset<Row> points = Dates.points(inputs.spark(), months);
    Column monthBefore = last_day(add_months(col(AsOf.DATE), -1));
    Dataset<Row> ends = RevenueChange.perAccount(inputs, points, monthBefore);
    Dataset<Row> statuses =
        RecurringRevenue.perAccount(
            BillingViews.subscriptions(inputs, points),
            BillingViews.exchangeRates(inputs, points),
            ChurnGap.of(inputs.settings()));
    return Map.of(Tables.ACCOUNT_MRR_MONTHLY, movements(onlyMoving(ends), statuses));
  }

  private static Dataset<Row> onlyMoving(Dataset<Row> ends) {
    return ends.where(col("was_customer").or(col("is_customer")));
  }

  private static Dataset<Row> movements(Dataset<Row> ends, Dataset<Row> statuses) {
    Dataset<Row> status = statuses.select(AsOf.DATE, "account_id", "status");
    Column provisional =
        col("movement").equalTo("churn").and(col("status").isin("lapsed", "signed"));
    return ends.withColumn(
            "change", col("mrr_after").minus(col("mrr_before")).cast("decimal(18,4)"))
        .withColumn("movement", movement())
        .withColumnRenamed("mrr_after", "mrr_at_rates_before")
        .join(status, List.of(AsOf.DATE, "account_id").toArray(String[]::new), "left")
        .withColumn("month", col(AsOf.DATE))
        .withColumn("provisional", coalesce(provisional, lit(false)))
        .select(
            Contracts.of(Tables.ACCOUNT_MRR_MONTHLY).columnNames().stream()
                .map(name -> col(name))
                .toArray(Column[]::new));
  }

  private static Column movement() {
    return when(not(col("was_customer")).and(col("had_paid")), "reactivation")
        .when(not(col("was_customer")), "new")
        .when(not(col("is_customer")), "churn")
        .when(col("change").gt(0), "expansion")
        .when(col("change").lt(0), "contraction")
        .when(col("change").equalTo(0), "none");
  }
}
