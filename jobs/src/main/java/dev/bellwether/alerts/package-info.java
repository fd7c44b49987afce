/**
 * Alerts: what somebody should know before they open the page, told once, to a webhook or as files.
 * Knows no tables; leans on publish, which keeps what was told.
 */
package dev.bellwether.alerts;
