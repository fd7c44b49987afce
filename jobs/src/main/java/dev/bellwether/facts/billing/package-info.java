/**
 * Money: recurring revenue, exchange rates, invoices, terms and decisions, and from when to when an
 * account is a customer.
 *
 * <p>Leans on the platform only.
 */
package dev.bellwether.facts.billing;
