package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is to decide, and what of it is expected to be lost, by month of decision; and what had been
 * forecast for months before, and what came, by {@code renewal_forecast}.
 */
final class DecisionMonths {
  private final List<TableRow> forecasts;
  private final List<TableRow> listed;

  /**
   * @param owner whose book, or everyone's
   * @param listed whom the page lists: what is added up for nights that published no forecast
   */
  DecisionMonths(NightTables tables, Optional<String> owner, List<TableRow> listed) {
    this.forecasts =
        tables.published("renewal_forecast").stream()
            .filter(row -> row.is("level", owner.isPresent() ? "owner" : "book"))
            .filter(row -> owner.isEmpty() || owner.equals(row.text("csm")))
            .sorted(Comparator.comparing(row -> row.date("decision_month").orElseThrow()))
            .toList();
    this.listed = listed;
  }

  /** The months in which the listed accounts decide. */
  List<Map<String, Object>> ahead() {
    return forecasts.isEmpty()
        ? ofTheList()
        : forecasts.stream()
            .filter(row -> row.number("accounts").isPresent())
            .map(DecisionMonths::ahead)
            .toList();
  }

  private static Map<String, Object> ahead(TableRow row) {
    return new Fields()
        .with("month", row.date("decision_month"))
        .with("arr", row.decimal("available_to_renew_arr"))
        .with("loss", row.decimal("expected_arr_loss"))
        .with("low", row.decimal("expected_arr_loss_low"))
        .with("high", row.decimal("expected_arr_loss_high"))
        .with("accounts", row.count("accounts"))
        .asMap();
  }

  /** Months that had been forecast before they began, the latest first. */
  List<Map<String, Object>> forecastBefore() {
    return forecasts.stream()
        .filter(row -> row.date("forecast_on").isPresent())
        .sorted(
            Comparator.comparing((TableRow row) -> row.date("decision_month").orElseThrow())
                .reversed())
        .map(
            row ->
                new Fields()
                    .with("month", row.date("decision_month"))
                    .with("on", row.date("forecast_on"))
                    .with("arr", row.decimal("forecast_arr"))
                    .with("forecast", row.decimal("forecast_arr_loss"))
                    .with("lost", row.decimal("lost_arr"))
                    .with("decided", row.isTrue("is_decided"))
                    .asMap())
        .toList();
  }

  /** How far all losses go together, as a share; unknown for nights that published no forecast. */
  Optional<Map<String, Object>> shock() {
    return forecasts.stream()
        .findFirst()
        .map(
            row ->
                new Fields()
                    .with("share", row.number("shock"))
                    .with("method", row.text("shock_method"))
                    .asMap());
  }

  /** Accounts without an expected loss are in none of these. */
  private List<Map<String, Object>> ofTheList() {
    Map<YearMonth, List<TableRow>> byMonth =
        listed.stream()
            .filter(row -> row.decimal("expected_arr_loss").isPresent())
            .collect(
                Collectors.groupingBy(
                    row -> YearMonth.from(row.date("decision_date").orElseThrow()),
                    TreeMap::new,
                    Collectors.toList()));
    return byMonth.entrySet().stream().map(e -> ofTheList(e.getKey(), e.getValue())).toList();
  }

  private static Map<String, Object> ofTheList(YearMonth month, List<TableRow> rows) {
    BigDecimal loss = TableRow.sum(rows, "expected_arr_loss");
    return new Fields()
        .with("month", month.atDay(1))
        .with("arr", TableRow.sum(rows, "available_to_renew_arr"))
        .with("loss", loss)
        .with("accounts", rows.size())
        .asMap();
  }
}
