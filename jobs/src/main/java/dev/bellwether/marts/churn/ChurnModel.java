package dev.bellwether.marts.churn;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The models that were tried, and which of them predicts since when.
 *
 * <p>A model is tried when none was tried for {@code churn.retrain_days}, or when the one in force
 * has drifted, and enough accounts have churned. It learns from what had matured by the night, and
 * takes over if it does better than the one in force (or than the calendar alone) on later
 * observations, by more than noise. Nights between do not train. Drift is looked at on month-ends.
 */
public final class ChurnModel implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(
            Tables.CHURN_MODEL,
            Tables.CHURN_EVALUATION,
            Tables.CHURN_CALIBRATION,
            Tables.CHURN_DRIFT)
        .from(Tables.ACCOUNT_FEATURES, Tables.ACCOUNT_HEALTH, Tables.CHURN_LABEL);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    ModelHistory history =
        ModelHistory.of(inputs, ModelRegistry.of(inputs.completed(Tables.CHURN_MODEL)));
    Map<LocalDate, ChurnTrial> trials = history.trials();
    return Map.of(
        Tables.CHURN_MODEL,
        table(
            inputs,
            Tables.CHURN_MODEL,
            rows(trials, (date, trial) -> List.of(ModelRows.write(date, trial)))),
        Tables.CHURN_EVALUATION,
        table(inputs, Tables.CHURN_EVALUATION, rows(trials, ChurnEvaluation::metrics)),
        Tables.CHURN_CALIBRATION,
        table(inputs, Tables.CHURN_CALIBRATION, rows(trials, ChurnEvaluation::calibration)),
        Tables.CHURN_DRIFT,
        table(
            inputs, Tables.CHURN_DRIFT, rows(history.drifts(), (date, drift) -> drift.rows(date))));
  }

  private static <T> List<Row> rows(
      Map<LocalDate, T> ofDates, BiFunction<LocalDate, T, List<Row>> of) {
    return ofDates.entrySet().stream()
        .flatMap(each -> of.apply(each.getKey(), each.getValue()).stream())
        .toList();
  }

  private static Dataset<Row> table(StepInputs inputs, String name, List<Row> rows) {
    return inputs.spark().createDataFrame(rows, Contracts.of(name).schema());
  }
}
