package dev.bellwether.marts.churn;

import dev.bellwether.prediction.evaluation.Bootstrap;
import dev.bellwether.prediction.evaluation.CalibrationBin;
import dev.bellwether.prediction.evaluation.CalibrationError;
import dev.bellwether.prediction.evaluation.Estimate;
import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.evaluation.Forecasts;
import java.sql.Date;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * How a model that was tried, and what it is held against, predicted churn within 90 days on later
 * dates: rows of churn_evaluation and churn_calibration.
 *
 * <p>First of accounts with a decision within the horizon, also by quarter of the decision and by
 * segment; then of all. Intervals are by account (see {@link Bootstrap}).
 */
final class ChurnEvaluation {

  private static final String ALL = "all";
  private static final String AT_STAKE = "decision";
  private static final String UNKNOWN = "unknown";
  private static final Bootstrap BOOTSTRAP = new Bootstrap(200, 17);

  private static final int[] TOP_PERCENT = {5, 10, 20};
  private static final Map<String, Function<Evaluation, Estimate>> QUALITIES = qualities();

  private final LocalDate date;
  private final String modelId;
  private final TestForecasts forecasts;

  private ChurnEvaluation(LocalDate date, ChurnTrial trial) {
    this.date = date;
    this.modelId = trial.challenger().id();
    this.forecasts = trial.forecasts();
  }

  /** The rows of churn_evaluation of a trial. */
  static List<Row> metrics(LocalDate date, ChurnTrial trial) {
    return new ChurnEvaluation(date, trial).metrics();
  }

  /** The rows of churn_calibration of a trial. */
  static List<Row> calibration(LocalDate date, ChurnTrial trial) {
    return new ChurnEvaluation(date, trial).calibration();
  }

  private List<Row> metrics() {
    List<Row> rows = new ArrayList<>();
    TestForecasts atStake = forecasts.only(TestForecasts.Forecast::isAtStake);
    for (String method : forecasts.methods()) {
      rows.addAll(metrics(method, AT_STAKE, ALL, ALL, atStake));
      rows.addAll(metrics(method, ALL, ALL, ALL, forecasts));
    }
    for (String method : List.of(ChurnTraining.CHALLENGER, ChurnTraining.CALENDAR)) {
      for (String quarter : values(atStake, ChurnEvaluation::quarter)) {
        TestForecasts some = atStake.only(each -> quarter(each).equals(quarter));
        rows.addAll(metrics(method, AT_STAKE, quarter, ALL, some));
      }
      for (String segment : values(atStake, ChurnEvaluation::segment)) {
        TestForecasts some = atStake.only(each -> segment(each).equals(segment));
        rows.addAll(metrics(method, AT_STAKE, ALL, segment, some));
      }
    }
    return rows;
  }

  private static Set<String> values(
      TestForecasts forecasts, Function<TestForecasts.Forecast, String> of) {
    return forecasts.forecasts().stream().map(of).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String quarter(TestForecasts.Forecast forecast) {
    LocalDate decision = LocalDate.ofEpochDay(forecast.day() + forecast.daysToDecision());
    return decision.getYear() + "-Q" + decision.get(IsoFields.QUARTER_OF_YEAR);
  }

  private static String segment(TestForecasts.Forecast forecast) {
    return Objects.requireNonNullElse(forecast.segment(), UNKNOWN);
  }

  private List<Row> metrics(
      String method, String cohort, String quarter, String segment, TestForecasts some) {
    long churned = some.churnedAccounts();
    List<Row> rows = new ArrayList<>();
    values(method, some, churned)
        .forEach(
            (metric, estimate) ->
                rows.add(
                    RowFactory.create(
                        Date.valueOf(date),
                        modelId,
                        method,
                        cohort,
                        quarter,
                        segment,
                        metric,
                        (long) some.forecasts().size(),
                        churned,
                        estimate == null ? null : Double.valueOf(estimate.value()),
                        estimate == null ? null : estimate.low(),
                        estimate == null ? null : estimate.high())));
    return rows;
  }

  /** Each metric's value, null where too few have churned to tell. */
  private static Map<String, Estimate> values(String method, TestForecasts some, long churned) {
    Map<String, Estimate> values = new LinkedHashMap<>();
    Forecasts forecasts = some.by(method);
    double expected = forecasts.levels().expected();
    values.put(
        "observed_over_expected",
        expected > 0 ? Estimate.of(forecasts.eventCount() / expected) : null);
    values.put("arr_lost_over_expected", estimate(some.lostRevenueOverExpected(method)));
    boolean isEnough =
        churned >= Evaluation.FEWEST_EVENTS && forecasts.eventCount() < forecasts.size();
    Evaluation evaluation = isEnough ? Evaluation.of(forecasts, BOOTSTRAP) : null;
    QUALITIES.forEach((metric, of) -> values.put(metric, isEnough ? of.apply(evaluation) : null));
    return values;
  }

  private static Map<String, Function<Evaluation, Estimate>> qualities() {
    Map<String, Function<Evaluation, Estimate>> qualities = new LinkedHashMap<>();
    qualities.put("auc", Evaluation::auc);
    qualities.put("average_precision", Evaluation::averagePrecision);
    qualities.put("log_loss", Evaluation::logLoss);
    qualities.put("brier", Evaluation::brier);
    qualities.put("ece", Evaluation::ece);
    qualities.put("ece_null_p95", each -> Estimate.of(each.eceNullP95()));
    qualities.put("calibration_slope", each -> estimate(each.calibrationSlope()));
    for (int i = 0; i < TOP_PERCENT.length; i++) {
      int place = i;
      qualities.put(
          "recall_at_" + TOP_PERCENT[i] + "pct",
          each -> Estimate.of(each.top().get(place).recall()));
      qualities.put(
          "lift_at_" + TOP_PERCENT[i] + "pct", each -> Estimate.of(each.top().get(place).lift()));
    }
    return qualities;
  }

  private static Estimate estimate(Double value) {
    return value == null ? null : Estimate.of(value);
  }

  private List<Row> calibration() {
    List<Row> rows = calibration(AT_STAKE, forecasts.only(TestForecasts.Forecast::isAtStake));
    rows.addAll(calibration(ALL, forecasts));
    return rows;
  }

  private List<Row> calibration(String cohort, TestForecasts some) {
    List<Row> rows = new ArrayList<>();
    List<CalibrationBin> bins = CalibrationError.bins(some.by(ChurnTraining.CHALLENGER).levels());
    for (int i = 0; i < bins.size(); i++) {
      CalibrationBin bin = bins.get(i);
      rows.add(
          RowFactory.create(
              Date.valueOf(date),
              modelId,
              cohort,
              i + 1,
              bin.n(),
              bin.events(),
              bin.lowest(),
              bin.highest(),
              bin.meanProbability(),
              bin.rate()));
    }
    return rows;
  }
}
