package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.Staged;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SupportPerformanceMonthlyTest extends MartTest {
  private static final String COLUMNS =
      "ticket_id string, account_id string, created_on date, answered boolean,"
          + " first_response_minutes decimal(18,4), resolution_hours decimal(18,4), solved boolean,"
          + " first_solved_on date, last_solved_on date, provider_id string, sla_breached boolean,"
          + " csat_score decimal(3,1), out_of_hours boolean, tickets_per_day int, escalated"
          + " boolean";
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
  private static final LocalDate TODAY = LocalDate.parse("2024-06-30");

  private record Ticket(
      int id,
      LocalDate created,
      Integer response,
      Integer resolution,
      LocalDate solved,
      String provider,
      Boolean breached,
      Integer csat) {
    String row() {
      return "t%d | a%d | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | false | null | false"
          .formatted(
              id,
              id % 7,
              created,
              response != null,
              response,
              resolution,
              solved != null,
              solved,
              solved,
              provider,
              breached,
              csat);
    }
  }

  @Test
  void countsMediansTailsSharesAndBacklogAreThoseOfLoops() {
    List<Ticket> tickets = generated(new Random(21), 400);
    Dataset<Row> made = build(tickets.stream().map(Ticket::row).toArray(String[]::new));

    List<String> expected = new ArrayList<>();
    for (YearMonth month = YearMonth.of(2024, 1);
        !month.isAfter(YearMonth.of(2024, 6));
        month = month.plusMonths(1)) {
      expected.add(expected(tickets, month, "all all", ticket -> true));
      for (String provider : List.of("p", "q")) {
        expected.add(
            expected(
                tickets,
                month,
                "provider " + provider,
                ticket -> provider.equals(ticket.provider)));
      }
      expected.add(
          expected(tickets, month, "provider unknown", ticket -> ticket.provider.equals("null")));
    }
    assertThat(
            made
                .where("cut IN ('all', 'provider')")
                .selectExpr(
                    ("month, cut, cut_value, requests, responses_timed,"
                            + " first_response_minutes_mean, first_response_minutes_median,"
                            + " first_response_minutes_p90, resolution_hours_mean,"
                            + " resolution_hours_median, resolution_hours_p90, sla_decided,"
                            + " sla_kept_share, csat_answers, csat_mean, csat, backlog,"
                            + " backlog_age_days_median")
                        .split(", "))
                .collectAsList()
                .stream()
                .map(SupportPerformanceMonthlyTest::line)
                .toList())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String line(Row row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(row.get(i) instanceof Double value ? shown(value) : "" + row.get(i));
    }
    return String.join(" ", cells);
  }

  private static String expected(
      List<Ticket> all, YearMonth month, String group, Predicate<Ticket> inGroup) {
    LocalDate end = month.atEndOfMonth();
    List<Ticket> open =
        all.stream()
            .filter(inGroup)
            .filter(t -> !t.created.isAfter(end) && (t.solved == null || t.solved.isAfter(end)))
            .toList();
    List<Ticket> created =
        all.stream().filter(inGroup).filter(t -> YearMonth.from(t.created).equals(month)).toList();
    List<Double> responses = values(created, Ticket::response);
    List<Double> resolutions = values(created, Ticket::resolution);
    List<Double> breached = values(created, t -> t.breached == null ? null : t.breached ? 0 : 1);
    List<Double> ratings = values(created, Ticket::csat);
    List<Double> satisfied = ratings.stream().map(r -> r >= 4 ? 1.0 : 0.0).toList();
    List<Double> ages = values(open, t -> (int) (end.toEpochDay() - t.created.toEpochDay()));
    return String.join(
        " ",
        "" + end,
        group,
        "" + created.size(),
        "" + responses.size(),
        shown(mean(responses)),
        shown(percentile(responses, 0.5)),
        shown(percentile(responses, 0.9)),
        shown(mean(resolutions)),
        shown(percentile(resolutions, 0.5)),
        shown(percentile(resolutions, 0.9)),
        "" + breached.size(),
        shown(mean(breached)),
        "" + ratings.size(),
        shown(mean(ratings)),
        shown(mean(satisfied)),
        "" + open.size(),
        shown(percentile(ages, 0.5)));
  }

  private static List<Double> values(List<Ticket> tickets, Function<Ticket, Integer> value) {
    return tickets.stream()
        .map(value)
        .filter(each -> each != null)
        .map(Integer::doubleValue)
        .sorted()
        .toList();
  }

  private static Double mean(List<Double> values) {
    return values.isEmpty()
        ? null
        : values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  private static Double percentile(List<Double> sorted, double share) {
    if (sorted.isEmpty()) {
      return null;
    }
    double place = share * (sorted.size() - 1);
    double below = sorted.get((int) Math.floor(place));
    double above = sorted.get((int) Math.ceil(place));
    return below + (place - Math.floor(place)) * (above - below);
  }

  private static String shown(Double value) {
    return value == null ? "null" : String.format(Locale.ROOT, "%.6f", value);
  }

  private static List<Ticket> generated(Random random, int count) {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LocalDate created = FIRST.plusDays(random.nextInt(182));
      LocalDate solved = random.nextInt(5) == 0 ? null : created.plusDays(random.nextInt(60));
      boolean isSolved = solved != null && !solved.isAfter(TODAY);
      tickets.add(
          new Ticket(
              i,
              created,
              random.nextInt(6) == 0 ? null : random.nextInt(3000),
              isSolved && random.nextInt(9) > 0 ? random.nextInt(500) : null,
              isSolved ? solved : null,
              List.of("p", "q", "null").get(random.nextInt(3)),
              random.nextInt(3) == 0 ? null : (Boolean) random.nextBoolean(),
              isSolved && random.nextInt(3) == 0 ? 1 + random.nextInt(5) : null));
    }
    return tickets;
  }

  @Test
  void aDayIsAnOverloadWhenMoreComesInThanCanBeTakenIn() {
    String[] rows = new String[8];
    for (int i = 0; i < rows.length; i++) {
      String day = i < 5 ? "2024-03-04" : "2024-03-05";
      rows[i] =
          "t%d | a | %s | false | null | null | true | %s | %s | p | null | null | true | 4 | false"
              .formatted(i, day, day, day);
    }
    Row march = build(rows).where("cut = 'provider' AND month = '2024-03-31'").first();

    assertThat(march.<Long>getAs("overload_days")).isEqualTo(1);
    assertThat(march.<Long>getAs("busiest_day_requests")).isEqualTo(5);
    assertThat(march.<Long>getAs("capacity_per_day")).isEqualTo(4);
    assertThat(march.<Double>getAs("out_of_hours_share")).isEqualTo(1);
    assertThat(march.<Double>getAs("first_response_minutes_median")).isNull();
  }

  @Test
  void aReopenedTicketIsNoBacklogBetweenItsFirstSolutionAndItsReopening() {
    Dataset<Row> tickets =
        table(
            "ticket_id string, account_id string, created_on date, first_solved_on date,"
                + " reopened_on date, last_solved_on date",
            "twice | a | 2024-01-10 | 2024-01-20 | 2024-03-05 | 2024-05-05",
            "again | a | 2024-01-10 | 2024-02-20 | 2024-04-05 | null",
            "undated | a | 2024-01-10 | 2024-01-20 | null | 2024-03-05");

    assertThat(
            build(supportTickets(tickets))
                .where("cut = 'all'")
                .orderBy("month")
                .selectExpr("month", "requests", "backlog")
                .collectAsList())
        .extracting(SupportPerformanceMonthlyTest::line)
        .containsExactly(
            "2024-01-31 3 2",
            "2024-02-29 0 1",
            "2024-03-31 0 1",
            "2024-04-30 0 2",
            "2024-05-31 0 1",
            "2024-06-30 0 1");
  }

  @Test
  void repliesAndEscalationsAreThoseOfTheFirstProviderAndAllElseOfTheLast() {
    String rest = " | true | %d | %d | true | 4";
    Dataset<Row> tickets =
        table(
            "ticket_id string, account_id string, created_on date, first_solved_on date,"
                + " last_solved_on date, provider_id string, opened_provider_id string, line string,"
                + " opened_line string, answered boolean, first_response_minutes decimal(18,4),"
                + " resolution_hours decimal(18,4), one_touch boolean, csat_score decimal(3,1)",
            "t1 | a | 2024-06-03 | 2024-06-04 | 2024-06-04 | p | p | L1 | L1"
                + rest.formatted(10, 1),
            "t2 | a | 2024-06-03 | 2024-06-04 | 2024-06-04 | q | p | L2 | L1"
                + rest.formatted(30, 50),
            "t3 | a | 2024-06-03 | 2024-06-04 | 2024-06-04 | q | q | L2 | L2"
                + rest.formatted(70, 30));

    assertThat(
            build(supportTickets(tickets.withColumn("escalated", lit(false))))
                .where("cut IN ('all', 'provider', 'line')")
                .orderBy("cut", "cut_value")
                .selectExpr(
                    "cut_value",
                    "requests",
                    "requests_received",
                    "requests_worked_on",
                    "first_response_minutes_mean",
                    "escalated_share",
                    "resolution_hours_mean",
                    "one_touch_decided")
                .collectAsList())
        .extracting(SupportPerformanceMonthlyTest::line)
        .containsExactly(
            "all 3 3 3 36.666667 0.333333 27.000000 3",
            "L1 1 2 2 20.000000 0.500000 1.000000 1",
            "L2 2 1 2 70.000000 0.000000 40.000000 2",
            "p 1 2 2 20.000000 0.500000 1.000000 1",
            "q 2 1 2 70.000000 0.000000 40.000000 2");
  }

  @Test
  void aLateReplyIsBrokenByWhomATicketCameToAndALateSolutionByWhoHandlesIt() {
    Dataset<Row> tickets =
        table(
            "ticket_id string, account_id string, created_on date, provider_id string,"
                + " opened_provider_id string, sla_response_breached boolean,"
                + " sla_resolution_breached boolean, sla_breached boolean",
            "t1 | a | 2024-06-03 | q | p | true | false | true",
            "t2 | a | 2024-06-03 | q | p | true | false | true",
            "t3 | a | 2024-06-03 | q | p | false | true | true",
            "t4 | a | 2024-06-03 | p | p | false | false | false",
            // the desk tells of both together only
            "t5 | a | 2024-06-03 | q | p | null | null | true");

    assertThat(
            build(supportTickets(tickets))
                .where("cut IN ('all', 'provider')")
                .orderBy("cut_value")
                .selectExpr(
                    "cut_value",
                    "sla_decided",
                    "sla_kept_share",
                    "sla_response_kept_share",
                    "sla_resolution_kept_share")
                .collectAsList())
        .extracting(SupportPerformanceMonthlyTest::line)
        .containsExactly(
            "all 5 0.200000 0.500000 0.750000",
            "p 4 0.500000 0.500000 1.000000",
            "q 4 0.500000 null 0.666667");
  }

  @Test
  void aFrontDeskIsOverrunByWhatItPassesOn() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rows.add("t%d | a | 2024-06-03 | %s | p | 9 | 4".formatted(i, i < 4 ? "q" : "p"));
    }
    Dataset<Row> tickets =
        table(
            "ticket_id string, account_id string, created_on date, provider_id string,"
                + " opened_provider_id string, tickets_per_day int, opened_tickets_per_day int",
            rows.toArray(String[]::new));

    assertThat(
            build(
                    supportTickets(tickets)
                        .withColumn("tickets_per_day", expr("if(provider_id = 'p', 4, 9)")))
                .where("cut = 'provider'")
                .orderBy("cut_value")
                .selectExpr(
                    "cut_value",
                    "busiest_day_requests",
                    "capacity_per_day",
                    "overload_days",
                    "backlog")
                .collectAsList())
        .extracting(SupportPerformanceMonthlyTest::line)
        .containsExactly("p 5 4 1 1", "q 4 9 0 4");
  }

  @Test
  void capacityIsThatOfTheProvidersThatStateItAndOfTheirGroupsOnly() {
    List<String> rows = new ArrayList<>();
    arrive(rows, "2024-03-04", 5, "p", 4);
    arrive(rows, "2024-03-05", 4, "p", 4);
    arrive(rows, "2024-03-05", 3, null, null);
    arrive(rows, "2024-03-05", 3, "q", null);
    Dataset<Row> march = build(rows.toArray(String[]::new)).where("month = '2024-03-31'");

    assertThat(
            march
                .selectExpr("cut", "cut_value", "capacity_per_day", "overload_days")
                .collectAsList())
        .extracting(SupportPerformanceMonthlyTest::line)
        .contains(
            "all all 4 1",
            "provider p 4 1",
            "provider q null null",
            "provider unknown null null",
            "priority unknown null null",
            "segment unknown null null");
  }

  @Test
  void withoutCapacityDaysOfOverloadAreUnknownUntilThereIsAPaceAndNoneWithoutTickets() {
    List<String> rows = new ArrayList<>();
    for (String day : List.of("2024-01-20", "2024-02-10", "2024-02-20", "2024-04-02")) {
      arrive(rows, day, 1, null, null);
    }
    rows.add("open | a | 2024-01-20" + " | null".repeat(12));

    assertThat(
            build(rows.toArray(String[]::new))
                .where("cut = 'all'")
                .orderBy("month")
                .selectExpr("month", "overload_days")
                .collectAsList())
        .extracting(SupportPerformanceMonthlyTest::line)
        .containsExactly(
            "2024-01-31 null",
            "2024-02-29 1",
            "2024-03-31 0",
            "2024-04-30 1",
            "2024-05-31 0",
            "2024-06-30 0");
  }

  /** Tickets that are solved on the day on which they come. */
  private static void arrive(
      List<String> rows, String day, int count, String provider, Integer capacity) {
    for (int i = 0; i < count; i++) {
      rows.add(
          "t%d | a | %s | false | null | null | true | %s | %s | %s | null | null | true | %s | false"
              .formatted(rows.size(), day, day, day, provider, capacity));
    }
  }

  private static Dataset<Row> build(String... tickets) {
    return build(supportTickets(table(COLUMNS, tickets)));
  }

  private static Dataset<Row> build(Dataset<Row> tickets) {
    Dataset<Row> made =
        new SupportPerformanceMonthly()
            .build(new Staged().with("support_tickets", tickets).at(List.of(TODAY)))
            .get("support_performance_monthly")
            .localCheckpoint();
    assertKeepsContract("support_performance_monthly", made);
    return made;
  }
}
