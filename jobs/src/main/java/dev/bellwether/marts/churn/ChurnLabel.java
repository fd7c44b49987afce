package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.BillingViews;
import dev.bellwether.facts.billing.ChurnGap;
import dev.bellwether.facts.billing.CustomerSpells;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What became of the customers of each month-end, written once at maturity, as known then.
 *
 * <p>A label matures at observation date + horizon + gap: the latest day by which every account is
 * decided, taken for all of them although most are decided earlier. What is written stays; this
 * step makes what is due and not yet written. What comes late (its observation date was computed
 * late, or the gap was shortened) matures on the first night that is not completed, so that no
 * completed night turns out to have known it.
 */
public final class ChurnLabel implements Step {
  private static final StructType DUE =
      new StructType()
          .add("observed_on", DataTypes.DateType)
          .add("horizon_days", DataTypes.IntegerType)
          .add("matured_on", DataTypes.DateType);

  private static final String[] KEY = {"observed_on", "account_id", "horizon_days", "matured_on"};

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.CHURN_LABEL)
        .from(Tables.ACCOUNT_FEATURES, Tables.SUBSCRIPTIONS, Tables.ACCOUNTS)
        .optionally(Tables.CHURN_EVENTS);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    List<Row> due = due(inputs);
    Dataset<Row> matured = customers(inputs, due);
    Dataset<Row> points =
        Dates.points(
            inputs.spark(), due.stream().map(row -> row.getDate(2).toLocalDate()).toList());
    Dataset<Row> labelled =
        inputs.settings().churn().label() == Settings.ChurnLabel.DECLARED
            ? withDeclaredChurn(
                matured, churnEvents(inputs, points), ChurnGap.of(inputs.settings()))
            : withEndOfSpell(withCarrier(matured, inputs, points), spells(inputs, points));
    return Map.of(Tables.CHURN_LABEL, withLabel(labelled));
  }

  /** Month-ends and horizons that are due and not written yet, with their maturity. */
  private static List<Row> due(StepInputs inputs) {
    LocalDate latest = inputs.lastDate();
    ChurnGap gap = ChurnGap.of(inputs.settings());
    Set<Row> written = written(inputs);
    List<Row> due = new ArrayList<>();
    for (LocalDate observedOn : inputs.monthEnds()) {
      for (int horizon : Horizons.DAYS) {
        LocalDate decided = gap.lastReturn(observedOn.plusDays(horizon));
        LocalDate maturedOn =
            inputs
                .completedThrough()
                .map(done -> done.plusDays(1))
                .filter(decided::isBefore)
                .orElse(decided);
        Date observed = Date.valueOf(observedOn);
        if (!maturedOn.isAfter(latest) && !written.contains(RowFactory.create(observed, horizon))) {
          due.add(RowFactory.create(observed, horizon, Date.valueOf(maturedOn)));
        }
      }
    }
    return due;
  }

  /** What completed runs have written; a run that failed may have left more. */
  private static Set<Row> written(StepInputs inputs) {
    return inputs
        .completedThrough()
        .flatMap(
            done ->
                inputs
                    .completed(Tables.CHURN_LABEL)
                    .map(labels -> labels.where(col("matured_on").leq(lit(Date.valueOf(done))))))
        .map(labels -> labels.select("observed_on", "horizon_days").distinct().collectAsList())
        .<Set<Row>>map(HashSet::new)
        .orElse(Set.of());
  }

  /** Customers of the month-ends, once per horizon that is due. */
  private static Dataset<Row> customers(StepInputs inputs, List<Row> due) {
    List<LocalDate> observed =
        due.stream().map(row -> row.getDate(0).toLocalDate()).distinct().toList();
    Dataset<Row> customers =
        Dates.only(inputs.table(Tables.ACCOUNT_FEATURES), observed)
            .where(col("status").equalTo("customer"))
            .select(col(AsOf.DATE).as("observed_on"), col("account_id"));
    return customers.join(broadcast(inputs.spark().createDataFrame(due, DUE)), "observed_on");
  }

  private static Dataset<Row> spells(StepInputs inputs, Dataset<Row> points) {
    return CustomerSpells.of(
        BillingViews.subscriptions(inputs, points), ChurnGap.of(inputs.settings()));
  }

  /**
   * Adds {@code carrier}: the account that carries it on at maturity, itself unless it has merged.
   */
  private static Dataset<Row> withCarrier(
      Dataset<Row> matured, StepInputs inputs, Dataset<Row> points) {
    Column itself = col("account_id");
    return BillingViews.mergers(inputs, points)
        .map(mergers -> mergers.withColumnRenamed(AsOf.DATE, "matured_on"))
        .map(
            mergers ->
                matured
                    .join(mergers, new String[] {"matured_on", "account_id"}, "left")
                    .withColumn("carrier", coalesce(col("merged_into"), itself))
                    .drop("merged_into"))
        .orElseGet(() -> matured.withColumn("carrier", itself));
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
        .join(
            spells,
            matured
                .col("carrier")
                .equalTo(spells.col("account_id"))
                .and(matured.col("matured_on").equalTo(spells.col(AsOf.DATE)))
                .and(observedWithin),
            "inner")
        .drop(spells.col("account_id"))
        .withColumn("left_on", col("spell_end"));
  }

  private static Dataset<Row> churnEvents(StepInputs inputs, Dataset<Row> points) {
    return inputs.optionalView(Tables.CHURN_EVENTS, points).orElseThrow(ChurnLabel::noChurnEvents);
  }

  private static BellwetherException noChurnEvents() {
    return BellwetherException.configuration(
        "churn.label is declared, but the source maps no table churn_events",
        "declared churn is what that table says, and without it nobody would ever churn",
        "map churn_events in the source, or set churn.label to subscriptions");
  }

  /**
   * Who had declared churn within the gap before the observation date was on the way out, not at
   * risk, and drops out; who still pays after the gap is a customer again.
   */
  private static Dataset<Row> withDeclaredChurn(
      Dataset<Row> matured, Dataset<Row> events, ChurnGap gap) {
    Column churnedOn = events.col("churned_on");
    Column observedOn = matured.col("observed_on");
    Column isRecent = gap.lastReturn(churnedOn).gt(observedOn);
    Column isLeaving = col("churned_on").leq(col("observed_on"));
    return matured
        .join(events, sameAccountAtMaturity(matured, events).and(isRecent), "left")
        .drop(events.col("account_id"))
        .groupBy(Arrays.stream(KEY).map(name -> col(name)).toArray(Column[]::new))
        .agg(
            min(when(not(isLeaving), col("churned_on"))).as("left_on"),
            coalesce(bool_or(isLeaving), lit(false)).as("is_leaving"))
        .where(not(col("is_leaving")))
        .drop("is_leaving");
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
