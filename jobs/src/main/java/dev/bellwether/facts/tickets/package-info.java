/**
 * Support: each ticket with its response, resolution and SLA clocks.
 *
 * <p>Leans on the platform only.
 */
package dev.bellwether.facts.tickets;
