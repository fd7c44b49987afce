package dev.bellwether.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.bellwether.contract.Contracts;
import dev.bellwether.step.Step;
import dev.bellwether.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    return List.of(NAME);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    ModelRegistry registry = ModelRegistry.of(inputs.completed(NAME));
    int retrainDays = inputs.settings().churn().retrainDays();
    List<LocalDate> due =
        inputs.dates().stream().filter(date -> registry.isDue(date, retrainDays)).toList();
    List<Row> tried = due.isEmpty() ? List.of() : tried(inputs, registry, due);
    return Map.of(NAME, inputs.spark().createDataFrame(tried, Contracts.of(NAME).schema()));
  }

  private static List<Row> tried(StepInputs inputs, ModelRegistry registry, List<LocalDate> due) {
    LocalDate latest = due.get(due.size() - 1);
    int enough = inputs.settings().churn().modelMinimumChurned();
    Optional<LocalDate> enoughOn = enoughChurnedOn(inputs, enough, latest);
    if (enoughOn.isEmpty()) {
      return List.of();
    }
    JavaRDD<Observation> observations =
        Observations.labelled(inputs, latest).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      ChurnTraining training = new ChurnTraining(inputs.spark(), inputs.settings(), observations);
      return tried(
          training,
          registry,
          due.stream().filter(date -> !date.isBefore(enoughOn.get())).toList(),
          inputs.settings().churn().retrainDays());
    } finally {
      observations.unpersist();
    }
  }

  /** One date after the other: whether one is due still goes by what was tried before it. */
  private static List<Row> tried(
      ChurnTraining training, ModelRegistry registry, List<LocalDate> dates, int retrainDays) {
    List<Row> rows = new ArrayList<>();
    for (LocalDate date : dates) {
      if (registry.isDue(date, retrainDays)) {
        training
            .on(date, registry.inForceOn(date))
            .ifPresent(
                trial -> {
                  Row row = ModelRows.write(date, trial);
                  registry.enter(row, trial.challenger());
                  rows.add(row);
                });
      }
    }
    return rows;
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
