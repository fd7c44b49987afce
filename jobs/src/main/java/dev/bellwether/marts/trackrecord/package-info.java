/**
 * How well health, CSMs and predictions told who would churn, by outcomes as they matured.
 *
 * <p>Leans on prediction's evaluation and the platform; reads the other marts as tables.
 */
package dev.bellwether.marts.trackrecord;
