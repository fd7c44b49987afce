package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The four figures at the top of a page, each beside what it was on the night published before. */
final class Figures {
  private final List<TableRow> listed;
  private final Optional<List<TableRow>> before;
  private final int windowDays;

  /**
   * @param before whom the page would have listed the night before, where there was one
   */
  Figures(List<TableRow> listed, Optional<List<TableRow>> before, int windowDays) {
    this.listed = listed;
    this.before = before;
    this.windowDays = windowDays;
  }

  List<Map<String, Object>> all() {
    return List.of(
        money("ARR to decide in " + windowDays + " days", "available_to_renew_arr", "accounts"),
        money("Expected loss", "expected_arr_loss", "accounts with a known chance of churn"),
        count("Red accounts on the list", "band", row -> row.is("band", "red")),
        count(
            "Machine and CSM disagree",
            "disagreement",
            row -> row.text("disagreement").isPresent()));
  }

  private Map<String, Object> money(String label, String column, String ofWhat) {
    long known = listed.stream().filter(row -> row.decimal(column).isPresent()).count();
    String note =
        known == listed.size()
            ? known + " " + ofWhat
            : known + " of " + listed.size() + " " + ofWhat;
    return new Fields()
        .with("label", label)
        .with("key", column)
        .with("kind", "money")
        .with("value", sum(listed, column))
        .with("before", before.flatMap(rows -> sum(rows, column)))
        .with("note", note)
        .asMap();
  }

  private Map<String, Object> count(
      String label, String column, java.util.function.Predicate<TableRow> counted) {
    return new Fields()
        .with("label", label)
        .with("key", column)
        .with("kind", "count")
        .with("value", listed.stream().filter(counted).count())
        .with("before", before.map(rows -> rows.stream().filter(counted).count()))
        .with("note", "of " + listed.size())
        .asMap();
  }

  /** The sum of what is known; unknown where rows are there and none of them is known. */
  private static Optional<BigDecimal> sum(List<TableRow> rows, String column) {
    Optional<BigDecimal> sum =
        rows.stream().flatMap(row -> row.decimal(column).stream()).reduce(BigDecimal::add);
    return rows.isEmpty() ? Optional.of(BigDecimal.ZERO) : sum;
  }
}
