/**
 * Backtest of a stranger's table: reads it, splits it, trains and judges, and writes a report.
 *
 * <p>Leans on prediction, ingest's readers and the platform; reads no table of a home.
 */
package dev.bellwether.tools.backtest;
