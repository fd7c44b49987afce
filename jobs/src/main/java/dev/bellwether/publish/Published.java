package dev.bellwether.publish;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What publishing one date came to.
 *
 * @param id the publication that now holds the date
 * @param status what was done
 * @param manifestHash SHA-256 of its manifest
 * @param tables rows and hashes of its tables by name
 * @param builtOnEarlier the publications of later nights that were built on the revision before
 *     this one, and are to be republished, too, if they shall know its numbers
 */
public record Published(
    PublicationId id,
    Status status,
    String manifestHash,
    Map<String, Content> tables,
    List<PublicationId> builtOnEarlier) {

  public Published {
    tables = Map.copyOf(tables);
    builtOnEarlier = List.copyOf(builtOnEarlier);
  }

  /** What was done for a date. */
  public enum Status {
    /** The date was published for the first time. */
    PUBLISHED,
    /** The date was published before with the same rows; nothing was written. */
    VERIFIED,
    /** The date was published before with other rows; this is its next revision. */
    REPUBLISHED
  }

  /** The as-of date. */
  public LocalDate asOfDate() {
    return id.asOfDate();
  }
}
