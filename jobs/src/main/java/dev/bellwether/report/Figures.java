package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The four figures at the top of a page, each beside what it was on the night published before:
 * what is to decide and may be lost by the list, month-to-month terms told apart, what nobody has
 * touched and what is to settle by the owners' books.
 */
final class Figures {
  private static final String ARR = "available_to_renew_arr";
  private static final String LOSS = "expected_arr_loss";

  private final Night now;
  private final Optional<Night> before;
  private final int windowDays;

  /**
   * What a night says.
   *
   * @param listed whom the page lists
   * @param books rows of csm_book: the owner's, or everyone's
   */
  record Night(List<TableRow> listed, List<TableRow> books) {}

  /**
   * @param before the night published before, where there was one
   */
  Figures(Night now, Optional<Night> before, int windowDays) {
    this.now = now;
    this.before = before;
    this.windowDays = windowDays;
  }

  List<Map<String, Object>> all() {
    return List.of(toDecide(), expectedLoss(), untouched(), toSettle());
  }

  private Map<String, Object> toDecide() {
    long red = dated(now).stream().filter(row -> row.is("band", "red")).count();
    String note = known(ARR, "accounts") + (red == 0 ? ", none red" : ", " + red + " red");
    return ofList("ARR to decide in " + windowDays + " days", ARR).with("note", note).asMap();
  }

  private Map<String, Object> expectedLoss() {
    return ofList("Expected loss", LOSS)
        .with("note", known(LOSS, "accounts with a known chance of churn"))
        .asMap();
  }

  private Map<String, Object> untouched() {
    String column = "untouched_arr";
    boolean isKnown =
        now.listed().isEmpty()
            || now.books().stream()
                .anyMatch(row -> row.number("red_accounts_untouched").isPresent());
    String whole =
        "of the ARR to decide"
            + (now.listed().stream().anyMatch(Figures::isMonthly) ? ", month to month too" : "");
    return figure("Not touched in 30 days", "book." + column, "money")
        .with("value", sum(now.books(), column))
        .with("before", before.flatMap(night -> sum(night.books(), column)))
        .with("note", isKnown ? whole : "who was in touch when is not known")
        .asMap();
  }

  private Map<String, Object> toSettle() {
    String column = "open_disagreements";
    long unreviewed = count(now.books(), "unreviewed_accounts").orElse(0L);
    return figure("CSM and numbers disagree", "book." + column, "count")
        .with("value", count(now.books(), column))
        .with("before", before.flatMap(night -> count(night.books(), column)))
        .with("note", "to settle; " + unreviewed + " of " + now.listed().size() + " not reviewed")
        .asMap();
  }

  private Fields ofList(String label, String column) {
    List<TableRow> monthly = now.listed().stream().filter(Figures::isMonthly).toList();
    Fields figure =
        figure(label, column, "money")
            .with("value", ofList(dated(now), column))
            .with("before", before.flatMap(night -> ofList(dated(night), column)));
    return monthly.isEmpty()
        ? figure
        : figure.with("monthly", ofList(monthly, column)).with("monthly_accounts", monthly.size());
  }

  /** Month-to-month terms decide each month, and would drown what is decided on a day. */
  private static List<TableRow> dated(Night night) {
    return night.listed().stream().filter(row -> !isMonthly(row)).toList();
  }

  private static boolean isMonthly(TableRow row) {
    return row.is("urgency", "monthly");
  }

  private static Fields figure(String label, String key, String kind) {
    return new Fields().with("label", label).with("key", key).with("kind", kind);
  }

  /** How many of the list a figure counts. */
  private String known(String column, String ofWhat) {
    List<TableRow> dated = dated(now);
    long known = dated.stream().filter(row -> row.decimal(column).isPresent()).count();
    return known == dated.size()
        ? known + " " + ofWhat
        : known + " of " + dated.size() + " " + ofWhat;
  }

  /** The sum of what is known; unknown where rows are there and none of them is known. */
  static Optional<BigDecimal> ofList(List<TableRow> rows, String column) {
    return rows.isEmpty() ? Optional.of(BigDecimal.ZERO) : sum(rows, column);
  }

  private static Optional<BigDecimal> sum(List<TableRow> rows, String column) {
    return rows.stream().flatMap(row -> row.decimal(column).stream()).reduce(BigDecimal::add);
  }

  private static Optional<Long> count(List<TableRow> rows, String column) {
    return rows.stream()
        .filter(row -> row.number(column).isPresent())
        .map(row -> row.count(column))
        .reduce(Long::sum);
  }
}
