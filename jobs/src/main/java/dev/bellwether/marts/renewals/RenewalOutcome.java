package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.col;

import dev.bellwether.facts.billing.BillingViews;
import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.PaidSubscriptions;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.KeptRows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What every renewal came to, as known when the gap after it had passed.
 *
 * <p>Beside it stands what was said before it was decided, by the numbers (see {@link
 * SignalsBeforeDecision}) and by people ({@link WordsBeforeDecision}).
 *
 * <p>The events are those of {@link RenewalEvents}; each is judged by what was known at renewal
 * date + gap, and is pending until then.
 */
public final class RenewalOutcome implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.RENEWAL_OUTCOME)
        .from(Tables.SUBSCRIPTIONS, Tables.ACCOUNTS)
        .optionally(
            Tables.EXCHANGE_RATES,
            Tables.ACCOUNT_HEALTH,
            Tables.CHURN_PREDICTION,
            Tables.RENEWAL_REVIEWS);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    LocalDate latest = inputs.lastDate();
    Dataset<Row> today = Dates.points(inputs.spark(), List.of(latest));
    // each is read several times over, and a plan of plans takes longer to describe than to run
    Dataset<Row> events = KeptRows.of(new RenewalEvents(inputs).known());
    Dataset<Row> known =
        KeptRows.of(
            PaidSubscriptions.contracted(BillingViews.subscriptions(inputs, knowledge(events))));
    Pricing pricing = new Pricing(BillingViews.exchangeRates(inputs, today), latest);
    Dataset<Row> judged =
        new RenewalJudgement(known, pricing, ChurnGap.of(inputs.settings())).judge(events);
    Dataset<Row> whole = withSegment(judged, events, inputs);
    return Map.of(
        Tables.RENEWAL_OUTCOME,
        ContractColumns.only(
            WordsBeforeDecision.join(SignalsBeforeDecision.join(whole, inputs), inputs),
            Contracts.of(Tables.RENEWAL_OUTCOME)));
  }

  /**
   * The dates as of which each account is looked at: before its renewals, and when they are due.
   */
  private static Dataset<Row> knowledge(Dataset<Row> events) {
    return events
        .select(col("before_on").as(AsOf.DATE), col("account_id"))
        .union(events.select(col("judged_on"), col("account_id")))
        .distinct();
  }

  private static Dataset<Row> withSegment(
      Dataset<Row> judged, Dataset<Row> events, StepInputs inputs) {
    Dataset<Row> points =
        events.select(col("judged_on").as(AsOf.DATE), col("account_id")).distinct();
    Dataset<Row> accounts =
        inputs
            .view(Tables.ACCOUNTS, points)
            .select(col(AsOf.DATE).as("judged_on"), col("account_id"), col("segment"));
    return judged
        .join(accounts, new String[] {"account_id", "judged_on"}, "left")
        .select(
            "subscription_id",
            "renewal_date",
            "account_id",
            "decision_date",
            "previous_decision_date",
            "available_to_renew_arr",
            "outcome",
            "renewed_arr",
            "decided_on",
            "moved_to",
            "segment");
  }
}
