package dev.bellwether.marts.churn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.CalibratedModelsJson;
import dev.bellwether.prediction.Libraries;
import dev.bellwether.prediction.Method;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;

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
    return json == null ? null : MAPPER.readValue(json, Population.class);
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
    Map<String, Object> values = new HashMap<>();
    values.put("as_of_date", Date.valueOf(date));
    values.put("model_id", challenger.id());
    values.put("decision", trial.decision());
    values.put("reason", reason(trial));
    values.put("method", challenger.method().label());
    values.put("calibration", trained.calibrationKind());
    values.put("rounds", trained.rounds());
    values.put("test_from", Date.valueOf(trial.testFrom()));
    values.put("test_periods", trial.periods());
    values.put("test_churned_accounts", trial.churnedAccounts());
    values.put("auc", trial.auc().isPresent() ? trial.auc().getAsDouble() : null);
    values.put("log_loss", trial.loss());
    values.put("opponent", trial.opponent());
    values.put("opponent_log_loss", trial.opponentLoss());
    values.put("calendar_log_loss", trial.calendarLoss());
    values.put("gain", trial.gain());
    values.put("gain_standard_error", trial.gainStandardError());
    values.put("features", String.join(" ", features(trained)));
    values.put("model", CalibratedModelsJson.write(trained));
    values.put("population", json(challenger.population()));
    values.put("training_periods", trial.trainingPeriods());
    values.put("seed", HazardTrainer.SEED);
    values.put("libraries", Libraries.versions());
    values.put("features_hash", HazardFeatures.hash());
    Contract contract = Contracts.of(Tables.CHURN_MODEL);
    return new GenericRowWithSchema(
        contract.columnNames().stream().map(values::get).toArray(), contract.schema());
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
        trial.testFrom(),
        trial.gain(),
        trial.opponent(),
        trial.isWon() ? "more than" : "not more than",
        ChurnTrial.NOISE,
        trial.gainStandardError());
  }
}
