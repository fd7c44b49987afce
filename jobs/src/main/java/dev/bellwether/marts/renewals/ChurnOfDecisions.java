package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.churn.Horizons;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How likely the accounts that decide are to churn, and what that is expected to cost.
 *
 * <p>A customer's probability is that of churn_prediction within the window, or by the renewal
 * decided next where that lies beyond; a lapsed account's is that of {@link LapsedChurn}. Expected
 * loss = ARR x [P + (1 - P) x contraction share].
 */
final class ChurnOfDecisions {
  private ChurnOfDecisions() {}

  /**
   * Adds {@code churn_probability, method, model_id, outcomes_used, contraction_share,
   * expected_arr_contraction} and {@code expected_arr_loss}.
   *
   * @param deciding rows of {@link DecidingAccounts}
   * @param subscriptions a view of subscriptions
   */
  static Dataset<Row> join(Dataset<Row> deciding, StepInputs inputs, Dataset<Row> subscriptions) {
    Settings settings = inputs.settings();
    Dataset<Row> predicted =
        new LapsedChurn(settings).join(joinPredictions(deciding, inputs), subscriptions);
    Dataset<Row> shared =
        ContractionShare.join(
            withLapsed(predicted),
            inputs.table(Tables.RENEWAL_OUTCOME),
            inputs.points(),
            settings.churn().shrinkage());
    return withExpectedLoss(shared);
  }

  private static Dataset<Row> joinPredictions(Dataset<Row> deciding, StepInputs inputs) {
    int within = Horizons.covering(inputs.settings().renewals().windowDays());
    Column horizon =
        when(col(DecidingAccounts.IN_WINDOW), within)
            .otherwise(Horizons.covering(Checkpoints.FIRST_DAYS));
    Dataset<Row> predictions =
        inputs
            .view(Tables.CHURN_PREDICTION)
            .select(
                col(AsOf.DATE),
                col("account_id"),
                col("horizon_days"),
                greatest(col("probability"), col("probability_at_renewal")).as("churn_probability"),
                col("method"),
                col("model_id"),
                col("outcomes_used"));
    return deciding
        .withColumn("horizon_days", horizon)
        .join(predictions, new String[] {AsOf.DATE, "account_id", "horizon_days"}, "left")
        .drop("horizon_days");
  }

  private static Dataset<Row> withLapsed(Dataset<Row> rows) {
    return rows.withColumn(
            "churn_probability", coalesce(col("lapsed_probability"), col("churn_probability")))
        .withColumn("method", coalesce(col("lapsed_method"), col("method")))
        .withColumn("outcomes_used", coalesce(col("lapsed_outcomes"), col("outcomes_used")))
        .drop("lapsed_probability", "lapsed_method", "lapsed_outcomes");
  }

  private static Dataset<Row> withExpectedLoss(Dataset<Row> shared) {
    Column arr = col("available_to_renew_arr");
    Column churns = col("churn_probability");
    Column contracts = lit(1).cast("decimal(9,8)").minus(churns).multiply(col("contraction_share"));
    Column share = churns.plus(contracts).cast("decimal(18,16)");
    return shared
        .withColumn("expected_arr_loss", arr.multiply(share).cast("decimal(18,2)"))
        .withColumn(
            "expected_arr_contraction",
            arr.multiply(contracts.cast("decimal(18,16)")).cast("decimal(18,2)"));
  }
}
