/**
 * Time: what was known when, business days, month-ends and windows.
 *
 * <p>The only place that masks what lies ahead.
 */
package dev.bellwether.platform.asof;
