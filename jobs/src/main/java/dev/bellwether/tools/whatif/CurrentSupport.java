package dev.bellwether.tools.whatif;

import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.reading.HomeTables;
import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is to be moved, as the last twelve months show it.
 *
 * @param name what it is
 * @param ticketsPerMonth mean tickets a month since its first
 * @param peakMonth tickets of the busiest month
 * @param yearlyCost cost of a year by category, set-up and integration left out of each in
 *     proportion, as they come once; estimated by tickets where costs do not tell
 * @param isEstimated whether costs are the company's own for each ticket, times the tickets
 * @param hoursPerTicket invoiced hours for each ticket of providers that state hours
 * @param arr annual revenue of all customers, if it is known
 */
public record CurrentSupport(
    String name,
    double ticketsPerMonth,
    double peakMonth,
    Map<String, Double> yearlyCost,
    boolean isEstimated,
    OptionalDouble hoursPerTicket,
    OptionalDouble arr) {
  private static final int MONTHS = 12;
  private static final List<String> CATEGORIES =
      List.of("labour", "technology", "training_management", "additional");

  /** What a year costs now. */
  double total() {
    return yearlyCost.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Support of a group in a home.
   *
   * @param cut provider, model, tenancy, location, line, segment or region
   * @throws BellwetherException when the home knows neither the group nor any costs
   */
  public static CurrentSupport read(HomeTables tables, String cut, String value) {
    List<TableRow> service = lastYear(tables, Tables.SUPPORT_PERFORMANCE_MONTHLY, cut, value);
    List<TableRow> costs = lastYear(tables, Tables.SUPPORT_COST_MONTHLY, cut, value);
    List<TableRow> allCosts = lastYear(tables, Tables.SUPPORT_COST_MONTHLY, "all", "all");
    if (service.isEmpty()) {
      throw BellwetherException.configuration(
          "there are no tickets of " + cut + " " + value + " in " + tables.home(),
          "support_performance_monthly has no such group in the last twelve months",
          "see the groups by ./bellwether show support_performance_monthly --home "
              + tables.home());
    }
    if (costed(allCosts).isEmpty()) {
      throw BellwetherException.configuration(
          "it is not known what support costs now",
          "no provider in "
              + tables.home()
              + " has tickets and costs, all at a known amount, in a month of the last year",
          "map the input support_costs, and exchange_rates, see docs/support.md");
    }
    return of(
        cut + " " + value,
        service,
        costs,
        allCosts,
        last(tables.stored(Tables.SUPPORT_PERFORMANCE_MONTHLY)),
        arr(tables));
  }

  /**
   * The same of rows.
   *
   * @param service months of the group's service
   * @param costs months of its own costs, if there are any
   * @param allCosts months of all costs
   * @param last the last month that is known of anybody
   */
  static CurrentSupport of(
      String name,
      List<TableRow> service,
      List<TableRow> costs,
      List<TableRow> allCosts,
      LocalDate last,
      OptionalDouble arr) {
    boolean isEstimated = invoiced(costs).findAny().isEmpty();
    double perMonth = sum(service, "requests") / months(service.stream(), last);
    return new CurrentSupport(
        name,
        perMonth,
        service.stream().mapToLong(row -> row.count("requests")).max().orElse(0),
        isEstimated
            ? estimated(allCosts, perMonth)
            : yearly(costs, months(Stream.concat(service.stream(), invoiced(costs)), last)),
        isEstimated,
        hoursPerTicket(isEstimated ? allCosts : costs),
        arr);
  }

  /** Months since the group's first: a group that began lately had none before. */
  private static long months(Stream<TableRow> rows, LocalDate last) {
    YearMonth first =
        rows.map(row -> YearMonth.from(row.date("month").orElseThrow()))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return ChronoUnit.MONTHS.between(first, YearMonth.from(last)) + 1;
  }

  /** Twelve months of such tickets at what a ticket of anybody costs, as far as that is known. */
  private static Map<String, Double> estimated(List<TableRow> allCosts, double ticketsPerMonth) {
    List<TableRow> known = costed(allCosts);
    double perTicket = sum(known, "total_costed") / sum(known, "tickets_costed");
    double year = perTicket * ticketsPerMonth * MONTHS * recurringShare(known);
    double all = CATEGORIES.stream().mapToDouble(category -> sum(known, category)).sum();
    Map<String, Double> yearly = new TreeMap<>();
    for (String category : CATEGORIES) {
      yearly.put(category, all == 0 ? 0 : year * sum(known, category) / all);
    }
    return yearly;
  }

  /** Months that tell what a ticket costs. */
  private static List<TableRow> costed(List<TableRow> costs) {
    return costs.stream()
        .filter(row -> row.number("total_costed").isPresent())
        .filter(row -> row.number("tickets_costed").orElse(0) > 0)
        .toList();
  }

  /** Months of a group in the last twelve of a table. */
  static List<TableRow> lastYear(HomeTables tables, String table, String cut, String value) {
    List<TableRow> all = tables.stored(table);
    LocalDate last = last(all);
    return all.stream()
        .filter(row -> row.is("cut", cut) && row.is("cut_value", value))
        .filter(row -> row.date("month").orElseThrow().plusDays(1).isAfter(yearBefore(last)))
        .toList();
  }

  private static LocalDate last(List<TableRow> rows) {
    return rows.stream()
        .flatMap(row -> row.date("month").stream())
        .max(LocalDate::compareTo)
        .orElse(LocalDate.MIN);
  }

  private static LocalDate yearBefore(LocalDate last) {
    return last.equals(LocalDate.MIN) ? last : last.plusDays(1).minusMonths(MONTHS).plusDays(1);
  }

  /** All that was invoiced in so many months, invoices being rarer than months or not. */
  private static Map<String, Double> yearly(List<TableRow> costs, long months) {
    double scale = recurringShare(costs) * MONTHS / months;
    Map<String, Double> yearly = new TreeMap<>();
    for (String category : CATEGORIES) {
      yearly.put(category, sum(costs, category) * scale);
    }
    return yearly;
  }

  private static Stream<TableRow> invoiced(List<TableRow> costs) {
    return costs.stream().filter(row -> row.number("total").isPresent());
  }

  /** The part of costs that comes again: set-up and integration do not. */
  private static double recurringShare(List<TableRow> costs) {
    double total = sum(costs, "total");
    double once = sum(costs, "hidden_set_up") + sum(costs, "hidden_integration");
    return total == 0 ? 1 : 1 - once / total;
  }

  private static OptionalDouble hoursPerTicket(List<TableRow> costs) {
    double tickets = sum(costs, "tickets_with_hours");
    return tickets == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum(costs, "hours") / tickets);
  }

  private static OptionalDouble arr(HomeTables tables) {
    return tables.stored(Tables.RETENTION_MONTHLY).stream()
        .filter(row -> row.is("cut", "all") && row.is("gaps", "as_seen"))
        .max((one, other) -> one.date("month").get().compareTo(other.date("month").get()))
        .map(row -> row.number("mrr"))
        .map(mrr -> OptionalDouble.of(MONTHS * mrr.orElse(0)))
        .orElse(OptionalDouble.empty());
  }

  private static double sum(List<TableRow> rows, String column) {
    return Stream.of(rows)
        .flatMap(List::stream)
        .mapToDouble(row -> row.number(column).orElse(0))
        .sum();
  }
}
