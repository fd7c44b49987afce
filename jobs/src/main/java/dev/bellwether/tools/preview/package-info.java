/**
 * A scorecard tried on a night that is stored: whose band would change, and why.
 *
 * <p>Leans on the marts of health and track record and on the platform; writes nothing.
 */
package dev.bellwether.tools.preview;
