package dev.bellwether.churn;

import static org.apache.spark.sql.functions.col;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which model predicts on which date, and when one was last tried. */
final class ModelRegistry {
  private final TreeMap<LocalDate, HazardModel> adopted = new TreeMap<>();
  private LocalDate lastTried;

  private ModelRegistry() {}

  /** The registry as rows of churn_model tell it; a row per trial, so there are few. */
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
                        col("model"))
                    .orderBy("as_of_date")
                    .collectAsList())
        .orElse(List.of())
        .forEach(registry::read);
    return registry;
  }

  private void read(Row row) {
    LocalDate date = row.<Date>getAs("as_of_date").toLocalDate();
    lastTried = date;
    if (row.getAs("decision").equals(ChurnTrial.ADOPTED)) {
      adopted.put(date, ModelRows.read(row));
    }
  }

  /** The model that predicts on a date. */
  Optional<HazardModel> inForceOn(LocalDate date) {
    return Optional.ofNullable(adopted.floorEntry(date)).map(Map.Entry::getValue);
  }

  /** Whether none was tried for so many days. */
  boolean isDue(LocalDate date, int retrainDays) {
    return lastTried == null || !date.isBefore(lastTried.plusDays(retrainDays));
  }

  /** Enters a trial. */
  void add(LocalDate date, ChurnTrial trial) {
    lastTried = date;
    if (trial.isWon()) {
      adopted.put(date, trial.challenger());
    }
  }
}
