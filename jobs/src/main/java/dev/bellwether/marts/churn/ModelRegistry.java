package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which model predicts on which date, and when one was last tried. */
final class ModelRegistry {
  private final TreeSet<LocalDate> tried = new TreeSet<>();
  private final TreeSet<LocalDate> adopted = new TreeSet<>();
  private final Map<LocalDate, Row> stored = new HashMap<>();
  private final Map<LocalDate, HazardModel> models = new HashMap<>();

  private ModelRegistry() {}

  /**
   * The registry as rows of churn_model tell it; a row per trial, so there are few. A model is read
   * when it is asked for.
   */
  static ModelRegistry of(Optional<Dataset<Row>> rows) {
    ModelRegistry registry = new ModelRegistry();
    rows.map(
            table ->
                table
                    .select(
                        col("as_of_date"),
                        col("model_id"),
                        col("decision"),
                        col("method"),
                        col("model"),
                        col("population"))
                    .collectAsList())
        .orElse(List.of())
        .forEach(registry::enter);
    return registry;
  }

  private void enter(Row row) {
    LocalDate date = row.<Date>getAs("as_of_date").toLocalDate();
    tried.add(date);
    if (row.getAs("decision").equals(ChurnTrial.ADOPTED)) {
      adopted.add(date);
      stored.put(date, row);
    }
  }

  /** Enters a trial. */
  void enter(LocalDate date, ChurnTrial trial) {
    tried.add(date);
    if (trial.isWon()) {
      adopted.add(date);
      models.put(date, trial.challenger());
    }
  }

  /**
   * The model that predicts on a date: the one adopted last, as long as all that it reads is made.
   */
  Optional<HazardModel> inForceOn(LocalDate date) {
    return Optional.ofNullable(adopted.floor(date))
        .map(day -> models.computeIfAbsent(day, key -> ModelRows.read(stored.get(key))))
        .filter(model -> model.missing().isEmpty());
  }

  /** The dates on which each model predicts; dates without a model are left out. */
  Map<HazardModel, List<LocalDate>> datesOfModels(List<LocalDate> dates) {
    Map<HazardModel, List<LocalDate>> datesOfModels = new LinkedHashMap<>();
    for (LocalDate date : dates) {
      inForceOn(date)
          .ifPresent(
              model -> datesOfModels.computeIfAbsent(model, m -> new ArrayList<>()).add(date));
    }
    return datesOfModels;
  }

  /** When one was tried last, on the date or before. */
  Optional<LocalDate> lastTried(LocalDate date) {
    return Optional.ofNullable(tried.floor(date));
  }

  /** Whether the model that was tried on a date was adopted. */
  boolean isAdopted(LocalDate date) {
    return adopted.contains(date);
  }

  /** Whether the model adopted last no longer predicts. */
  boolean isFallen(LocalDate date) {
    return adopted.floor(date) != null && inForceOn(date).isEmpty();
  }
}
