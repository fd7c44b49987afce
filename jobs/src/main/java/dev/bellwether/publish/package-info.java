/**
 * Immutable publications: content hashes, checks, Parquet export, manifests and what is current.
 */
package dev.bellwether.publish;
