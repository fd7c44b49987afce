/**
 * A made-up company with hidden truth: accounts, contracts, use, tickets and churn, drawn from a
 * seed.
 *
 * <p>Leans on nothing of Bellwether's, so that what it draws owes nothing to what is measured.
 */
package dev.bellwether.simulator;
