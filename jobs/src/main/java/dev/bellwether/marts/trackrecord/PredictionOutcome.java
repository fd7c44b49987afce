package dev.bellwether.marts.trackrecord;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The predictions of month-ends beside what happened, written once, when their labels matured.
 *
 * <p>Labels that matured up to the last completed run have their rows already, which stay.
 */
public final class PredictionOutcome implements Step {
  private static final String[] KEY = {AsOf.DATE, "account_id", "horizon_days"};

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.PREDICTION_OUTCOME)
        .from(Tables.CHURN_LABEL, Tables.CHURN_PREDICTION);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Dataset<Row> labels = newlyMatured(inputs).withColumnRenamed("observed_on", AsOf.DATE);
    Dataset<Row> given =
        Dates.only(inputs.table(Tables.CHURN_PREDICTION), Dates.of(labels, AsOf.DATE))
            .where(col("probability").isNotNull());
    Dataset<Row> outcomes =
        given
            .join(labels, KEY, "inner")
            .select(
                AsOf.DATE,
                "account_id",
                "horizon_days",
                "method",
                "probability",
                "churned",
                "churned_on",
                "matured_on",
                "model_id");
    return Map.of(Tables.PREDICTION_OUTCOME, outcomes);
  }

  private static Dataset<Row> newlyMatured(StepInputs inputs) {
    LocalDate latest = inputs.lastDate();
    Optional<LocalDate> written =
        inputs
            .completedThrough()
            .filter(any -> inputs.completed(Tables.PREDICTION_OUTCOME).isPresent());
    Column isDue = col("matured_on").leq(lit(Date.valueOf(latest)));
    Column isNew =
        written.map(done -> col("matured_on").gt(lit(Date.valueOf(done)))).orElse(lit(true));
    return inputs.table(Tables.CHURN_LABEL).where(isDue.and(isNew));
  }
}
