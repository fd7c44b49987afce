package dev.bellwether.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.bellwether.contract.Contracts;
import dev.bellwether.step.Step;
import dev.bellwether.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The models that were tried, and which of them predicts since when.
 *
 * <p>A model is tried when none was tried for {@code churn.retrain_days} and enough accounts have
 * churned. It learns from what had matured by the night, and takes over if it does better than the
 * one in force (or than the calendar alone) on later observations, by more than noise. Nights
 * between do not train.
 */
public final class ChurnModel implements Step {
  static final String NAME = "churn_model";

  @Override
  public List<String> inputs() {
    return List.of("account_features", "churn_label");
  }

  @Override
  public List<String> outputs() {
    return List.of(NAME, ChurnEvaluation.NAME, ChurnEvaluation.CALIBRATION);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    ModelRegistry registry = ModelRegistry.of(inputs.completed(NAME));
    int retrainDays = inputs.settings().churn().retrainDays();
    List<LocalDate> due =
        inputs.dates().stream().filter(date -> registry.isDue(date, retrainDays)).toList();
    Map<LocalDate, ChurnTrial> trials = due.isEmpty() ? Map.of() : trials(inputs, registry, due);
    return Map.of(
        NAME,
        table(inputs, NAME, rows(trials, (date, trial) -> List.of(ModelRows.write(date, trial)))),
        ChurnEvaluation.NAME,
        table(inputs, ChurnEvaluation.NAME, rows(trials, ChurnEvaluation::metrics)),
        ChurnEvaluation.CALIBRATION,
        table(inputs, ChurnEvaluation.CALIBRATION, rows(trials, ChurnEvaluation::calibration)));
  }

  private static List<Row> rows(
      Map<LocalDate, ChurnTrial> trials, BiFunction<LocalDate, ChurnTrial, List<Row>> of) {
    return trials.entrySet().stream()
        .flatMap(each -> of.apply(each.getKey(), each.getValue()).stream())
        .toList();
  }

  private static Dataset<Row> table(StepInputs inputs, String name, List<Row> rows) {
    return inputs.spark().createDataFrame(rows, Contracts.of(name).schema());
  }

  private static Map<LocalDate, ChurnTrial> trials(
      StepInputs inputs, ModelRegistry registry, List<LocalDate> due) {
    LocalDate latest = due.get(due.size() - 1);
    int enough = inputs.settings().churn().modelMinimumChurned();
    Optional<LocalDate> enoughOn = enoughChurnedOn(inputs, enough, latest);
    if (enoughOn.isEmpty()) {
      return Map.of();
    }
    JavaRDD<Observation> observations =
        Observations.labelled(inputs, latest).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      ChurnTraining training = new ChurnTraining(inputs.spark(), inputs.settings(), observations);
      return trials(
          training,
          registry,
          due.stream().filter(date -> !date.isBefore(enoughOn.get())).toList(),
          inputs.settings().churn().retrainDays());
    } finally {
      observations.unpersist();
    }
  }

  /** One date after the other: whether one is due still goes by what was tried before it. */
  private static Map<LocalDate, ChurnTrial> trials(
      ChurnTraining training, ModelRegistry registry, List<LocalDate> dates, int retrainDays) {
    Map<LocalDate, ChurnTrial> trials = new LinkedHashMap<>();
    for (LocalDate date : dates) {
      if (registry.isDue(date, retrainDays)) {
        training
            .on(date, registry.inForceOn(date))
            .ifPresent(
                trial -> {
                  registry.enter(date, trial);
                  trials.put(date, trial);
                });
      }
    }
    return trials;
  }

  /** The day by which so many distinct accounts were known to have churned. */
  private static Optional<LocalDate> enoughChurnedOn(
      StepInputs inputs, int enough, LocalDate latest) {
    TreeMap<LocalDate, Long> perDay = new TreeMap<>();
    inputs
        .table("churn_label")
        .where(col("churned").and(col("matured_on").leq(lit(Date.valueOf(latest)))))
        .groupBy("account_id")
        .agg(min("matured_on").as("matured_on"))
        .groupBy("matured_on")
        .count()
        .collectAsList()
        .forEach(row -> perDay.put(row.<Date>getAs(0).toLocalDate(), row.getLong(1)));
    long churned = 0;
    for (Map.Entry<LocalDate, Long> day : perDay.entrySet()) {
      churned += day.getValue();
      if (churned >= enough) {
        return Optional.of(day.getKey());
      }
    }
    return Optional.empty();
  }
}
