package dev.bellwether.report;

import static java.util.stream.Collectors.groupingBy;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the drawer of an account shows: health over time, the measures of its score, what drives its
 * chance of churn, its renewals so far, its actions, what its support cost, and its usage, tickets
 * and payments over time.
 */
final class AccountDetails {
  private static final int MONTHS_SHOWN = 24;
  private static final int DECISIONS_SHOWN = 12;
  private static final String BASE = "base";

  /** Features that are shown as small lines. */
  private static final List<String> SERIES =
      List.of("active_users_28d", "events_28d", "tickets_28d", "days_past_due");

  private static final Set<String> WITHOUT_TASK = Set.of("waiting", "closed");

  private final Map<String, List<TableRow>> health;
  private final Map<String, List<TableRow>> measures;
  private final Map<String, List<TableRow>> explanations;
  private final Map<String, List<TableRow>> features;
  private final Map<String, List<TableRow>> outcomes;
  private final Map<String, List<TableRow>> actions;
  private final CostToServe support;
  private final LocalDate asOf;

  /**
   * @param accounts whose details are wanted
   */
  AccountDetails(NightTables tables, Set<String> accounts) {
    LocalDate from = tables.asOf().minusMonths(MONTHS_SHOWN);
    this.asOf = tables.asOf();
    this.support = new CostToServe(tables, accounts);
    this.outcomes = byAccount(tables.stored("renewal_outcome", LocalDate.EPOCH), accounts);
    this.actions = byAccount(tables.published("next_action"), accounts);
    this.health = byAccount(tables.stored("account_health", from), accounts);
    this.measures = byAccount(tables.published("account_health_measure"), accounts);
    this.explanations = byAccount(tables.published("churn_explanation"), accounts);
    this.features = byAccount(tables.stored("account_features", from), accounts);
  }

  private static Map<String, List<TableRow>> byAccount(List<TableRow> rows, Set<String> accounts) {
    return rows.stream()
        .filter(row -> accounts.contains(row.required("account_id")))
        .collect(groupingBy(row -> row.required("account_id")));
  }

  /** The details of one account. */
  Map<String, Object> of(String account) {
    return new Fields()
        .with("history", history(health.getOrDefault(account, List.of())))
        .with("measures", measures(measures.getOrDefault(account, List.of())))
        .with("drivers", drivers(explanations.getOrDefault(account, List.of())))
        .with("decisions", decisions(outcomes.getOrDefault(account, List.of()), asOf))
        .with("actions", actions(actions.getOrDefault(account, List.of())))
        .with("support", support.of(account))
        .with("arr", arr(health.getOrDefault(account, List.of())))
        .with("series", series(features.getOrDefault(account, List.of())))
        .with("series_days", days(features.getOrDefault(account, List.of())))
        .asMap();
  }

  /** Revenue on the night itself. */
  private static Optional<BigDecimal> arr(List<TableRow> rows) {
    return inTime(rows).stream().reduce((one, later) -> later).flatMap(row -> row.decimal("arr"));
  }

  private static List<Map<String, Object>> history(List<TableRow> rows) {
    return inTime(rows).stream()
        .map(
            row ->
                new Fields()
                    .with("on", row.date("as_of_date"))
                    .with("score", row.number("score"))
                    .with("band", row.required("band"))
                    .with("override", row.text("override_reason"))
                    .asMap())
        .toList();
  }

  private static List<Map<String, Object>> measures(List<TableRow> rows) {
    return rows.stream().map(AccountDetails::measure).toList();
  }

  private static Map<String, Object> measure(TableRow row) {
    Fields measure =
        new Fields()
            .with("label", row.required("measure").replace('_', ' '))
            .with("dimension", row.required("dimension"))
            .with("state", row.required("state"))
            .with("value", row.number("value"))
            .with("weight", row.number("weight"))
            .with("contribution", row.number("contribution"));
    row.number("raw_value").ifPresent(value -> measure.with("text", level(row, value)));
    return measure.asMap();
  }

