package dev.bellwether.marts.retention;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.months_between;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.BillingViews;
import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.CustomerSpells;
import dev.bellwether.facts.billing.PaidSubscriptions;
import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * How many customers, and how much of their revenue, are left so many months after they began, from
 * spells as known at one date: who is still there is seen only as far as that (Kaplan-Meier).
 *
 * <p>Nobody is looked at after that date less the gap, since an end that is younger may yet turn
 * out a pause; nor before history is complete, since then only those are known who stayed.
 */
final class RetentionCurves {
  private static final int MONTHS = 60;
  private static final String AGE = "months";
  private static final String[] SPELL = {"account_id", "spell_start"};

  private RetentionCurves() {}

  /** The columns of the contract retention_cohort, as known at a date. */
  static Dataset<Row> asOf(StepInputs inputs, LocalDate day) {
    Dataset<Row> points = Dates.points(inputs.spark(), List.of(day));
    Dataset<Row> subscriptions = BillingViews.subscriptions(inputs, points);
    ChurnGap gap = ChurnGap.of(inputs.settings());
    LocalDate seenThrough = day.minusDays(gap.days());
    Dataset<Row> ages = withAges(CustomerSpells.of(subscriptions, gap), seenThrough);
    Dataset<Row> lines =
        BillingViews.exchangeRates(inputs, points)
            .withAmount(
                PaidSubscriptions.withDiscounts(subscriptions), "mrr", col(AsOf.DATE), "amount");
    Dataset<Row> accounts =
        inputs.view(Tables.ACCOUNTS, points).select("account_id", "segment", "country");
    Dataset<Row> steps =
        atRisk(withRevenue(ages, lines), RetentionMonthly.completeFrom(inputs))
            .join(accounts, "account_id", "left");
    Dataset<Row> curves = SurvivalCurve.of(perAge(AccountCuts.explodeEach(steps)));
    return ContractColumns.only(
        curves
            .withColumn("seen_through", lit(Date.valueOf(seenThrough)))
            .withColumn("known_on", lit(Date.valueOf(day))),
        Contracts.of(Tables.RETENTION_COHORT));
  }

  /** Each spell once for every whole month since its start that is seen. */
  private static Dataset<Row> withAges(Dataset<Row> spells, LocalDate seenThrough) {
    Column through = lit(Date.valueOf(seenThrough));
    // one more than whole months: from the 30th of January, the first ends on the 28th of February
    Column last =
        least(floor(months_between(through, col("spell_start"))).cast("int").plus(1), lit(MONTHS));
    return spells
        .where(col("spell_start").leq(through))
        .withColumn(AGE, explode(sequence(lit(0), greatest(last, lit(0)))))
        .withColumn("day", add_months(col("spell_start"), col(AGE)))
        .where(col("day").leq(through))
        .withColumn("stays", coalesce(col("spell_end").gt(col("day")), lit(true)));
  }

  /** Revenue on the day of each age, and the plan that the spell began with. */
  private static Dataset<Row> withRevenue(Dataset<Row> ages, Dataset<Row> lines) {
    Dataset<Row> paid =
        lines.select(
            col("account_id").as("payer"),
            col("subscription_id"),
            col("plan"),
            col("start_date"),
            col("service_end"),
            col("amount"),
            lit(true).as("is_paid"));
    Column size = struct(coalesce(col("amount"), lit(0)), col("subscription_id"));
    Column unpriced = count_if(col("is_paid").and(col("amount").isNull()));
    Column revenue = greatest(coalesce(sum("amount"), lit(0)), lit(0));
    Column active = PaidSubscriptions.activeOn(col("day"));
    return ages.join(paid, col("account_id").equalTo(col("payer")).and(active), "left")
        .groupBy("account_id", "spell_start", AGE, "day", "stays")
        .agg(
            when(unpriced.equalTo(0), revenue).cast("decimal(14,2)").as("mrr"),
            max_by(col("plan"), size).as("plan"));
  }

  /** Customers of each month's beginning, and whether they were still there at its end. */
  private static Dataset<Row> atRisk(Dataset<Row> ages, Date completeFrom) {
    WindowSpec inOrder = Window.partitionBy(SPELL[0], SPELL[1]).orderBy(AGE);
    WindowSpec whole = inOrder.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column kept = when(col("stays"), col("mrr")).otherwise(lit(0).cast("decimal(14,2)"));
    return ages.withColumn("plan", first("plan").over(whole))
        .withColumn("was_there", lag(col("stays"), 1).over(inOrder))
        .withColumn("mrr_at_risk", lag(col("mrr"), 1).over(inOrder))
        .withColumn("since_day", lag(col("day"), 1).over(inOrder))
        .where(col("was_there").and(col("since_day").geq(lit(completeFrom))))
        .withColumn("mrr_kept", kept)
        .withColumn("started_on", col("spell_start"));
  }

  private static Dataset<Row> perAge(Dataset<Row> steps) {
    Column isPriced = col("mrr_at_risk").isNotNull().and(col("mrr_kept").isNotNull());
    Column before = when(isPriced, col("mrr_at_risk"));
    Column after = when(isPriced, col("mrr_kept"));
    return steps
        .groupBy(Cuts.with(AGE))
        .agg(
            count(lit(1)).as("customers_at_risk"),
            count_if(not(col("stays"))).as("churned_customers"),
            coalesce(sum(before), lit(0)).cast("decimal(18,2)").as("mrr_at_risk"),
            coalesce(sum(after), lit(0)).cast("decimal(18,2)").as("mrr_kept"),
            sum(before.multiply(before)).cast("double").as("before_squared"),
            sum(before.multiply(after)).cast("double").as("both"),
            sum(after.multiply(after)).cast("double").as("after_squared"));
  }
}
