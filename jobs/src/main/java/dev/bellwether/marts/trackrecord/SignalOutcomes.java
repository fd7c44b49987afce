package dev.bellwether.marts.trackrecord;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Band;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The signals that were given of each customer at an observation date (health, the CSM's
 * assessment, the predicted probability), beside what became of the customer.
 *
 * <p>One row per observation date, account, horizon and subject that gave a signal: {@code level}
 * orders by risk (the score's hundredths, the CSM's points, the probability's ten-thousandths),
 * {@code band} is its colour (null for predictions), {@code probability} null for the others.
 */
final class SignalOutcomes {
  static final String HEALTH = "health";
  static final String CSM = "csm_assessment";
  static final String PREDICTION = "churn_prediction";

  private static final String[] OBSERVED = {"observed_on", "account_id"};

  private SignalOutcomes() {}

  /** The rows of all labels that had matured by the latest date of the run. */
  static Dataset<Row> of(StepInputs inputs) {
    LocalDate latest = inputs.lastDate();
    // a night that is run again must not see what matured since
    Column matured = col("matured_on").leq(lit(Date.valueOf(latest)));
    Dataset<Row> labels = inputs.table(Tables.CHURN_LABEL).where(matured);
    Dataset<Row> predictions = inputs.table(Tables.PREDICTION_OUTCOME).where(matured);
    List<LocalDate> dates = Dates.of(labels, "observed_on");
    return perSubject(
        outcomes(labels, predictions).join(signals(inputs, dates), OBSERVED, "inner"));
  }

  /** Labels as such, and once more those that a prediction was given for. */
  private static Dataset<Row> outcomes(Dataset<Row> labels, Dataset<Row> predictions) {
    Dataset<Row> predicted =
        predictions
            .withColumnRenamed(AsOf.DATE, "observed_on")
            .withColumn("probability", col("probability").cast("double"));
    return labels.unionByName(predicted, true);
  }

  private static Dataset<Row> signals(StepInputs inputs, List<LocalDate> dates) {
    Dataset<Row> health =
        Dates.only(inputs.table(Tables.ACCOUNT_HEALTH), dates)
            .where(col("status").equalTo("customer"))
            .select(
                col(AsOf.DATE).as("observed_on"),
                col("account_id"),
                concat_ws(" ", col("scorecard"), col("scorecard_version")).as("scorecard"),
                coalesce(col("segment"), lit("unknown")).as("segment"),
                when(col("band").notEqual(Band.UNKNOWN), col("band")).as("band"),
                col("score"),
                col("csm_band"));
    Dataset<Row> features =
        Dates.only(inputs.table(Tables.ACCOUNT_FEATURES), dates)
            .select(
                col(AsOf.DATE).as("observed_on"),
                col("account_id"),
                col("csm_rating_points"),
                col("notice_in_force"),
                date_add(col(AsOf.DATE), col("days_to_decision")).as("decision_date"),
                date_add(col(AsOf.DATE), col("days_to_renewal")).as("renewal_date"));
    return health.join(features, OBSERVED, "inner");
  }

  private static Dataset<Row> perSubject(Dataset<Row> signals) {
    Column decidesInTime =
        col("decision_date").leq(date_add(col("observed_on"), col("horizon_days")));
    Column decision = coalesce(decidesInTime.and(not(col("notice_in_force"))), lit(false));
    return signals
        .select(
            col("observed_on"),
            col("account_id"),
            col("horizon_days"),
            col("churned"),
            col("churned_on"),
            col("matured_on"),
            col("segment"),
            col("probability"),
            decision.as("decision"),
            col("decision_date"),
            col("renewal_date"),
            explode(
                    when(col("method").isNull(), array(health(), csm()))
                        .otherwise(array(prediction())))
                .as("signal"))
        .where(col("signal.level").isNotNull())
        .select(col("*"), col("signal.*"))
        .drop("signal");
  }

  private static Column health() {
    Column level = whole(col("score").multiply(-100));
    return signal(HEALTH, col("scorecard"), when(col("band").isNotNull(), level), col("band"));
  }

  private static Column csm() {
    Column level = whole(col("csm_rating_points").multiply(-1));
    Column band = col("csm_band");
    return signal(CSM, lit(Group.ALL), when(band.isNotNull(), level), band);
  }

  private static Column prediction() {
    Column level = whole(col("probability").multiply(10_000));
    Column version = concat_ws(" ", col("method"), col("model_id"));
    return signal(PREDICTION, version, level, lit(null).cast("string"));
  }

  private static Column signal(String subject, Column version, Column level, Column band) {
    return struct(
        lit(subject).as("subject"), version.as("version"), level.as("level"), band.as("band"));
  }

  private static Column whole(Column number) {
    return round(number).cast("bigint");
  }
}
