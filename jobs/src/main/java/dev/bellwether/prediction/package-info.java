/**
 * Learning from rows of numbers and texts: encoding, logistic regression, boosting, their blend,
 * calibration and explanation.
 *
 * <p>Knows no table, contract or step of Bellwether's, so that any table can be learned from.
 */
package dev.bellwether.prediction;
