/**
 * The one exception for what a user can mend: what happened, why, and how to mend it.
 *
 * <p>Leans on nothing.
 */
package dev.bellwether.platform.errors;
