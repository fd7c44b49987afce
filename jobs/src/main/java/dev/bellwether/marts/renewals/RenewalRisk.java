package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.col;

import dev.bellwether.facts.billing.BillingViews;
import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.KeptRows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which accounts to look after first: those with a renewal decision ahead, and those whose decision
 * has passed without an answer, by urgency and then by the ARR that is expected to be lost (see
 * {@link Urgency}).
 *
 * <p>Who decides is told by {@link DecidingAccounts}, what it may cost by {@link ChurnOfDecisions},
 * why by {@link RiskReasons}. Beside the list: those that have reached a {@link Checkpoints
 * checkpoint}, what has {@link ListChanges changed} since the night before and since its {@link
 * LastReview last review}, and what to do ({@link NextActions}). One row per account.
 */
public final class RenewalRisk implements Step {
  @Override
  public StepTables tables() {
    return StepTables.make(
            Tables.RENEWAL_RISK,
            Tables.RENEWAL_CHECKPOINT,
            Tables.RENEWAL_CHANGE,
            Tables.NEXT_ACTION)
        .from(
            Tables.SUBSCRIPTIONS,
            Tables.ACCOUNTS,
            Tables.ACCOUNT_FEATURES,
            Tables.ACCOUNT_HEALTH,
            Tables.ACCOUNT_HEALTH_MEASURE,
            Tables.CHURN_PREDICTION,
            Tables.CHURN_EXPLANATION,
            Tables.RENEWAL_OUTCOME)
        .optionally(
            Tables.EXCHANGE_RATES,
            Tables.TOUCHPOINTS,
            Tables.RENEWAL_REVIEWS,
            Tables.TICKETS,
            Tables.SUPPORT_PROVIDERS);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    // what several tables are made of is computed once
    Dataset<Row> deciding = KeptRows.of(ranked(inputs));
    Dataset<Row> list = deciding.where(col(DecidingAccounts.IN_WINDOW));
    Dataset<Row> changed = KeptRows.of(new ListChanges(inputs, list).perAccount(customers(inputs)));
    Dataset<Row> whole = new LastReview(inputs, list).join(joinChanges(list, changed));
    Dataset<Row> actions = KeptRows.of(new NextActions(inputs).perPlay(whole, changed));
    return Map.of(
        Tables.RENEWAL_RISK, only(NextActions.join(whole, actions), Tables.RENEWAL_RISK),
        Tables.RENEWAL_CHECKPOINT,
            only(deciding.where(col("checkpoint").isNotNull()), Tables.RENEWAL_CHECKPOINT),
        Tables.RENEWAL_CHANGE, only(changed, Tables.RENEWAL_CHANGE),
        Tables.NEXT_ACTION, actions);
  }

  /** What every account is, and since when it is a customer. */
  private static Dataset<Row> customers(StepInputs inputs) {
    Dataset<Row> since =
        inputs.view(Tables.ACCOUNT_FEATURES).select(AsOf.DATE, "account_id", "customer_since");
    return inputs
        .view(Tables.ACCOUNT_HEALTH)
        .select(AsOf.DATE, "account_id", "status")
        .join(since, new String[] {AsOf.DATE, "account_id"}, "left");
  }

  private static Dataset<Row> only(Dataset<Row> rows, String table) {
    return ContractColumns.only(rows, Contracts.of(table));
  }

  /** All accounts that decide, ranked; those within the window apart from those beyond. */
  private static Dataset<Row> ranked(StepInputs inputs) {
    Settings settings = inputs.settings();
    Dataset<Row> subscriptions = BillingViews.subscriptions(inputs, inputs.points());
    Dataset<Row> deciding =
        new DecidingAccounts(settings.renewals().windowDays(), ChurnGap.of(settings))
            .of(subscriptions, health(inputs), BillingViews.exchangeRates(inputs, inputs.points()));
    // read several times by reviews and reasons, and a plan of plans takes longer to describe than
    // to run
    Dataset<Row> known =
        KeptRows.of(
            AccountFacts.join(
                ChurnOfDecisions.join(deciding, inputs, subscriptions), health(inputs), inputs));
    Dataset<Row> reviewed =
        new Checkpoints(settings.renewals().atRiskProbability()).join(Reviews.join(known, inputs));
    return Urgency.rank(joinReasons(reviewed, inputs), settings.renewals().urgentDays());
  }

  private static Dataset<Row> joinChanges(Dataset<Row> list, Dataset<Row> changed) {
    Dataset<Row> since =
        changed.select(
            col(AsOf.DATE),
            col("account_id"),
            col("since_date"),
            col("change"),
            col("why").as("change_why"),
            col("rank_before"),
            col("expected_arr_loss_before"));
    return list.join(since, new String[] {AsOf.DATE, "account_id"}, "left");
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
            col("coverage"),
            col("confidence"),
            col("change_28d"),
            col("change_90d"),
            col("segment"),
            col("scorecard"),
            col("override_reason"),
            col("change_text").as("health_change"),
            col("csm_band"),
            col("disagreement"));
  }

  private static Dataset<Row> joinReasons(Dataset<Row> rows, StepInputs inputs) {
    return RiskReasons.join(
        rows,
        inputs.view(Tables.CHURN_EXPLANATION),
        inputs.view(Tables.ACCOUNT_HEALTH_MEASURE),
        inputs.view(Tables.ACCOUNT_FEATURES),
        inputs.settings().scorecards());
  }
}
