package dev.bellwether.churn;

import dev.bellwether.contract.BellwetherException;
import dev.bellwether.prediction.Method;
import dev.bellwether.prediction.Trained;
import dev.bellwether.prediction.TrainedJson;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Trials as rows of churn_model, and models read back from them. */
final class ModelRows {
  private ModelRows() {}

  /**
   * The model of a row.
   *
   * @throws BellwetherException when it cannot be read, or reads other features than there are
   */
  static HazardModel read(Row row) {
    String id = row.getAs("model_id");
    String method = row.getAs("method");
    return new HazardModel(
        id, trained(id, row.getAs("model")), Method.valueOf(method.toUpperCase(Locale.ROOT)));
  }

  private static Trained trained(String id, String json) {
    Trained trained;
    try {
      trained = TrainedJson.read(json);
    } catch (IllegalArgumentException e) {
      throw BellwetherException.data(
              "the model " + id + " in churn_model cannot be read",
              String.valueOf(e.getMessage()),
              "restore the table churn_model from a backup, or delete the row: the model before it,"
                  + " or rates, predict then until another is tried")
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
          "delete its row from churn_model: the model before it, or rates, predict then until another"
              + " is tried");
    }
    return trained;
  }

  /** A trial as a row of churn_model. */
  static Row write(LocalDate date, ChurnTrial trial) {
    HazardModel challenger = trial.challenger();
    Trained trained = challenger.trained();
    return RowFactory.create(
        Date.valueOf(date),
        challenger.id(),
        trial.decision(),
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
