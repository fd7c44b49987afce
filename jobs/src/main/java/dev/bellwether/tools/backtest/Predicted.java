package dev.bellwether.tools.backtest;

import java.util.List;
import java.util.Map;

/**
 * What a way of splitting the table predicted.
 *
 * @param rows the rows held out, in order of the table
 * @param calibrationLoss the log loss of each method on calibration rows; it chooses the champion
 * @param rounds of boosting, of each model that predicted
 * @param calibrations how probabilities were calibrated: platt, isotonic
 * @param split how the table was split, in words
 */
record Predicted(
    List<HeldOut> rows,
    Map<String, Double> calibrationLoss,
    List<Integer> rounds,
    List<String> calibrations,
    String split) {}
