/**
 * How good predictions were: ranking, calibration and loss, each defined once on rows counted by
 * level of risk.
 *
 * <p>Leans on prediction.calibration (the slope of log odds) only. Trials, backtest and track
 * record use it.
 */
package dev.bellwether.prediction.evaluation;
