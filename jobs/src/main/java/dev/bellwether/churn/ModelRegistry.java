package dev.bellwether.churn;

import static org.apache.spark.sql.functions.col;

import dev.bellwether.contract.BellwetherException;
import dev.bellwether.prediction.Method;
import dev.bellwether.prediction.Trained;
import dev.bellwether.prediction.TrainedJson;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The rows of churn_model: which model predicts on which date. */
final class ModelRegistry {
  private static final String ADOPTED = "adopted";

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
    if (row.getAs("decision").equals(ADOPTED)) {
      String method = row.getAs("method");
      adopted.put(
          date,
          new HazardModel(
              row.getAs("model_id"),
              trained(row.getAs("model_id"), row.getAs("model")),
              Method.valueOf(method.toUpperCase(Locale.ROOT))));
    }
  }

  private static Trained trained(String id, String json) {
    Trained trained;
    try {
      trained = TrainedJson.read(json);
    } catch (IllegalArgumentException e) {
      throw BellwetherException.data(
              "the model " + id + " in churn_model cannot be read",
              String.valueOf(e.getMessage()),
              "restore the table churn_model from a backup, or delete the row: a new model is"
                  + " trained then")
          .causedBy(e);
    }
    List<String> known =
        Stream.of(HazardFeatures.NUMBERS, HazardSteps.FEATURES, HazardFeatures.TEXTS)
            .flatMap(List::stream)
            .toList();
    if (!trained.features().equals(known)) {
      List<String> missing =
          trained.features().stream().filter(feature -> !known.contains(feature)).toList();
      List<String> added =
          known.stream().filter(name -> !trained.features().contains(name)).toList();
      throw BellwetherException.data(
          "the model " + id + " in churn_model does not fit account_features",
          "it reads " + missing + ", which are gone, and does not know " + added,
          "delete its row from churn_model: a new model is trained then");
    }
    return trained;
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

  /** A trial as a row of churn_model. */
  static Row row(LocalDate date, ChurnTrial trial) {
    HazardModel challenger = trial.challenger();
    Trained trained = challenger.trained();
    String decision = trial.isWon() ? ADOPTED : trial.isSuspect() ? "suspect" : "refused";
    return RowFactory.create(
        Date.valueOf(date),
        challenger.id(),
        decision,
        reason(trial),
        challenger.method().label(),
        trained.calibrationKind(),
        trained.rounds(),
        Date.valueOf(trial.testFrom()),
        trial.rows(),
        trial.churnedAccounts(),
        trial.auc(),
        trial.loss(),
        trial.opponent(),
        trial.opponentLoss(),
        trial.calendarLoss(),
        trial.gain(),
        trial.gainError(),
        String.join(" ", trained.features()),
        TrainedJson.write(trained));
  }

  private static String reason(ChurnTrial trial) {
    if (trial.isSuspect()) {
      return String.format(
          Locale.ROOT,
          "an AUC of %.3f where renewals are at stake is too good to be true: look for a feature"
              + " that knows the outcome",
          trial.auc());
    }
    return String.format(
        Locale.ROOT,
        "its log loss on observations since %s is %.5f less than that of %s, %s the standard error"
            + " of %.5f",
        trial.testFrom(),
        trial.gain(),
        trial.opponent(),
        trial.isWon() ? "more than" : "not more than",
        trial.gainError());
  }
}
