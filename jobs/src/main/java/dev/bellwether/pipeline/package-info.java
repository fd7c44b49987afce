/**
 * A run: takes the lock, ingests, computes the plan's steps in order, publishes and keeps the
 * ledger.
 *
 * <p>Knows all steps (the plan names them) and no command.
 */
package dev.bellwether.pipeline;
