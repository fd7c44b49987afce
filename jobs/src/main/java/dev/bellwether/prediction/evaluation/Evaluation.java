package dev.bellwether.prediction.evaluation;

import dev.bellwether.prediction.calibration.Logit;
import dev.bellwether.prediction.calibration.LogitLine;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How good forecasts were, on rows that nothing was learned from.
 *
 * @param n rows
 * @param events events among them
 * @param auc see {@link Auc}
 * @param averagePrecision see {@link AveragePrecision}
 * @param logLoss see {@link LogLoss}
 * @param brier see {@link Brier}
 * @param ece see {@link CalibrationError}; without an interval, which resampling would bias upwards
 * @param eceNullP95 what {@code ece} would stay under in 95% of cases, were the probabilities
 *     perfect
 * @param calibrationSlope the slope of outcomes over log odds: 1 is right, under 1 too extreme,
 *     over 1 too timid; null where all probabilities are nearly equal
 * @param observedOverExpected events / sum of probabilities
 * @param top what the top 5, 10 and 20 % would hold
 */
public record Evaluation(
    int n,
    int events,
    Estimate auc,
    Estimate averagePrecision,
    Estimate logLoss,
    Estimate brier,
    Estimate ece,
    double eceNullP95,
    Double calibrationSlope,
    double observedOverExpected,
    List<TopShare> top) {
  /** Distinct accounts with the event below which figures say too little to be given. */
  public static final int FEWEST_EVENTS = 10;

  private static final List<Metric> RESAMPLED =
      List.of(new Auc(), new AveragePrecision(), new LogLoss(), new Brier());

  /** Shares of rows, the most probable first, whose recall and lift are given. */
  public static final List<Integer> TOP_PERCENT = List.of(5, 10, 20);

  /** Log odds that differ by less all say the same. */
  private static final double LEAST_SPREAD = 0.01;

  /** Judges forecasts of both outcomes. */
  public static Evaluation of(Forecasts forecasts, Bootstrap bootstrap) {
    List<Estimate> estimates = bootstrap.estimates(forecasts, RESAMPLED);
    RiskLevels levels = forecasts.levels();
    return new Evaluation(
        forecasts.size(),
        forecasts.eventCount(),
        estimates.get(0),
        estimates.get(1),
        estimates.get(2),
        estimates.get(3),
        Estimate.of(CalibrationError.of(levels)),
        CalibrationError.nullP95(levels, bootstrap.seed()),
        slope(forecasts),
        levels.events() / levels.expected(),
        TOP_PERCENT.stream().map(share -> TopShare.of(levels, share / 100.0)).toList());
  }

  private static Double slope(Forecasts forecasts) {
    double[] logits = Arrays.stream(forecasts.probabilities()).map(Logit::of).toArray();
    if (logits[0] - logits[logits.length - 1] < LEAST_SPREAD) {
      return null;
    }
    double[] outcomes =
        IntStream.range(0, logits.length).mapToDouble(i -> forecasts.events()[i] ? 1 : 0).toArray();
    return LogitLine.fit(logits, outcomes).slope();
  }
}
