package dev.bellwether.marts.churn;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.step.StepInputs;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * What becomes of models over the dates of a run, one date after the other: whether one is tried on
 * a date goes by what was tried, and what has drifted, until then.
 */
final class ModelHistory {
  private final StepInputs inputs;
  private final ModelRegistry registry;
  private final TrialSchedule schedule;
  private final Map<LocalDate, ChurnTrial> trials = new LinkedHashMap<>();
  private final Map<LocalDate, ChurnDrift> drifts = new LinkedHashMap<>();

  private ModelHistory(StepInputs inputs, ModelRegistry registry) {
    this.inputs = inputs;
    this.registry = registry;
    this.schedule = new TrialSchedule(registry, inputs.settings().churn().retrainDays());
  }

  /** Goes through the dates of a run. */
  static ModelHistory of(StepInputs inputs, ModelRegistry registry) {
    ModelHistory history = new ModelHistory(inputs, registry);
    List<LocalDate> asking = inputs.dates().stream().filter(history.schedule::mayAsk).toList();
    if (!asking.isEmpty()) {
      LabelledDays labelledDays = LabelledDays.of(inputs, inputs.lastDate());
      history.pass(asking.stream().filter(labelledDays::suffice).toList(), labelledDays);
    }
    return history;
  }

  /** The models that were tried, by date. */
  Map<LocalDate, ChurnTrial> trials() {
    return trials;
  }

  /** How the model in force fitted, by month-end. */
  Map<LocalDate, ChurnDrift> drifts() {
    return drifts;
  }

  private void pass(List<LocalDate> dates, LabelledDays labelledDays) {
    LocalDate latest = inputs.lastDate();
    List<LocalDate> monthEnds = dates.stream().filter(Dates::isMonthEnd).toList();
    JavaRDD<Observation> atMonthEnds = kept(Observations.ahead(inputs, monthEnds));
    JavaRDD<Observation> recent =
        kept(Observations.labelled(inputs, latest, lookedBackTo(monthEnds, labelledDays)));
    // all history is read only where a model is tried
    JavaRDD<Observation> all =
        kept(Observations.labelledWithBands(inputs, latest, labelledDays.observed()));
    try {
      ChurnTraining training = new ChurnTraining(inputs.spark(), inputs.settings(), all);
      for (LocalDate date : dates) {
        List<Integer> known = labelledDays.known(date);
        look(date, known, atMonthEnds, recent);
        attempt(date, known, training);
      }
    } finally {
      List.of(atMonthEnds, recent, all).forEach(JavaRDD::unpersist);
    }
  }

  private static JavaRDD<Observation> kept(JavaRDD<Observation> observations) {
    return observations.persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** The observation dates by whose outcomes drift is told at month-ends. */
  private static List<LocalDate> lookedBackTo(
      List<LocalDate> monthEnds, LabelledDays labelledDays) {
    return monthEnds.stream()
        .flatMap(date -> ChurnDrift.lookedBackTo(labelledDays.known(date)).stream())
        .distinct()
        .map(LocalDate::ofEpochDay)
        .toList();
  }

  private void look(
      LocalDate date,
      List<Integer> known,
      JavaRDD<Observation> atMonthEnds,
      JavaRDD<Observation> recent) {
    if (Dates.isMonthEnd(date)) {
      int day = (int) date.toEpochDay();
      JavaRDD<Observation> tonight = atMonthEnds.filter(each -> each.day() == day);
      registry
          .inForceOn(date)
          .ifPresent(model -> drifts.put(date, ChurnDrift.of(model, date, tonight, recent, known)));
    }
  }

  private void attempt(LocalDate date, List<Integer> known, ChurnTraining training) {
    boolean hasDrifted = drifts.containsKey(date) && drifts.get(date).hasDrifted();
    if (schedule.isDue(date, hasDrifted)) {
      Optional<ChurnTrial> trial = training.trial(date, known, registry.inForceOn(date));
      trial.ifPresent(
          made -> {
            registry.enter(date, made);
            trials.put(date, made);
          });
    }
  }
}
