/**
 * Signs that a model has seen what it predicts: features that alone tell too much.
 *
 * <p>Leans on prediction.evaluation only.
 */
package dev.bellwether.prediction.leak;
