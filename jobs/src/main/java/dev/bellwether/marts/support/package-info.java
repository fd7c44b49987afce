/**
 * Support: how well, by whom and at what cost customers are served, ways of organising it compared,
 * and which fits whom.
 *
 * <p>All from support_tickets, as of the last month-end; leans on facts.
 */
package dev.bellwether.marts.support;
