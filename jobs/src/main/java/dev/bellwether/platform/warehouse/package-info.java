/**
 * The Delta tables of a home and the session that reads them.
 *
 * <p>The only reader and writer of the warehouse.
 */
package dev.bellwether.platform.warehouse;
