package dev.bellwether.marts.trackrecord;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.ln;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What was said of each customer of an observation date, beside what became of it.
 *
 * <p>One row per observation date, account, horizon and subject that said something: {@code level}
 * orders by risk (the score's hundredths, the CSM's points, the probability's ten-thousandths),
 * {@code loss_units} are billionths of a nat, {@code probability_units} hundred-millionths.
 */
final class SignalOutcomes {
  static final String HEALTH = "health";
  static final String CSM = "csm_assessment";
  static final String PREDICTION = "churn_prediction";
  static final double LOSS_UNIT = 1e-9;
  static final double PROBABILITY_UNIT = 1e-8;

  /** A probability of 0 that failed would lose infinitely: it counts as this much. */
  private static final double LEAST_PROBABILITY = 1e-6;

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
                when(col("band").notEqual("unknown"), col("band")).as("band"),
                col("score"));
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

  private static Dataset<Row> perSubject(Dataset<Row> said) {
    Column decidesInTime =
        col("decision_date").leq(date_add(col("observed_on"), col("horizon_days")));
    Column decision = coalesce(decidesInTime.and(not(col("notice_in_force"))), lit(false));
    return said.select(
            col("observed_on"),
            col("account_id"),
            col("horizon_days"),
            col("churned"),
            col("churned_on"),
            col("matured_on"),
            col("segment"),
            decision.as("decision"),
            col("decision_date"),
            col("renewal_date"),
            explode(
                    when(col("method").isNull(), array(health(), csm()))
                        .otherwise(array(prediction())))
                .as("said"))
        .where(col("said.level").isNotNull())
        .select(col("*"), col("said.*"))
        .drop("said");
  }

  private static Column health() {
    Column level = whole(col("score").multiply(-100));
    return said(HEALTH, col("scorecard"), when(col("band").isNotNull(), level), col("band"));
  }

  private static Column csm() {
    Column points = col("csm_rating_points");
    Column band = when(points.geq(100), "green").when(points.geq(50), "yellow").otherwise("red");
    return said(CSM, lit(Group.ALL), whole(points.multiply(-1)), band);
  }

  private static Column prediction() {
    Column level = whole(col("probability").multiply(10_000));
    return said(
        PREDICTION,
        concat_ws(" ", col("method"), col("model_id")),
        level,
        lit(null).cast("string"));
  }

  private static Column said(String subject, Column version, Column level, Column band) {
    boolean isProbable = subject.equals(PREDICTION);
    Column none = lit(0L);
    return struct(
        lit(subject).as("subject"),
        version.as("version"),
        level.as("level"),
        band.as("band"),
        (isProbable ? whole(col("probability").divide(PROBABILITY_UNIT)) : none)
            .as("probability_units"),
        (isProbable ? whole(loss().divide(LOSS_UNIT)) : none).as("loss_units"));
  }

  private static Column loss() {
    Column told =
        when(col("churned"), col("probability")).otherwise(lit(1.0).minus(col("probability")));
    Column kept = least(greatest(told, lit(LEAST_PROBABILITY)), lit(1 - LEAST_PROBABILITY));
    return ln(kept).multiply(-1);
  }

  private static Column whole(Column number) {
    return round(number).cast("bigint");
  }
}
