package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.Explained;
import dev.bellwether.prediction.Fitted;
import dev.bellwether.prediction.Growth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a way of splitting the table predicted.
 *
 * @param rows the rows held out, in order of the table
 * @param calibrationLoss the log loss of each method on calibration rows; it chooses the champion
 * @param growths how boosters were grown, of each model that predicted
 * @param calibrations how probabilities were calibrated: platt, isotonic
 * @param explained some of the rows held out, with what drove their log odds
 * @param split how the table was split, in words
 */
record Predicted(
    List<HeldOut> rows,
    Map<String, Double> calibrationLoss,
    List<Growth> growths,
    List<String> calibrations,
    List<Explained> explained,
    String split) {

  /** What a fitted model predicts of the rows that it was not learned from. */
  static Predicted of(Fitted fitted, double baseRate, String slice) {
    Predictors predictors = new Predictors(fitted.trained(), baseRate);
    return new Predicted(
        fitted.heldOut().stream().map(row -> predictors.predict(row, slice)).toList(),
        predictors.calibrationLoss(),
        List.of(fitted.growth()),
        List.of(fitted.trained().calibrationKind()),
        fitted.explained(),
        slice);
  }

  /** All slices as one; a method's calibration loss is the mean of theirs. */
  static Predicted joined(List<Predicted> slices, String split) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (Predicted slice : slices) {
      slice.calibrationLoss.forEach(
          (method, loss) -> losses.merge(method, loss / slices.size(), Double::sum));
    }
    return new Predicted(
        slices.stream()
            .flatMap(slice -> slice.rows.stream())
            .sorted(Comparator.comparingLong(HeldOut::row))
            .toList(),
        losses,
        slices.stream().flatMap(slice -> slice.growths.stream()).toList(),
        slices.stream().flatMap(slice -> slice.calibrations.stream()).distinct().toList(),
        slices.stream().flatMap(slice -> slice.explained.stream()).toList(),
        split);
  }
}
