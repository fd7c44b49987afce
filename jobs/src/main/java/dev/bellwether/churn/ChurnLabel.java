package dev.bellwether.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.asof.AsOf;
import dev.bellwether.asof.Dates;
import dev.bellwether.billing.BillingViews;
import dev.bellwether.billing.CustomerSpells;
import dev.bellwether.config.Settings;
import dev.bellwether.contract.BellwetherException;
import dev.bellwether.contract.Contracts;
import dev.bellwether.step.Step;
import dev.bellwether.step.StepInputs;
import dev.bellwether.warehouse.Warehouse;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of the customers of each month-end, written once at maturity, as known then.
 *
 * <p>A label matures at observation date + horizon + gap: the latest day by which every account is
 * decided, taken for all of them although most are decided earlier. Labels that matured up to the
 * last completed run are written and stay; this step makes those that matured since.
 */
public final class ChurnLabel implements Step {
  private static final String NAME = "churn_label";
  private static final String[] KEY = {"observed_on", "account_id", "horizon_days", "matured_on"};

  @Override
  public List<String> inputs() {
    return List.of("account_features", "subscriptions");
  }

  @Override
  public List<String> optionalInputs() {
    return List.of("churn_events");
  }

  @Override
  public List<String> outputs() {
    return List.of(NAME);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Dataset<Row> matured = maturedCustomers(inputs);
    Dataset<Row> points = matured.select(col("matured_on").as(AsOf.DATE)).distinct();
    Dataset<Row> labelled =
        inputs.settings().churn().label() == Settings.ChurnLabel.DECLARED
            ? withDeclaredChurn(matured, churnEvents(inputs, points))
            : withEndOfSpell(matured, spells(inputs, points));
    return Map.of(NAME, withLabel(labelled));
  }

  /** Customers of month-ends, once per horizon that matured since the last completed run. */
  private static Dataset<Row> maturedCustomers(StepInputs inputs) {
    int gapDays = inputs.settings().churn().gapDays();
    LocalDate latest = inputs.dates().get(inputs.dates().size() - 1);
    Column isDue = col("matured_on").leq(lit(Date.valueOf(latest)));
    Column isNew =
        inputs
            .completedThrough()
            .map(done -> col("matured_on").gt(lit(Date.valueOf(done))))
            .orElse(lit(true));
    return monthEnds(inputs, latest)
        .where(col("status").equalTo("customer"))
        .select(
            col(AsOf.DATE).as("observed_on"), col("account_id"), Horizons.each().as("horizon_days"))
        .withColumn("matured_on", date_add(col("observed_on"), col("horizon_days").plus(gapDays)))
        .where(isDue.and(isNew));
  }

  /**
   * Features of month-ends that may mature in this run; named one by one, so that storage skips.
   */
  private static Dataset<Row> monthEnds(StepInputs inputs, LocalDate latest) {
    Dataset<Row> features = inputs.table("account_features");
    int longest = Horizons.longest() + inputs.settings().churn().gapDays();
    return inputs
        .completedThrough()
        .map(
            done -> Warehouse.onlyDates(features, Dates.monthEnds(done.minusDays(longest), latest)))
        .orElseGet(() -> features.where(col(AsOf.DATE).equalTo(last_day(col(AsOf.DATE)))));
  }

  private static Dataset<Row> spells(StepInputs inputs, Dataset<Row> points) {
    return CustomerSpells.of(
        BillingViews.subscriptions(inputs, points), inputs.settings().churn().gapDays());
  }

  /** Whoever turns out to have ended before the observation date was not at risk, and drops out. */
  private static Dataset<Row> withEndOfSpell(Dataset<Row> matured, Dataset<Row> spells) {
    Column observedWithin =
        spells
            .col("spell_start")
            .leq(matured.col("observed_on"))
            .and(
                spells
                    .col("spell_end")
                    .isNull()
                    .or(spells.col("spell_end").gt(matured.col("observed_on"))));
    return matured
        .join(spells, sameAccountAtMaturity(matured, spells).and(observedWithin), "inner")
        .drop(spells.col("account_id"))
        .withColumn("left_on", col("spell_end"));
  }

  private static Dataset<Row> churnEvents(StepInputs inputs, Dataset<Row> points) {
    return AsOf.view(
        inputs.optional("churn_events").orElseThrow(ChurnLabel::noChurnEvents),
        Contracts.of("churn_events"),
        points,
        inputs.settings().timeZone());
  }

  private static BellwetherException noChurnEvents() {
    return BellwetherException.configuration(
        "churn.label is declared, but the source maps no table churn_events",
        "declared churn is what that table says, and without it nobody would ever churn",
        "map churn_events in the source, or set churn.label to subscriptions");
  }

  private static Dataset<Row> withDeclaredChurn(Dataset<Row> matured, Dataset<Row> events) {
    Column afterObservation = events.col("churned_on").gt(matured.col("observed_on"));
    return matured
        .join(events, sameAccountAtMaturity(matured, events).and(afterObservation), "left")
        .drop(events.col("account_id"))
        .groupBy(java.util.Arrays.stream(KEY).map(name -> col(name)).toArray(Column[]::new))
        .agg(min("churned_on").as("left_on"));
  }

  private static Column sameAccountAtMaturity(Dataset<Row> matured, Dataset<Row> view) {
    return matured
        .col("account_id")
        .equalTo(view.col("account_id"))
        .and(matured.col("matured_on").equalTo(view.col(AsOf.DATE)));
  }

  private static Dataset<Row> withLabel(Dataset<Row> labelled) {
    Column within = col("left_on").leq(date_add(col("observed_on"), col("horizon_days")));
    Column churned = col("left_on").isNotNull().and(within);
    return labelled.select(
        col("observed_on"),
        col("account_id"),
        col("horizon_days"),
        churned.as("churned"),
        when(churned, col("left_on")).as("churned_on"),
        col("matured_on"));
  }
}
