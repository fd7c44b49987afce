/**
 * Renewals: what became of those that were due, and the list of those at risk, with reasons.
 *
 * <p>Leans on facts.billing, the churn mart's horizons and drivers, and the platform.
 */
package dev.bellwether.marts.renewals;
