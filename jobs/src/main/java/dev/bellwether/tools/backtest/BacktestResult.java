package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.Growth;
import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.evaluation.Forecasts;
import dev.bellwether.prediction.leak.SingleFeature;
import java.util.List;
import java.util.Map;

/**
 * What a backtest found.
 *
 * @param request what was asked for
 * @param rows rows with a label
 * @param events events among them
 * @param label the label's value that is the event, and the other
 * @param columns what each column was used as
 * @param split how the table was split, in words
 * @param champion the method that did best where methods were calibrated
 * @param calibrationLoss the log loss of each method there
 * @param evaluations of each method, on rows held out
 * @param heldOut these rows
 * @param growths how boosters were grown, of each model that predicted
 * @param calibrations how probabilities were calibrated
 * @param alone each feature alone, the strongest first
 * @param drivers what moves the champion's log odds, the strongest first
 * @param worth of the champion's list of the rows most at risk
 * @param warnings what to doubt, in words
 * @param notes what was left out, in words
 */
public record BacktestResult(
    BacktestRequest request,
    int rows,
    int events,
    Label label,
    List<ColumnUse> columns,
    String split,
    String champion,
    Map<String, Double> calibrationLoss,
    Map<String, Evaluation> evaluations,
    List<HeldOut> heldOut,
    List<Growth> growths,
    List<String> calibrations,
    List<SingleFeature> alone,
    List<Driver> drivers,
    Worth worth,
    List<String> warnings,
    List<String> notes) {

  /** What a method predicted, beside what happened. */
  Forecasts forecasts(String method) {
    return HeldOut.forecasts(heldOut, method);
  }
}
