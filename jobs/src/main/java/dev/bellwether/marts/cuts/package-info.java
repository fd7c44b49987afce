/**
 * The shape that marts by group share: a row for each cut and group, and shares of counts.
 *
 * <p>Leans on Spark only.
 */
package dev.bellwether.marts.cuts;
