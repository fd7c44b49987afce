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
 * @param ticketsPerMonth mean tickets a month that it works on, since its first
 * @param peakMonth tickets of the busiest month
 * @param yearlyCost cost of a year by category, set-up and integration left out of each in
 *     proportion, as they come once; estimated by tickets where costs do not tell
 * @param isEstimated whether costs are the company's own for each ticket, times the tickets
 * @param hoursPerTicket invoiced hours for each ticket of providers that state hours
 * @param fixedShare share of its own costs that is invoiced as a fixed sum, where that is told
 * @param arr annual revenue of the customers, if it is known: of the segment or region, else of all
 */
public record CurrentSupport(
    String name,
    double ticketsPerMonth,
    double peakMonth,
    Map<String, Double> yearlyCost,
    boolean isEstimated,
    OptionalDouble hoursPerTicket,
    OptionalDouble fixedShare,
    OptionalDouble arr) {
  private static final int MONTHS = 12;
  private static final String ALL = "all";
  private static final String REQUESTS_WORKED_ON = "requests_worked_on";
  private static final List<String> CUSTOMER_CUTS = List.of("segment", "region");
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
    List<TableRow> served = lastYear(tables.stored(Tables.SUPPORT_PERFORMANCE_MONTHLY));
    List<TableRow> paid = lastYear(tables.stored(Tables.SUPPORT_COST_MONTHLY));
    List<TableRow> service = ofGroup(served, cut, value);
    List<TableRow> allCosts = ofGroup(paid, ALL, ALL);
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
        ofGroup(paid, cut, value),
        new CompanyCosts(allCosts, ticketsPerWork(served, cut)),
        last(served),
        arr(tables, cut, value));
  }

  /**
   * Tickets for each time that a group of a cut worked on one: what was passed on counts with each
   * of them.
   */
  private static double ticketsPerWork(List<TableRow> served, String cut) {
    List<TableRow> ofCut = served.stream().filter(row -> row.is("cut", cut)).toList();
    return sum(ofGroup(served, ALL, ALL), REQUESTS_WORKED_ON) / sum(ofCut, REQUESTS_WORKED_ON);
  }

  /**
   * The same of rows.
   *
   * @param service months of the group's service
   * @param costs months of its own costs, if there are any
   * @param company what support costs in all
   * @param last the last month that is known of anybody
   */
  static CurrentSupport of(
      String name,
      List<TableRow> service,
      List<TableRow> costs,
      CompanyCosts company,
      LocalDate last,
      OptionalDouble arr) {
    boolean isEstimated = !isInvoicedWhole(costs);
    double perMonth = sum(service, REQUESTS_WORKED_ON) / months(service.stream(), last);
    return new CurrentSupport(
        name,
        perMonth,
        service.stream().mapToLong(row -> row.count(REQUESTS_WORKED_ON)).max().orElse(0),
        isEstimated
            ? estimated(company, perMonth)
            : yearly(costs, months(Stream.concat(service.stream(), invoiced(costs)), last)),
        isEstimated,
        isEstimated ? company.hoursPerWork() : hoursPerTicket(costs),
        isEstimated ? OptionalDouble.empty() : fixedShare(costs),
        arr);
  }

  /** Whether months with invoices are invoiced by all who worked, at known amounts. */
  private static boolean isInvoicedWhole(List<TableRow> costs) {
    return invoiced(costs).findAny().isPresent()
        && invoiced(costs)
            .allMatch(row -> row.number("tickets_costed").equals(row.number("tickets_handled")));
  }

  /** What is invoiced as a fixed sum, whatever the tickets; unknown where no basis is told. */
  private static OptionalDouble fixedShare(List<TableRow> costs) {
    double told =
        sum(costs, "basis_fixed") + sum(costs, "basis_per_hour") + sum(costs, "basis_per_ticket");
    return told == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sum(costs, "basis_fixed") / sum(costs, "total"));
  }

  /** Months since the group's first: a group that began lately had none before. */
  private static long months(Stream<TableRow> rows, LocalDate last) {
    YearMonth first =
        rows.map(row -> YearMonth.from(row.date("month").orElseThrow()))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return ChronoUnit.MONTHS.between(first, YearMonth.from(last)) + 1;
  }

  /**
   * What support of the whole company cost.
   *
   * @param months its months
   * @param ticketsPerWork tickets for each time that a group like this one worked on one
   */
  record CompanyCosts(List<TableRow> months, double ticketsPerWork) {
    OptionalDouble hoursPerWork() {
      OptionalDouble hours = CurrentSupport.hoursPerTicket(months);
      return hours.isEmpty() ? hours : OptionalDouble.of(hours.getAsDouble() * ticketsPerWork);
    }
  }

  /** Twelve months of such tickets at what a ticket of anybody costs, as far as that is known. */
  private static Map<String, Double> estimated(CompanyCosts company, double ticketsPerMonth) {
    List<TableRow> known = costed(company.months());
    double perTicket =
        sum(known, "total_costed") / sum(known, "tickets_costed") * company.ticketsPerWork();
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

  /** The last twelve months of a table. */
  static List<TableRow> lastYear(List<TableRow> table) {
    LocalDate before = yearBefore(last(table));
    return table.stream()
        .filter(row -> row.date("month").orElseThrow().plusDays(1).isAfter(before))
        .toList();
  }

  /** The months of a group. */
  static List<TableRow> ofGroup(List<TableRow> months, String cut, String value) {
    return months.stream().filter(row -> row.is("cut", cut) && row.is("cut_value", value)).toList();
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
    return tickets == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sum(costs, "hours_stated") / tickets);
  }

  /** Revenue of the group's own customers where it is one of customers, else of all. */
  private static OptionalDouble arr(HomeTables tables, String cut, String value) {
    boolean isOfCustomers = CUSTOMER_CUTS.contains(cut);
    return tables.stored(Tables.RETENTION_MONTHLY).stream()
        .filter(row -> row.is("cut", isOfCustomers ? cut : ALL))
        .filter(row -> row.is("cut_value", isOfCustomers ? value : ALL))
        .filter(row -> row.is("gaps", "as_seen"))
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
