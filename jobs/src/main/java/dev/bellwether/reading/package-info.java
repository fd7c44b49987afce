/**
 * Reads stored and published tables without Spark, by Delta Kernel and Parquet's own reader: for
 * commands and reports that need few rows at once. Leans on publish and on contracts.
 */
package dev.bellwether.reading;
