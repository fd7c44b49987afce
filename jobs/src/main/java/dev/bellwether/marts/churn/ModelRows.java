package dev.bellwether.marts.churn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.NamedRow;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.CalibratedModelsJson;
import dev.bellwether.prediction.Libraries;
import dev.bellwether.prediction.Method;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Trials as rows of churn_model, and models read back from them. */
final class ModelRows {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ModelRows() {}

  /**
   * The model of a row.
   *
   * @throws BellwetherException when it cannot be read
   */
  static HazardModel read(Row row) {
    String id = row.getAs("model_id");
    String method = row.getAs("method");
    try {
      return new HazardModel(
          id,
          CalibratedModelsJson.read(row.getAs("model")),
          Method.valueOf(method.toUpperCase(Locale.ROOT)),
          population(row.getAs("population")));
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw BellwetherException.data(
              "the model " + id + " in churn_model cannot be read",
              String.valueOf(e.getMessage()),
              "restore the table churn_model from a backup, or delete the row: the model before it,"
                  + " or rates, predict then until another is tried")
          .causedBy(e);
    }
  }

  private static Population population(String json) throws JsonProcessingException {
    return json == null ? Population.UNKNOWN : MAPPER.readValue(json, Population.class);
  }

  private static String json(Population population) {
    try {
      return MAPPER.writeValueAsString(population);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a population cannot be written as JSON", e);
    }
  }

  /** A trial as a row of churn_model. */
  static Row write(LocalDate date, ChurnTrial trial) {
    HazardModel challenger = trial.challenger();
    CalibratedModels trained = challenger.trained();
    return NamedRow.of(Contracts.of(Tables.CHURN_MODEL).schema())
        .set("as_of_date", Date.valueOf(date))
        .set("model_id", challenger.id())
        .set("decision", trial.decision())
        .set("reason", reason(trial))
        .set("method", challenger.method().label())
        .set("calibration", trained.calibrationKind())
        .set("rounds", trained.rounds())
        .set("test_from", Date.valueOf(trial.test().from()))
        .set("test_periods", (long) trial.test().periods().size())
        .set("test_churned_accounts", trial.test().churnedAccounts())
        .set("auc", trial.auc().isPresent() ? trial.auc().getAsDouble() : null)
        .set("log_loss", trial.losses().loss())
        .set("opponent", trial.opponent())
        .set("opponent_log_loss", trial.losses().opponentLoss())
        .set("calendar_log_loss", trial.losses().calendarLoss())
        .set("gain", trial.losses().gain())
        .set("gain_standard_error", trial.losses().gainStandardError())
        .set("features", String.join(" ", features(trained)))
        .set("model", CalibratedModelsJson.write(trained))
        .set("population", json(challenger.population()))
        .set("training_periods", trial.trainingPeriods())
        .set("seed", HazardTrainer.SEED)
        .set("libraries", Libraries.versions())
        .set("features_hash", HazardFeatures.hash())
        .row();
  }

  private static List<String> features(CalibratedModels trained) {
    return Stream.of(trained.numbers(), trained.texts()).flatMap(List::stream).toList();
  }

  private static String reason(ChurnTrial trial) {
    if (trial.isSuspect()) {
      return String.join(" ", trial.leaks());
    }
    return String.format(
        Locale.ROOT,
        "its log loss on observations since %s is %.5f less than that of %s, %s %.3f standard errors"
            + " of %.5f",
        trial.test().from(),
        trial.losses().gain(),
        trial.opponent(),
        trial.isWon() ? "more than" : "not more than",
        LossComparison.NOISE,
        trial.losses().gainStandardError());
  }
}
