/**
 * Shows rows of stored and published tables: without starting Spark, unless a condition in SQL is
 * given. Reads only; prints nothing itself.
 */
package dev.bellwether.tools.show;
