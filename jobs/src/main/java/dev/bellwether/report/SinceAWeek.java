package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A night's tables, compared with those of a week before instead of the night before. */
final class SinceAWeek implements NightTables {
  private static final int DAYS = 7;
  private static final int LONGEST = 35;
  private static final String DATE = "as_of_date";

  private final NightTables night;

  SinceAWeek(NightTables night) {
    this.night = night;
  }

  @Override
  public LocalDate asOf() {
    return night.asOf();
  }

  @Override
  public List<TableRow> published(String table) {
    return night.published(table);
  }

  /** The latest night at least a week before, and at most five. */
  @Override
  public Optional<LocalDate> before() {
    return night.stored("account_health", asOf().minusDays(LONGEST)).stream()
        .flatMap(row -> row.date(DATE).stream())
        .filter(date -> !date.isAfter(asOf().minusDays(DAYS)))
        .max(LocalDate::compareTo);
  }

  @Override
  public List<TableRow> publishedBefore(String table) {
    Optional<LocalDate> before = before();
    return before.isEmpty()
        ? List.of()
        : night.stored(table, asOf().minusDays(LONGEST)).stream()
            .filter(row -> row.date(DATE).equals(before))
            .toList();
  }

  @Override
  public List<TableRow> stored(String table, LocalDate from) {
    return night.stored(table, from);
  }
}
