package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is to decide, and what of it is expected to be lost, by month of decision. */
final class DecisionMonths {
  private DecisionMonths() {}

  /** A field set per month; accounts without an expected loss are in none of them. */
  static List<Map<String, Object>> of(List<TableRow> listed) {
    Map<YearMonth, List<TableRow>> byMonth =
        listed.stream()
            .filter(row -> row.decimal("expected_arr_loss").isPresent())
            .collect(
                Collectors.groupingBy(
                    row -> YearMonth.from(row.date("decision_date").orElseThrow()),
                    TreeMap::new,
                    Collectors.toList()));
    return byMonth.entrySet().stream().map(e -> month(e.getKey(), e.getValue())).toList();
  }

  private static Map<String, Object> month(YearMonth month, List<TableRow> rows) {
    return new Fields()
        .with("month", month + "-01")
        .with("arr", TableRow.sum(rows, "available_to_renew_arr"))
        .with("loss", TableRow.sum(rows, "expected_arr_loss"))
        .with("accounts", rows.size())
        .asMap();
  }
}
