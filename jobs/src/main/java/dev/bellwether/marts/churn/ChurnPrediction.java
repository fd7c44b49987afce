package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How likely each customer is to churn, by what became of customers like it.
 *
 * <p>By the model in force (churn_model), where there is one and no notice was given. Else by the
 * rate of its cell (health band, segment, and whether it decides within the horizon) over mature
 * observation dates, shrunk by pseudo accounts to the rate of all that decide (or do not): (churned
 * + s x overall) / (observed + s). Customers with notice in force get the rate observed among such
 * customers, unshrunk. No rate is given while too few distinct accounts have churned.
 */
public final class ChurnPrediction implements Step {
  private static final String[] MODEL_KEY = {AsOf.DATE, "account_id", "horizon_days"};
  private static final String[] KEY = {AsOf.DATE, "account_id"};

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.CHURN_PREDICTION)
        .from(Tables.ACCOUNT_FEATURES, Tables.ACCOUNT_HEALTH, Tables.CHURN_LABEL)
        .optionally(Tables.CHURN_MODEL);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    ChurnRates rates = new ChurnRates(observed(inputs), inputs.points());
    Dataset<Row> customers =
        customers(inputs, inputs.dates()).select(col("*"), Horizons.each().as("horizon_days"));
    Dataset<Row> counted = rates.join(ChurnRates.withCell(customers));
    Dataset<Row> byModel =
        ModelledChurn.of(inputs, ModelRegistry.of(inputs.optional(Tables.CHURN_MODEL)));
    Dataset<Row> both = counted.join(byModel, MODEL_KEY, "left");
    return Map.of(Tables.CHURN_PREDICTION, withProbability(both, inputs.settings().churn()));
  }

  private static Dataset<Row> customers(StepInputs inputs, Collection<LocalDate> dates) {
    Dataset<Row> health =
        Dates.only(inputs.table(Tables.ACCOUNT_HEALTH), dates)
            .where(col("status").equalTo("customer"))
            .select(AsOf.DATE, "account_id", "band", "segment");
    Dataset<Row> features =
        Dates.only(inputs.table(Tables.ACCOUNT_FEATURES), dates)
            .select(AsOf.DATE, "account_id", "notice_in_force", "days_to_decision");
    return health.join(features, KEY, "inner");
  }

  private static Dataset<Row> observed(StepInputs inputs) {
    LocalDate latest = inputs.lastDate();
    Dataset<Row> labels =
        inputs.table(Tables.CHURN_LABEL).where(col("matured_on").leq(lit(Date.valueOf(latest))));
    Dataset<Row> then =
        customers(inputs, Observations.dates(labels, latest))
            .withColumnRenamed(AsOf.DATE, "observed_on");
    return labels.join(then, new String[] {"observed_on", "account_id"}, "inner");
  }

  private static Dataset<Row> withProbability(Dataset<Row> counted, Settings.Churn settings) {
    Column enough = col("outcomes_used").geq(settings.minimumChurned());
    Column rate =
        when(col("notice"), noticeRate()).otherwise(ChurnRates.bandRate(settings.shrinkage()));
    Column isModelled = col("model_probability").isNotNull();
    Column probability =
        when(isModelled, col("model_probability"))
            .otherwise(when(enough, rate))
            .cast("decimal(9,8)");
    Column method =
        when(isModelled, col("model_method"))
            .when(col("probability").isNull(), "unknown")
            .when(col("notice"), "notice_rate")
            .otherwise("band_rate");
    return counted
        .withColumn("probability", probability)
        .withColumn("method", method)
        .select(
            AsOf.DATE,
            "account_id",
            "horizon_days",
            "probability",
            "method",
            "model_id",
            "probability_at_renewal",
            "outcomes_used",
            "band",
            "segment",
            "decides",
            "cell_accounts");
  }

  private static Column noticeRate() {
    return try_divide(col("cell_churned").cast("double"), col("cell_accounts").cast("double"));
  }
}
