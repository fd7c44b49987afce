package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A night's tables as a test gives them. */
final class GivenTables implements NightTables {
  static final LocalDate NIGHT = LocalDate.of(2026, 6, 29);

  private final Map<String, List<TableRow>> published = new TreeMap<>();
  private final Map<String, List<TableRow>> publishedBefore = new TreeMap<>();
  private final Map<String, List<TableRow>> stored = new TreeMap<>();
  private Optional<LocalDate> before = Optional.empty();

  /** Values by name: {@code "account_id", "A", "rank", 1}; nulls are left out. */
  static TableRow row(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        values.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return new TableRow(values);
  }

  /**
   * A listed account with a decision 30 days ahead; further values replace these, and null takes
   * one away.
   */
  static TableRow listing(String account, int rank, Object... more) {
    Map<String, Object> values =
        new HashMap<>(
            row(
                    "account_id",
                    account,
                    "account_name",
                    "Name of " + account,
                    "rank",
                    rank,
                    "situation",
                    "upcoming",
                    "decision_date",
                    NIGHT.plusDays(30),
                    "renewal_date",
                    NIGHT.plusDays(60),
                    "days_to_decision",
                    30,
                    "decisions",
                    1L,
                    "available_to_renew_arr",
                    new BigDecimal("1200.00"),
                    "band",
                    "green",
                    "score",
                    80.0)
                .values());
    for (int i = 0; i < more.length; i += 2) {
      if (more[i + 1] == null) {
        values.remove((String) more[i]);
      } else {
        values.put((String) more[i], more[i + 1]);
      }
    }
    return new TableRow(values);
  }

  GivenTables before(LocalDate night) {
    before = Optional.of(night);
    return this;
  }

  GivenTables published(String table, TableRow... rows) {
    published.computeIfAbsent(table, any -> new ArrayList<>()).addAll(List.of(rows));
    return this;
  }

  GivenTables publishedBefore(String table, TableRow... rows) {
    publishedBefore.computeIfAbsent(table, any -> new ArrayList<>()).addAll(List.of(rows));
    return this;
  }

  GivenTables stored(String table, TableRow... rows) {
    stored.computeIfAbsent(table, any -> new ArrayList<>()).addAll(List.of(rows));
    return this;
  }

  @Override
  public LocalDate asOf() {
    return NIGHT;
  }

  @Override
  public List<TableRow> published(String table) {
    return published.getOrDefault(table, List.of());
  }

  @Override
  public Optional<LocalDate> before() {
    return before;
  }

  @Override
  public List<TableRow> publishedBefore(String table) {
    return publishedBefore.getOrDefault(table, List.of());
  }

  @Override
  public List<TableRow> stored(String table, LocalDate from) {
    return stored.getOrDefault(table, List.of());
  }
}
