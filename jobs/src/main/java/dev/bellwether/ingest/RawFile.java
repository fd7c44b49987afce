package dev.bellwether.ingest;

import java.util.Optional;

/**
 * A raw file as it was listed: what tells a new or changed file from one already read.
 *
 * @param path its full path
 * @param bytes its size
 * @param modified when it was last modified, in milliseconds of the epoch
 * @param digest SHA-256 of its content; empty of a large file, or where nobody asked
 */
public record RawFile(String path, long bytes, long modified, Optional<String> digest) {
  private static final int DIGEST_LENGTH = 64;

  /** A file as it was listed. */
  public RawFile(String path, long bytes, long modified) {
    this(path, bytes, modified, Optional.empty());
  }

  /** Whether nothing but the content may differ. */
  boolean isListedAs(RawFile other) {
    return path.equals(other.path) && bytes == other.bytes && modified == other.modified;
  }

  /** Whether it is the same file with the same content, written again perhaps. */
  boolean hasContentOf(RawFile other) {
    boolean isSame = digest.isPresent() && digest.equals(other.digest);
    return isListedAs(other) || (isSame && path.equals(other.path));
  }

  /** The text that the ledger keeps of it. */
  String identity() {
    return path + "|" + bytes + "|" + modified + digest.map(some -> "|" + some).orElse("");
  }

  /** A file from the text that the ledger kept of it. */
  static RawFile of(String identity) {
    int last = identity.lastIndexOf('|');
    boolean hasDigest = identity.length() - last - 1 == DIGEST_LENGTH;
    String listed = hasDigest ? identity.substring(0, last) : identity;
    int modified = listed.lastIndexOf('|');
    int bytes = listed.lastIndexOf('|', modified - 1);
    return new RawFile(
        listed.substring(0, bytes),
        Long.parseLong(listed.substring(bytes + 1, modified)),
        Long.parseLong(listed.substring(modified + 1)),
        hasDigest ? Optional.of(identity.substring(last + 1)) : Optional.empty());
  }
}
