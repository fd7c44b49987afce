package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.Method;
import dev.bellwether.prediction.Scored;
import dev.bellwether.prediction.evaluation.LogLoss;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What predicts the rows of one slice.
 *
 * @param trained the calibrated methods
 * @param baseRate the share of events among all rows that were learned from
 */
record Predictors(CalibratedModels trained, double baseRate) {
  /** The name of the baseline: everybody gets the same probability. */
  static final String BASE_RATE = "base_rate";

  /** A held-out row with what each method says. */
  HeldOut predict(Scored scored, String slice) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    probabilities.put(BASE_RATE, baseRate);
    for (Method method : Method.values()) {
      probabilities.put(method.label(), trained.probability(method, scored));
    }
    return new HeldOut(
        scored.row(), scored.id(), scored.event(), slice, probabilities, scored.beyond());
  }

  /**
   * The log loss of each method where it was calibrated; of the base rate, where it was learned.
   */
  Map<String, Double> calibrationLoss() {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put(
        BASE_RATE,
        baseRate * LogLoss.of(baseRate, true) + (1 - baseRate) * LogLoss.of(baseRate, false));
    trained.calibrationLoss().forEach((method, loss) -> losses.put(method.label(), loss));
    return losses;
  }
}
