/**
 * JSON as it is written into tables and manifests: one mapper, one way.
 *
 * <p>Leans on errors only.
 */
package dev.bellwether.platform.json;
