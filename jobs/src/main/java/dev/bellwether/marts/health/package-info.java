/**
 * Health of every account at every date: scores, bands with memory, overrides, and what changed and
 * why.
 *
 * <p>Leans on the platform only; reads features as a table.
 */
package dev.bellwether.marts.health;
