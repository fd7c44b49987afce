package dev.bellwether.ingest;

/**
 * A raw file as it was listed: what tells a new or changed file from one already read.
 *
 * @param path its full path
 * @param bytes its size
 * @param modified when it was last modified, in milliseconds of the epoch
 */
public record RawFile(String path, long bytes, long modified) {

  /** The text that the ledger keeps of it. */
  String identity() {
    return path + "|" + bytes + "|" + modified;
  }

  /** A file from the text that the ledger kept of it. */
  static RawFile of(String identity) {
    int modified = identity.lastIndexOf('|');
    int bytes = identity.lastIndexOf('|', modified - 1);
    return new RawFile(
        identity.substring(0, bytes),
        Long.parseLong(identity.substring(bytes + 1, modified)),
        Long.parseLong(identity.substring(modified + 1)));
  }
}
