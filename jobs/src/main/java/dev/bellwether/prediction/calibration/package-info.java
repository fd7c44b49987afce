/**
 * From a model's log odds to calibrated probabilities: Platt's line or isotonic steps.
 *
 * <p>Leans on nothing of Bellwether's.
 */
package dev.bellwether.prediction.calibration;
