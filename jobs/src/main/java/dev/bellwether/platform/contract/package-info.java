/**
 * What each table promises, read from schemas/, and the checks that hold rows against it.
 *
 * <p>Leans on errors only.
 */
package dev.bellwether.platform.contract;
