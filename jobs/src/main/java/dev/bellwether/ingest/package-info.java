/**
 * From raw files by a source's mapping to staging tables: batches, deduplication, quarantine and
 * quality reports.
 *
 * <p>Leans on the platform only.
 */
package dev.bellwether.ingest;
