/**
 * Immutable publications: content hashes, checks, Parquet export, manifests and what is current.
 *
 * <p>Leans on the platform only; beside the warehouse, the only package that writes to storage.
 */
package dev.bellwether.publish;
