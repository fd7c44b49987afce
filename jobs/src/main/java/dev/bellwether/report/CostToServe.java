package dev.bellwether.report;

import static java.util.stream.Collectors.groupingBy;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What support of accounts cost in the twelve months to the last month-end, by {@code
 * account_cost_to_serve}; nothing where that table was made again after the night.
 */
final class CostToServe {
  private static final int MONTHS = 12;

  private final Optional<LocalDate> last;
  private final Map<String, List<TableRow>> ofAccounts;

  CostToServe(NightTables tables, Set<String> accounts) {
    List<TableRow> all = tables.stored("account_cost_to_serve", LocalDate.EPOCH);
    this.last =
        all.stream()
            .flatMap(row -> row.date("month").stream())
            .max(Comparator.naturalOrder())
            .filter(month -> !month.isAfter(tables.asOf()));
    this.ofAccounts =
        last.map(month -> month.plusDays(1).minusMonths(MONTHS))
            .map(from -> lastYear(all, from, accounts))
            .orElse(Map.of());
  }

  private static Map<String, List<TableRow>> lastYear(
      List<TableRow> rows, LocalDate from, Set<String> accounts) {
    return rows.stream()
        .filter(row -> accounts.contains(row.required("account_id")))
        .filter(row -> !row.date("month").orElseThrow().isBefore(from))
        .collect(groupingBy(row -> row.required("account_id")));
  }

  /** The sums of an account; empty where it had no ticket. */
  Optional<Map<String, Object>> of(String account) {
    return Optional.ofNullable(ofAccounts.get(account)).map(this::sums);
  }

  private Map<String, Object> sums(List<TableRow> months) {
    return new Fields()
        .with("month", last)
        .with("tickets", count(months, "tickets"))
        .with("uncosted", count(months, "tickets_uncosted"))
        .with("cost", sum(months, "cost_to_serve"))
        .asMap();
  }

  private static Optional<BigDecimal> sum(List<TableRow> rows, String column) {
    return rows.stream().flatMap(row -> row.decimal(column).stream()).reduce(BigDecimal::add);
  }

  private static long count(List<TableRow> rows, String column) {
    return rows.stream().mapToLong(row -> row.count(column)).sum();
  }
}
