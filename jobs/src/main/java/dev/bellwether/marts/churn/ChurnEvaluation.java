package dev.bellwether.marts.churn;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.NamedRow;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.prediction.evaluation.Bootstrap;
import dev.bellwether.prediction.evaluation.CalibrationBin;
import dev.bellwether.prediction.evaluation.CalibrationError;
import dev.bellwether.prediction.evaluation.Estimate;
import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.evaluation.Forecasts;
import dev.bellwether.prediction.evaluation.TopShare;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;

/**
 * How well a model that was tried, and what it is held against, predicted churn within 90 days on
 * later dates: rows of churn_evaluation and churn_calibration.
 *
 * <p>First of accounts with a decision within the horizon, also by quarter of the decision and by
 * segment; then of all. Intervals are by account (see {@link Bootstrap}).
 */
final class ChurnEvaluation {
  private static final String ALL = "all";
  private static final String AT_STAKE = "decision";
  private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 17);

  private final LocalDate date;
  private final String modelId;
  private final TestForecasts all;
  private final TestForecasts atStake;

  private ChurnEvaluation(LocalDate date, ChurnTrial trial) {
    this.date = date;
    this.modelId = trial.challenger().id();
    this.all = trial.forecasts();
    this.atStake = all.only(TestForecasts.Forecast::decides);
  }

  /** The rows of churn_evaluation of a trial. */
  static List<Row> metrics(LocalDate date, ChurnTrial trial) {
    return new ChurnEvaluation(date, trial).metrics();
  }

  /** The rows of churn_calibration of a trial. */
  static List<Row> calibration(LocalDate date, ChurnTrial trial) {
    ChurnEvaluation evaluation = new ChurnEvaluation(date, trial);
    List<Row> rows = evaluation.calibration(AT_STAKE, evaluation.atStake);
    rows.addAll(evaluation.calibration(ALL, evaluation.all));
    return rows;
  }

  /** Whose predictions are looked at together. */
  private record Group(String method, String cohort, String quarter, String segment) {}

  private List<Row> metrics() {
    List<Row> rows = new ArrayList<>();
    for (String method : all.methods()) {
      rows.addAll(metrics(new Group(method, AT_STAKE, ALL, ALL), atStake));
      rows.addAll(metrics(new Group(method, ALL, ALL, ALL), all));
    }
    for (String method : List.of(ChurnTraining.CHALLENGER, ChurnTraining.CALENDAR)) {
      atStake
          .by(TestForecasts.Forecast::quarter)
          .forEach(
              (quarter, some) ->
                  rows.addAll(metrics(new Group(method, AT_STAKE, quarter, ALL), some)));
      atStake
          .by(TestForecasts.Forecast::segment)
          .forEach(
              (segment, some) ->
                  rows.addAll(metrics(new Group(method, AT_STAKE, ALL, segment), some)));
    }
    return rows;
  }

  private List<Row> metrics(Group group, TestForecasts some) {
    long churned = some.churnedAccounts();
    List<Row> rows = new ArrayList<>();
    values(group.method(), some, churned)
        .forEach((metric, value) -> rows.add(row(group, some, churned, metric, value)));
    return rows;
  }

  private Row row(
      Group group, TestForecasts some, long churned, String metric, Optional<Estimate> value) {
    return NamedRow.of(Contracts.of(Tables.CHURN_EVALUATION).schema())
        .set("as_of_date", Date.valueOf(date))
        .set("model_id", modelId)
        .set("method", group.method())
        .set("cohort", group.cohort())
        .set("quarter", group.quarter())
        .set("segment", group.segment())
        .set("metric", metric)
        .set("observations", (long) some.forecasts().size())
        .set("churned_accounts", churned)
        .set("value", value.map(Estimate::value).orElse(null))
        .set("low", value.map(Estimate::low).orElse(null))
        .set("high", value.map(Estimate::high).orElse(null))
        .row();
  }

  /** Each metric's value, empty where too few have churned to tell. */
  private static Map<String, Optional<Estimate>> values(
      String method, TestForecasts some, long churned) {
    Map<String, Optional<Estimate>> values = new LinkedHashMap<>();
    Forecasts forecasts = some.of(method);
    double expected = forecasts.levels().expected();
    values.put(
        "observed_over_expected",
        expected > 0
            ? Optional.of(Estimate.of(forecasts.eventCount() / expected))
            : Optional.empty());
    values.put("arr_lost_over_expected", estimate(some.lostRevenueOverExpected(method)));
    boolean isEnough =
        churned >= Evaluation.FEWEST_EVENTS && forecasts.eventCount() < forecasts.size();
    Optional<Evaluation> evaluation =
        isEnough ? Optional.of(Evaluation.of(forecasts, BOOTSTRAP)) : Optional.empty();
    values.putAll(qualities(evaluation));
    return values;
  }

  private static Map<String, Optional<Estimate>> qualities(Optional<Evaluation> evaluation) {
    Map<String, Optional<Estimate>> values = new LinkedHashMap<>();
    values.put("auc", evaluation.map(Evaluation::auc));
    values.put("average_precision", evaluation.map(Evaluation::averagePrecision));
    values.put("log_loss", evaluation.map(Evaluation::logLoss));
    values.put("brier", evaluation.map(Evaluation::brier));
    values.put("ece", evaluation.map(Evaluation::ece));
    values.put("ece_null_p95", evaluation.map(Evaluation::eceNullP95).map(Estimate::of));
    values.put("calibration_slope", evaluation.map(Evaluation::calibrationSlope).map(Estimate::of));
    for (int i = 0; i < Evaluation.TOP_PERCENT.size(); i++) {
      int place = i;
      String share = Evaluation.TOP_PERCENT.get(i) + "pct";
      Optional<TopShare> top = evaluation.map(each -> each.top().get(place));
      values.put("recall_at_" + share, top.map(TopShare::recall).map(Estimate::of));
      values.put("lift_at_" + share, top.map(TopShare::lift).map(Estimate::of));
    }
    return values;
  }

  private static Optional<Estimate> estimate(OptionalDouble value) {
    return value.isPresent() ? Optional.of(Estimate.of(value.getAsDouble())) : Optional.empty();
  }

  private List<Row> calibration(String cohort, TestForecasts some) {
    List<Row> rows = new ArrayList<>();
    List<CalibrationBin> bins = CalibrationError.bins(some.of(ChurnTraining.CHALLENGER).levels());
    for (int i = 0; i < bins.size(); i++) {
      CalibrationBin bin = bins.get(i);
      rows.add(
          NamedRow.of(Contracts.of(Tables.CHURN_CALIBRATION).schema())
              .set("as_of_date", Date.valueOf(date))
              .set("model_id", modelId)
              .set("cohort", cohort)
              .set("bin", i + 1)
              .set("observations", bin.n())
              .set("churned", bin.events())
              .set("lowest_probability", bin.lowest())
              .set("highest_probability", bin.highest())
              .set("mean_probability", bin.meanProbability())
              .set("churn_rate", bin.rate())
              .row());
    }
    return rows;
  }
}
