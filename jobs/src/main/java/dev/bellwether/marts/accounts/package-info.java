/**
 * What each account is: the dimension that the figures of the other marts are cut by.
 *
 * <p>Leans on the platform alone.
 */
package dev.bellwether.marts.accounts;
