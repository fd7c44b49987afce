package dev.bellwether.report;

import static java.util.stream.Collectors.toMap;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What support cost and how it served by its models in the last month, by {@code
 * support_cost_monthly} and {@code support_performance_monthly}, and how models compare at equal
 * mix, by {@code support_model_comparison}.
 *
 * <p>These tables are made again at each month's end. A page of a night before the last of these
 * ends cannot tell what they had said then, and says so instead.
 */
final class SupportByModel {
  private static final String MODEL = "model";

  private final NightTables tables;
  private final List<TableRow> service;
  private final List<TableRow> costs;
  private final Optional<LocalDate> last;

  SupportByModel(NightTables tables) {
    this.tables = tables;
    this.service = byModel("support_performance_monthly");
    this.costs = byModel("support_cost_monthly");
    this.last =
        service.stream().flatMap(row -> row.date("month").stream()).max(Comparator.naturalOrder());
  }

  private List<TableRow> byModel(String table) {
    return tables.stored(table, LocalDate.EPOCH).stream()
        .filter(row -> row.is("cut", MODEL))
        .toList();
  }

  /** The last month and its models; of neither anything where support's tables have no rows. */
  Map<String, Object> asMap() {
    boolean isLater = last.filter(month -> month.isAfter(tables.asOf())).isPresent();
    return new Fields()
        .with("month", last)
        .with("is_later", isLater)
        .with("models", isLater ? List.of() : models())
        .with("pairs", isLater || last.isEmpty() ? List.of() : pairs())
        .asMap();
  }

  private List<Map<String, Object>> models() {
    Map<String, TableRow> served = ofLastMonth(service);
    Map<String, TableRow> paid = ofLastMonth(costs);
    TreeSet<String> names = new TreeSet<>(served.keySet());
    names.addAll(paid.keySet());
    List<Map<String, Object>> models = new ArrayList<>();
    for (String name : names) {
      Fields model = new Fields().with("model", name);
      Optional.ofNullable(served.get(name)).ifPresent(row -> withService(model, row));
      Optional.ofNullable(paid.get(name)).ifPresent(row -> withCost(model, row));
      models.add(model.asMap());
    }
    return models;
  }

  private Map<String, TableRow> ofLastMonth(List<TableRow> rows) {
    return rows.stream()
        .filter(row -> row.date("month").equals(last))
        .collect(toMap(row -> row.required("cut_value"), row -> row, (a, b) -> a, TreeMap::new));
  }

  private static void withService(Fields model, TableRow row) {
    model
        .with("tickets", row.number("requests"))
        .with("received", row.number("requests_received"))
        .with("replies", row.number("responses_timed"))
        .with("solutions", row.number("resolutions_timed"))
        .with("reply_minutes", row.number("first_response_minutes_median"))
        .with("solution_hours", row.number("resolution_hours_median"))
        .with("kept", row.number("sla_kept_share"))
        .with("promises", row.number("sla_decided"))
        .with("csat", row.number("csat"))
        .with("answers", row.number("csat_answers"));
  }

  private static void withCost(Fields model, TableRow row) {
    model
        .with("cost", row.decimal("total"))
        .with("ticket_cost", row.number("cost_per_ticket"))
        .with("handled", row.number("tickets_handled"))
        .with("costed", row.number("tickets_costed"))
        .with("unpriced", row.number("unpriced_items"));
  }

  private List<Map<String, Object>> pairs() {
    return tables.stored("support_model_comparison", LocalDate.EPOCH).stream()
        .filter(row -> row.is("dimension", MODEL))
        .sorted(
            Comparator.comparing((TableRow row) -> row.required("measure"))
                .thenComparing(row -> row.required("way"))
                .thenComparing(row -> row.required("other_way")))
        .map(
            row ->
                new Fields()
                    .with("measure", row.required("measure"))
                    .with("way", row.required("way"))
                    .with("other", row.required("other_way"))
                    .with("n", row.number("n"))
                    .with("other_n", row.number("other_n"))
                    .with("accounts", row.number("accounts"))
                    .with("providers", row.number("providers"))
                    .with("other_providers", row.number("other_providers"))
                    .with("dropped", row.number("share_dropped"))
                    .with("mean", row.number("mean"))
                    .with("other_mean", row.number("other_mean"))
                    .with("reading", row.text("reading"))
                    .with("difference", row.number("difference"))
                    .with("low", row.number("difference_low"))
                    .with("high", row.number("difference_high"))
                    .asMap())
        .toList();
  }
}
