package dev.bellwether.publish;

/**
 * What a table holds for one as-of date, in brief.
 *
 * @param rows how many rows
 * @param hash the content hash (see {@link ContentHash})
 * @param duplicateKeys how many rows have the key of another row before them
 */
public record Content(long rows, String hash, long duplicateKeys) {

  /** Whether both hold the same rows. */
  public boolean sameAs(Content other) {
    return rows == other.rows && hash.equals(other.hash);
  }
}
