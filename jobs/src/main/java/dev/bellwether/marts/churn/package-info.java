/**
 * Churn: labels, the models that are trained and tried on them, predictions, explanations and
 * drift.
 *
 * <p>Leans on facts.billing, prediction and the platform; reads features and health as tables.
 */
package dev.bellwether.marts.churn;