  private static String level(TableRow row, double value) {
    return FeatureCatalogue.ofAccounts()
        .words(row.required("feature"), row.text("measure").orElse(row.required("feature")))
        .level(value);
  }

  private static List<Map<String, Object>> drivers(List<TableRow> rows) {
    return rows.stream()
        .filter(row -> !row.is("driver", BASE))
        .sorted(Comparator.comparingDouble(row -> -Math.abs(row.number("contribution").orElse(0))))
        .map(AccountDetails::driver)
        .toList();
  }

  private static Map<String, Object> driver(TableRow row) {
    Fields driver =
        new Fields()
            .with("label", row.required("driver").replace('_', ' '))
            .with("contribution", row.number("contribution"))
            .with("actionable", row.isTrue("actionable"));
    return driver.with("text", Moves.words(row).or(() -> row.text("raw_text"))).asMap();
  }

  /** The renewals that are decided, the latest first. */
  private static List<Map<String, Object>> decisions(List<TableRow> outcomes, LocalDate asOf) {
    return outcomes.stream()
        .filter(row -> row.date("decided_on").filter(day -> !day.isAfter(asOf)).isPresent())
        .sorted(
            Comparator.comparing((TableRow row) -> row.date("renewal_date").orElseThrow())
                .reversed()
                .thenComparing(row -> row.required("subscription_id")))
        .limit(DECISIONS_SHOWN)
        .map(
            row ->
                new Fields()
                    .with("on", row.date("renewal_date"))
                    .with("outcome", row.required("outcome"))
                    .with("arr", row.decimal("available_to_renew_arr"))
                    .with("renewed", row.decimal("renewed_arr"))
                    .with("band", row.text("band_90d"))
                    .asMap())
        .toList();
  }

  /** What is to be done, and what was said of it; what waits or is closed asks for nothing. */
  private static List<Map<String, Object>> actions(List<TableRow> rows) {
    return rows.stream()
        .filter(row -> !WITHOUT_TASK.contains(row.required("state")))
        .sorted(Comparator.comparing(row -> row.required("action_id")))
        .map(
            row ->
                new Fields()
                    .with("id", row.required("action_id"))
                    .with("action", row.text("action"))
                    .with("role", row.text("role"))
                    .with("state", row.required("state"))
                    .with("due", row.date("due_on"))
                    .with("overdue", row.isTrue("is_overdue"))
                    .asMap())
        .toList();
  }

  private static List<LocalDate> days(List<TableRow> rows) {
    return inTime(rows).stream().map(row -> row.date("as_of_date").orElseThrow()).toList();
  }

  private static List<Map<String, Object>> series(List<TableRow> rows) {
    List<TableRow> inTime = inTime(rows);
    if (inTime.isEmpty()) {
      return List.of();
    }
    List<Map<String, Object>> series = new ArrayList<>();
    for (String feature : SERIES) {
      Fields line =
          new Fields()
              .with("label", feature.replace("_28d", "").replace('_', ' '))
              .with("values", values(inTime, feature));
      TableRow last = inTime.get(inTime.size() - 1);
      line.with(
          "text",
          last.number(feature).isPresent()
              ? FeatureCatalogue.ofAccounts()
                  .words(feature, feature)
                  .level(last.number(feature).getAsDouble())
              : "unknown");
      series.add(line.asMap());
    }
    return series;
  }

  private static List<Double> values(List<TableRow> inTime, String feature) {
    List<Double> values = new ArrayList<>();
    for (TableRow row : inTime) {
      values.add(
          row.number(feature).isPresent() ? (Double) row.number(feature).getAsDouble() : null);
    }
    return values;
  }

  private static List<TableRow> inTime(List<TableRow> rows) {
    return rows.stream()
        .sorted(Comparator.comparing(row -> row.date("as_of_date").orElseThrow()))
        .toList();
  }
}
