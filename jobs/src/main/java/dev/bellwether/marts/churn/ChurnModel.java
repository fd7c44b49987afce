package dev.bellwether.marts.churn;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
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
  static final String NAME = "churn_model";

  @Override
  public List<String> inputs() {
    return List.of("account_features", "account_health", "churn_label");
  }

  @Override
  public List<String> outputs() {
    return List.of(NAME, ChurnEvaluation.NAME, ChurnEvaluation.CALIBRATION, ChurnDrift.NAME);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    ModelHistory history = ModelHistory.of(inputs, ModelRegistry.of(inputs.completed(NAME)));
    Map<LocalDate, ChurnTrial> trials = history.trials();
    return Map.of(
        NAME,
        table(inputs, NAME, rows(trials, (date, trial) -> List.of(ModelRows.write(date, trial)))),
        ChurnEvaluation.NAME,
        table(inputs, ChurnEvaluation.NAME, rows(trials, ChurnEvaluation::metrics)),
        ChurnEvaluation.CALIBRATION,
        table(inputs, ChurnEvaluation.CALIBRATION, rows(trials, ChurnEvaluation::calibration)),
        ChurnDrift.NAME,
        table(inputs, ChurnDrift.NAME, rows(history.drifts(), (date, drift) -> drift.rows(date))));
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
