package dev.bellwether.publish;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a publication, as {@code 2026-06-30-1}; later dates come later, then later revisions.
 *
 * @param asOfDate the last day that its numbers know about
 * @param revision 1 for the first publication of that date, 2 for the next
 */
public record PublicationId(LocalDate asOfDate, int revision) implements Comparable<PublicationId> {
  private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})-([1-9]\\d{0,8})");
  private static final Comparator<PublicationId> ORDER =
      Comparator.comparing(PublicationId::asOfDate).thenComparingInt(PublicationId::revision);

  /** The publication of that name, if it is the name of one. */
  public static Optional<PublicationId> find(String name) {
    Matcher form = FORM.matcher(name);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PublicationId(LocalDate.parse(form.group(1)), Integer.parseInt(form.group(2))));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // a day that no calendar has
    }
  }

  /** The publication of that name. */
  public static PublicationId parse(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("not a publication: " + name));
  }

  /** The next revision of the same date. */
  public PublicationId next() {
    return new PublicationId(asOfDate, revision + 1);
  }

  @Override
  public int compareTo(PublicationId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return asOfDate + "-" + revision;
  }
}
