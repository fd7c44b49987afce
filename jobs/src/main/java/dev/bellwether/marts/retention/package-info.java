/**
 * Retention: how revenue moved by month and group, how long customers and their revenue stay, and
 * what they answered when asked.
 *
 * <p>Leans on facts; other marts are read as tables only.
 */
package dev.bellwether.marts.retention;
