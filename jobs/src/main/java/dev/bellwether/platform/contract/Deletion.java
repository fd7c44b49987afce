package dev.bellwether.platform.contract;

import java.util.List;

/**
 * What becomes of a row that the source deletes, from the day on which it was missing.
 *
 * @param kept whether it stays as it last was
 * @param endedIn the date column that then ends it, as of the day on which it was missing at the
 *     latest; none when it does not stay, or stays as it was
 */
public record Deletion(boolean kept, List<String> endedIn) {
  /** It is gone. */
  public static final Deletion GONE = new Deletion(false, List.of());

  /** It stays as it last was. */
  public static final Deletion KEPT = new Deletion(true, List.of());

  public Deletion {
    endedIn = List.copyOf(endedIn);
  }

  /** It stays, and a date column ends it. */
  static Deletion endedIn(String column) {
    return new Deletion(true, List.of(column));
  }
}
