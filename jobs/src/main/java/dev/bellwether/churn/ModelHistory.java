package dev.bellwether.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.bellwether.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * What becomes of models over the dates of a run, one date after the other: whether one is tried on
 * a date goes by what was tried, and what has drifted, until then.
 *
 * @param trials the models that were tried, by date
 * @param drifts how the model in force fitted, by month-end
 */
record ModelHistory(Map<LocalDate, ChurnTrial> trials, Map<LocalDate, ChurnDrift> drifts) {
  /** Days that a trial is given before drift asks for the next. */
  private static final int LEAST_DAYS = 90;

  /** Goes through the dates. */
  static ModelHistory of(StepInputs inputs, ModelRegistry registry) {
    ModelHistory history = new ModelHistory(new LinkedHashMap<>(), new LinkedHashMap<>());
    LocalDate latest = inputs.dates().get(inputs.dates().size() - 1);
    Optional<LocalDate> enoughOn = enoughChurnedOn(inputs, latest);
    if (enoughOn.isPresent()
        && inputs.dates().stream().anyMatch(d -> mayAsk(inputs, registry, d))) {
      JavaRDD<Observation> labelled =
          Observations.labelled(inputs, latest).persist(StorageLevel.MEMORY_AND_DISK());
      try {
        ChurnTraining training = new ChurnTraining(inputs.spark(), inputs.settings(), labelled);
        for (LocalDate date : inputs.dates()) {
          if (!date.isBefore(enoughOn.get())) {
            history.enter(date, inputs, registry, labelled, training);
          }
        }
      } finally {
        labelled.unpersist();
      }
    }
    return history;
  }

  /** Whether a date may need to know what became of customers; most nights do not. */
  private static boolean mayAsk(StepInputs inputs, ModelRegistry registry, LocalDate date) {
    return isMonthEnd(date) || registry.isDue(date, inputs.settings().churn().retrainDays());
  }

  private static boolean isMonthEnd(LocalDate date) {
    return date.equals(YearMonth.from(date).atEndOfMonth());
  }

  private void enter(
      LocalDate date,
      StepInputs inputs,
      ModelRegistry registry,
      JavaRDD<Observation> labelled,
      ChurnTraining training) {
    Optional<HazardModel> champion = registry.inForceOn(date);
    if (isMonthEnd(date) && champion.isPresent()) {
      JavaRDD<Observation> tonight = Observations.ahead(inputs, List.of(date));
      drifts.put(date, ChurnDrift.of(champion.get(), date, tonight, labelled));
    }
    if (isDue(date, registry, inputs.settings().churn().retrainDays())) {
      training
          .on(date, champion)
          .ifPresent(
              trial -> {
                registry.enter(date, trial);
                trials.put(date, trial);
              });
    }
  }

  private boolean isDue(LocalDate date, ModelRegistry registry, int retrainDays) {
    boolean hasDrifted = drifts.containsKey(date) && drifts.get(date).hasDrifted();
    return registry.isDue(date, retrainDays)
        || (hasDrifted && registry.isDue(date, Math.min(LEAST_DAYS, retrainDays)));
  }

  /** The day by which so many distinct accounts were known to have churned. */
  private static Optional<LocalDate> enoughChurnedOn(StepInputs inputs, LocalDate latest) {
    int enough = inputs.settings().churn().modelMinimumChurned();
    TreeMap<LocalDate, Long> perDay = new TreeMap<>();
    inputs
        .table("churn_label")
        .where(col("churned").and(col("matured_on").leq(lit(Date.valueOf(latest)))))
        .groupBy("account_id")
        .agg(min("matured_on").as("matured_on"))
        .groupBy("matured_on")
        .count()
        .collectAsList()
        .forEach(row -> perDay.put(dateOf(row), row.getLong(1)));
    long churned = 0;
    for (Map.Entry<LocalDate, Long> day : perDay.entrySet()) {
      churned += day.getValue();
      if (churned >= enough) {
        return Optional.of(day.getKey());
      }
    }
    return Optional.empty();
  }

  private static LocalDate dateOf(Row row) {
    return row.<Date>getAs(0).toLocalDate();
  }
}
