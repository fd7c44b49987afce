/**
 * What it would cost, or save, to organise support otherwise: ranges from a home's own figures.
 *
 * <p>Reads tables without Spark; publishes nothing.
 */
package dev.bellwether.tools.whatif;
