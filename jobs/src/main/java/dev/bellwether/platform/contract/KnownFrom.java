package dev.bellwether.platform.contract;

import java.util.List;

/**
 * From when a column's value may be used, as its contract's {@code knownFrom} says.
 *
 * <ul>
 *   <li>{@code static}: for any past date (country, industry); the default.
 *   <li>{@code present_only}: never for a date before the row was seen with it (a current plan).
 *   <li>a column, or several of which the first that is not null counts: from that column's day on
 *       (a solution: the day of solving; an end: the notice, or else the end itself).
 * </ul>
 */
public record KnownFrom(boolean presentOnly, List<String> columns) {
  public static final KnownFrom STATIC = new KnownFrom(false, List.of());
  public static final KnownFrom PRESENT_ONLY = new KnownFrom(true, List.of());

  public KnownFrom {
    columns = List.copyOf(columns);
  }

  /** Known from the day in the first of these columns that is not null. */
  public static KnownFrom columns(List<String> columns) {
    return new KnownFrom(false, columns);
  }

  /** Whether the value may be used for any past date. */
  public boolean isStatic() {
    return !presentOnly && columns.isEmpty();
  }
}
