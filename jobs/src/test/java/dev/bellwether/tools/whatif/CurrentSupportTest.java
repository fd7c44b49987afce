package dev.bellwether.tools.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurrentSupportTest {
  private static final LocalDate LAST = LocalDate.of(2025, 12, 31);

  /** The last months up to December, each with so many tickets. */
  private static List<TableRow> service(int months, long tickets) {
    return IntStream.range(0, months)
        .mapToObj(i -> new TableRow(Map.of("month", monthEnd(i), "requests_worked_on", tickets)))
        .toList();
  }

  private static LocalDate monthEnd(int before) {
    return YearMonth.from(LAST).minusMonths(before).atEndOfMonth();
  }

  /** Months in which 100 tickets cost 10 each, 8 of it labour. */
  private static List<TableRow> costs(int months) {
    return IntStream.range(0, months)
        .mapToObj(
            i ->
                new TableRow(
                    Map.of(
                        "month", monthEnd(i),
                        "total", new BigDecimal("1000.00"),
                        "total_costed", new BigDecimal("1000.00"),
                        "labour", new BigDecimal("800.00"),
                        "technology", new BigDecimal("200.00"),
                        "tickets_costed", 100L,
                        "cost_per_ticket", new BigDecimal("10.00"))))
        .toList();
  }

  private static CurrentSupport estimated(List<TableRow> service, int monthsWithCosts) {
    return CurrentSupport.of(
        "line L1",
        service,
        List.of(),
        company(costs(monthsWithCosts)),
        LAST,
        OptionalDouble.empty());
  }

  /** Of a company in which nothing is passed on. */
  private static CurrentSupport.CompanyCosts company(List<TableRow> costs) {
    return new CurrentSupport.CompanyCosts(costs, 1);
  }

  @Test
  void aYearIsEstimatedByWhatTicketsCostHoweverManyMonthsWereInvoiced() {
    for (int months : List.of(6, 12)) {
      CurrentSupport line = estimated(service(12, 50), months);
      assertThat(line.isEstimated()).isTrue();
      assertThat(line.total()).isCloseTo(50 * 12 * 10, within(1e-9));
      assertThat(line.yearlyCost().get("labour")).isCloseTo(4800, within(1e-9));
    }
  }

  @Test
  void hoursAreForTheTicketsOfProvidersThatStateThem() {
    TableRow month =
        new TableRow(
            Map.of(
                "month",
                LAST,
                "hours",
                new BigDecimal("50.00"),
                "hours_stated",
                new BigDecimal("40.00"),
                "tickets_costed",
                100L,
                "tickets_handled",
                100L,
                "total",
                new BigDecimal("800.00"),
                "tickets_with_hours",
                20L));
    assertThat(
            CurrentSupport.of(
                    "model outsourced",
                    service(1, 100),
                    List.of(month),
                    company(List.of(month)),
                    LAST,
                    OptionalDouble.empty())
                .hoursPerTicket())
        .hasValue(2);
  }

  @Test
  void whatIsPassedOnIsSharedByAllWhoWorkedOnIt() {
    // of 100 tickets of 10 each, 40 went on: a line's work is 100 of 140 times, the other's 40
    CurrentSupport.CompanyCosts company = new CurrentSupport.CompanyCosts(costs(12), 100.0 / 140);
    double first =
        CurrentSupport.of(
                "line L1", service(12, 100), List.of(), company, LAST, OptionalDouble.empty())
            .total();
    double second =
        CurrentSupport.of(
                "line L2", service(12, 40), List.of(), company, LAST, OptionalDouble.empty())
            .total();
    assertThat(first + second).isCloseTo(12_000, within(1e-9));
    assertThat(first / second).isCloseTo(2.5, within(1e-9));
  }

  @Test
  void invoicesOfSomeOfThoseWhoWorkedAreNoCostOfTheGroup() {
    TableRow half =
        new TableRow(
            Map.of(
                "month",
                LAST,
                "total",
                new BigDecimal("500.00"),
                "tickets_costed",
                50L,
                "tickets_handled",
                100L));
    CurrentSupport group =
        CurrentSupport.of(
            "model outsourced",
            service(12, 100),
            List.of(half),
            company(costs(12)),
            LAST,
            OptionalDouble.empty());
    assertThat(group.isEstimated()).isTrue();
    assertThat(group.total()).isCloseTo(12_000, within(1e-9));
  }

  @Test
  void whatIsInvoicedAsAFixedSumIsTold() {
    TableRow month =
        new TableRow(
            Map.of(
                "month",
                LAST,
                "total",
                new BigDecimal("800.00"),
                "basis_fixed",
                new BigDecimal("600.00"),
                "basis_per_hour",
                new BigDecimal("100.00"),
                "tickets_costed",
                100L,
                "tickets_handled",
                100L));
    assertThat(invoiced(1, List.of(month)).fixedShare()).hasValue(0.75);
    assertThat(invoiced(12, List.of(invoice(0, 0, 0))).fixedShare()).isEmpty();
  }

  @Test
  void aLineThatBeganLatelyIsAYearOfWhatItHasHadSince() {
    CurrentSupport line = estimated(service(3, 100), 12);
    assertThat(line.ticketsPerMonth()).isEqualTo(100);
    assertThat(line.total()).isCloseTo(12_000, within(1e-9));
  }

  @Test
  void aMonthWithoutTicketsSinceItsFirstCounts() {
    List<TableRow> service = List.of(service(12, 120).get(0), service(12, 120).get(11));
    assertThat(estimated(service, 12).ticketsPerMonth()).isEqualTo(20);
  }

  /** An invoice of 30,000 of the month so many before the last. */
  private static TableRow invoice(int before, int setUp, int integration) {
    return new TableRow(
        Map.of(
            "month", monthEnd(before),
            "total", new BigDecimal("30000.00"),
            "labour", new BigDecimal("24000.00"),
            "additional", new BigDecimal("6000.00"),
            "hidden_set_up", new BigDecimal(setUp),
            "hidden_integration", new BigDecimal(integration),
            "tickets_handled", 300L,
            "total_costed", new BigDecimal("30000.00"),
            "tickets_costed", 300L));
  }

  private static CurrentSupport invoiced(int monthsOfTickets, List<TableRow> invoices) {
    return CurrentSupport.of(
        "provider P",
        service(monthsOfTickets, 100),
        invoices,
        company(invoices),
        LAST,
        OptionalDouble.empty());
  }

  @Test
  void invoicesOfAQuarterAreAYearOfQuarters() {
    List<TableRow> quarters = IntStream.range(0, 4).mapToObj(i -> invoice(3 * i, 0, 0)).toList();
    assertThat(invoiced(12, quarters).total()).isCloseTo(120_000, within(1e-9));
    assertThat(invoiced(3, quarters.subList(0, 1)).total()).isCloseTo(120_000, within(1e-9));
  }

  @Test
  void anInvoiceBeforeTheFirstTicketBeginsTheYear() {
    List<TableRow> half = List.of(invoice(5, 0, 0), invoice(2, 0, 0));
    assertThat(invoiced(2, half).total()).isCloseTo(120_000, within(1e-9));
    assertThat(invoiced(2, half).ticketsPerMonth()).isEqualTo(100);
  }

  @Test
  void whatComesOnceIsNoCostOfAYear() {
    List<TableRow> invoices = List.of(invoice(11, 5_000, 1_000), invoice(5, 0, 0));
    CurrentSupport now = invoiced(12, invoices);
    assertThat(now.total()).isCloseTo(54_000, within(1e-9));
    assertThat(now.yearlyCost().get("labour")).isCloseTo(48_000 * 0.9, within(1e-9));
    CurrentSupport line =
        CurrentSupport.of(
            "line L1",
            service(12, 100),
            List.of(),
            company(invoices),
            LAST,
            OptionalDouble.empty());
    assertThat(line.total()).isCloseTo(100 * 1200 * 0.9, within(1e-9));
  }
}
