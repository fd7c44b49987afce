package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.BillingViews;
import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.PaidSubscriptions;
import dev.bellwether.facts.billing.Successors;
import dev.bellwether.marts.churn.Horizons;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Band;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Which accounts to look after first: those with a renewal decision ahead, and those whose decision
 * has passed without an answer, ordered by the ARR that is expected to be lost.
 *
 * <p>Expected loss = ARR x [P(churn) + (1 - P) x expected contraction share]. One row per account,
 * by its earliest decision.
 */
public final class RenewalRisk implements Step {
  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.RENEWAL_RISK)
        .from(
            Tables.SUBSCRIPTIONS,
            Tables.ACCOUNTS,
            Tables.ACCOUNT_HEALTH,
            Tables.ACCOUNT_HEALTH_MEASURE,
            Tables.CHURN_PREDICTION,
            Tables.CHURN_EXPLANATION,
            Tables.RENEWAL_OUTCOME)
        .optionally(Tables.EXCHANGE_RATES);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Settings settings = inputs.settings();
    Dataset<Row> points = inputs.points();
    Dataset<Row> health = health(inputs);
    Dataset<Row> deciding = perAccount(decisions(inputs, points, health));
    Dataset<Row> listed =
        joinPredictions(netOfDiscounts(deciding.join(health.drop("status"), ACCOUNT)), inputs);
    Dataset<Row> shared =
        ContractionShare.join(
            listed, inputs.table(Tables.RENEWAL_OUTCOME), points, settings.churn().shrinkage());
    Dataset<Row> named = joinAccounts(withExpectedLoss(shared), health, inputs);
    Dataset<Row> explained =
        RiskReasons.join(
            named,
            inputs.view(Tables.CHURN_EXPLANATION),
            inputs.view(Tables.ACCOUNT_HEALTH_MEASURE),
            settings.scorecards());
    Dataset<Row> ranked = withRank(explained);
    return Map.of(
        Tables.RENEWAL_RISK, ContractColumns.only(ranked, Contracts.of(Tables.RENEWAL_RISK)));
  }

  private static Dataset<Row> health(StepInputs inputs) {
    return inputs
        .view(Tables.ACCOUNT_HEALTH)
        .where(col("status").isin("customer", "lapsed", "signed"))
        .select(
            col(AsOf.DATE),
            col("account_id"),
            col("status"),
            col("arr").as("account_arr"),
            col("band"),
            col("score"),
            col("segment"),
            col("scorecard"),
            col("override_reason"),
            col("change_text").as("health_change"),
            col("csm_band"),
            col("disagreement"));
  }

  private static Dataset<Row> decisions(
      StepInputs inputs, Dataset<Row> points, Dataset<Row> health) {
    Settings settings = inputs.settings();
    Dataset<Row> paid =
        Successors.withOthers(BillingViews.subscriptions(inputs, points))
            .where(PaidSubscriptions.serves())
            .join(health.select(AsOf.DATE, "account_id", "status"), ACCOUNT, "inner");
    Dataset<Row> decisions =
        new RenewalDecisions(paid, settings.renewals().windowDays(), ChurnGap.of(settings))
            .perSubscription();
    // what has ended counts at the rate of its last day, as lapsed ARR does
    Column day =
        when(col("renewal_date").leq(col(AsOf.DATE)), col("renewal_date"))
            .otherwise(col(AsOf.DATE));
    return BillingViews.exchangeRates(inputs, points)
        .withAmount(decisions, "mrr", day, "mrr_reported")
        .withColumn("arr", col("mrr_reported").multiply(12).cast("decimal(18,2)"));
  }

  /** By what is undecided where anything is; what is signed is no risk, and stands beside. */
  private static Dataset<Row> perAccount(Dataset<Row> decisions) {
    Column isSigned = col("situation").equalTo(RenewalDecisions.SIGNED);
    Column first = struct(isSigned, col("decision_date"), col("renewal_date"), col("situation"));
    return decisions
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            min(first).as("first"),
            count_if(not(isSigned)).as("decisions"),
            total(not(isSigned)).as("available_to_renew_arr"),
            total(isSigned).as("signed_arr"))
        .withColumn("decision_date", col("first.decision_date"))
        .withColumn("renewal_date", col("first.renewal_date"))
        .withColumn("situation", col("first.situation"))
        .drop("first")
        .withColumn("days_to_decision", datediff(col("decision_date"), col(AsOf.DATE)));
  }

  /** A sum that lacks a rate is unknown, since a part of it would look like less risk. */
  private static Column total(Column counts) {
    Column isWhole = count_if(counts.and(col("arr").isNull())).equalTo(0);
    Column sum = coalesce(sum(when(counts, col("arr"))), lit(0));
    return when(isWhole, sum).cast("decimal(18,2)");
  }

  /** Discounts are on the account, not on its terms: no more can be lost than it pays. */
  private static Dataset<Row> netOfDiscounts(Dataset<Row> deciding) {
    Column arr = col("available_to_renew_arr");
    return deciding.withColumn(
        "available_to_renew_arr", when(arr.isNotNull(), least(arr, col("account_arr"))));
  }

  /** Churn within the window, or by the renewal decided next where that lies beyond. */
  private static Dataset<Row> joinPredictions(Dataset<Row> listed, StepInputs inputs) {
    int horizon = Horizons.covering(inputs.settings().renewals().windowDays());
    Dataset<Row> predictions =
        inputs
            .view(Tables.CHURN_PREDICTION)
            .where(col("horizon_days").equalTo(horizon))
            .select(
                col(AsOf.DATE),
                col("account_id"),
                greatest(col("probability"), col("probability_at_renewal")).as("churn_probability"),
                col("method"),
                col("model_id"),
                col("outcomes_used"));
    return listed.join(predictions, ACCOUNT, "left");
  }

  private static Dataset<Row> withExpectedLoss(Dataset<Row> shared) {
    Column churns = col("churn_probability");
    Column contracts = lit(1).cast("decimal(9,8)").minus(churns).multiply(col("contraction_share"));
    Column share = churns.plus(contracts).cast("decimal(18,16)");
    Column loss = col("available_to_renew_arr").multiply(share).cast("decimal(18,2)");
    return shared.withColumn("expected_arr_loss", loss);
  }

  private static Dataset<Row> joinAccounts(
      Dataset<Row> listed, Dataset<Row> health, StepInputs inputs) {
    Dataset<Row> accounts =
        inputs
            .view(Tables.ACCOUNTS)
            .select(AsOf.DATE, "account_id", "account_name", "parent_account_id", "csm");
    return ParentRollup.join(listed.join(accounts, ACCOUNT, "left"), health, accounts);
  }

  private static Dataset<Row> withRank(Dataset<Row> rows) {
    Column severity =
        when(col("band").equalTo(Band.RED), 1)
            .when(col("band").equalTo(Band.YELLOW), 2)
            .when(col("band").equalTo(Band.UNKNOWN), 3)
            .otherwise(4);
    WindowSpec mostAtRisk =
        Window.partitionBy(AsOf.DATE)
            .orderBy(
                col("situation").equalTo(RenewalDecisions.SIGNED).asc(),
                col("expected_arr_loss").desc_nulls_last(),
                severity.asc(),
                col("available_to_renew_arr").desc_nulls_last(),
                col("account_id").asc());
    return rows.withColumn("rank", row_number().over(mostAtRisk));
  }
}
