package dev.bellwether.marts.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.Staged;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Every rate of service, and the days of overload, against loops over generated tickets. */
class ServiceRatesOracleTest extends MartTest {
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
  private static final LocalDate TODAY = LocalDate.parse("2024-06-30");
  private static final int BACKLOG_DAYS = 5;
  private static final String COLUMNS =
      "ticket_id string, account_id string, created_on date, first_solved_on date, reopened_on date,"
          + " last_solved_on"
          + " date, answered boolean, one_touch boolean, reopened boolean, escalated boolean,"
          + " opened_line string, line string, out_of_hours boolean, sla_response_breached boolean,"
          + " sla_resolution_breached boolean, csat_score decimal(3,1), reopen_count int,"
          + " assignment_count int, agent_count int, touch_count int,"
          + " first_response_business_minutes decimal(18,4), resolution_business_hours"
          + " decimal(18,4), tickets_per_day int, provider_id string";

  /** A ticket; boxed values may be unknown. */
  private record Ticket(
      int id,
      LocalDate created,
      LocalDate firstSolved,
      LocalDate reopenedOn,
      LocalDate solved,
      boolean answered,
      Boolean oneTouch,
      Boolean reopened,
      Boolean escalated,
      String openedLine,
      String line,
      boolean outOfHours,
      Boolean lateReply,
      Boolean lateSolution,
      Integer stars,
      Integer reopenings,
      Integer groups,
      Integer agents,
      Integer touches,
      Integer businessMinutes,
      Integer businessHours) {

    String row() {
      Object[] cells = {
        "t" + id,
        "a" + id % 9,
        created,
        firstSolved,
        reopenedOn,
        solved,
        answered,
        oneTouch,
        reopened,
        escalated,
        openedLine,
        line,
        outOfHours,
        lateReply,
        lateSolution,
        stars,
        reopenings,
        groups,
        agents,
        touches,
        businessMinutes,
        businessHours,
        3,
        "p"
      };
      return String.join(" | ", Arrays.stream(cells).map(Objects::toString).toList());
    }

    /** The line that it came to first. */
    String first() {
      return openedLine == null ? line : openedLine;
    }

    boolean isOpenOn(LocalDate day) {
      boolean isSolved = solved != null && !solved.isAfter(day);
      boolean isSolvedBetween =
          reopenedOn != null && !firstSolved.isAfter(day) && reopenedOn.isAfter(day);
      return !created.isAfter(day) && !isSolved && !isSolvedBetween;
    }

    boolean isSolvedOn(LocalDate day) {
      return day.equals(solved) || (reopenedOn != null && day.equals(firstSolved));
    }

    boolean isMovedUp() {
      return openedLine != null && line != null && openedLine.compareTo(line) < 0;
    }
  }

  @Test
  void ratesMeansAndMediansAreThoseOfLoops() {
    List<Ticket> tickets = generated(new Random(77), 500);
    List<String> expected = new ArrayList<>();
    for (int month = 1; month <= 6; month++) {
      expected.add(expected(tickets, YearMonth.of(2024, month)));
    }

    assertThat(
            linesOfCells(
                build(tickets),
                "month, one_touch_decided, one_touch_share, ever_solved,"
                    + " reopened_decided, reopened_share, reopenings, assignments_mean,"
                    + " agents_mean, touches_mean, escalated_decided, escalated_share,"
                    + " sla_response_decided, sla_response_kept_share, sla_resolution_decided,"
                    + " sla_resolution_kept_share, csat_answers, csat, csi, csat_response_rate,"
                    + " out_of_hours_share, answered_share,"
                    + " first_response_business_minutes_median,"
                    + " first_response_business_minutes_p90, resolution_business_hours_median,"
                    + " resolution_business_hours_p90"))
        .containsExactlyElementsOf(expected);
  }

  private static String expected(List<Ticket> all, YearMonth month) {
    List<Ticket> created =
        all.stream().filter(each -> YearMonth.from(each.created).equals(month)).toList();
    List<Ticket> solved = created.stream().filter(each -> each.firstSolved != null).toList();
    List<Double> oneTouch = values(created, each -> number(each.oneTouch));
    List<Double> reopened = values(solved, each -> number(each.reopened));
    List<Double> escalated =
        values(created, each -> each.isMovedUp() ? (Integer) 1 : number(each.escalated));
    List<Double> replies = values(created, each -> number(each.lateReply));
    List<Double> solutions = values(created, each -> number(each.lateSolution));
    List<Double> stars = values(created, each -> each.stars);
    List<Double> minutes = values(created, Ticket::businessMinutes);
    List<Double> hours = values(created, Ticket::businessHours);
    long reopenings = 0;
    for (Ticket ticket : created) {
      reopenings += ticket.reopenings == null ? 0 : ticket.reopenings;
    }
    return String.join(
        " ",
        "" + month.atEndOfMonth(),
        "" + oneTouch.size(),
        shown(mean(oneTouch)),
        "" + solved.size(),
        "" + reopened.size(),
        shown(mean(reopened)),
        "" + reopenings,
        shown(mean(values(created, Ticket::groups))),
        shown(mean(values(created, Ticket::agents))),
        shown(mean(values(created, Ticket::touches))),
        "" + escalated.size(),
        shown(mean(escalated)),
        "" + replies.size(),
        shown(1 - mean(replies)),
        "" + solutions.size(),
        shown(1 - mean(solutions)),
        "" + stars.size(),
        shown(mean(stars.stream().map(each -> each >= 4 ? 1.0 : 0.0).toList())),
        shown((mean(stars) - 1) * 25),
        shown((double) stars.size() / solved.size()),
        shown(count(created, Ticket::outOfHours) / created.size()),
        shown(count(created, Ticket::answered) / created.size()),
        shown(percentile(minutes, 0.5)),
        shown(percentile(minutes, 0.9)),
        shown(percentile(hours, 0.5)),
        shown(percentile(hours, 0.9)));
  }

  @Test
  void linesAnswerAndEscalateWhatCameToThemAndSolveWhatTheyHandle() {
    List<Ticket> tickets = generated(new Random(5), 300);
    Dataset<Row> made =
        build(
                new Staged()
                    .with(
                        "support_tickets",
                        supportTickets(
                            table(
                                COLUMNS,
                                tickets.stream().map(Ticket::row).toArray(String[]::new)))))
            .where("cut = 'line' AND month = '2024-03-31'")
            .orderBy("cut_value");
    List<Ticket> march =
        tickets.stream().filter(each -> each.created.getMonthValue() == 3).toList();
    List<String> expected = new ArrayList<>();
    for (String line : List.of("L1", "L2", "L3")) {
      List<Ticket> handled = march.stream().filter(each -> each.line.equals(line)).toList();
      List<Ticket> came = march.stream().filter(each -> line.equals(each.first())).toList();
      List<Double> escalated =
          values(came, each -> each.isMovedUp() ? (Integer) 1 : number(each.escalated));
      expected.add(
          String.join(
              " ",
              line,
              "" + handled.size(),
              "" + came.size(),
              ""
                  + march.stream()
                      .filter(each -> handled.contains(each) || came.contains(each))
                      .count(),
              shown(count(came, Ticket::answered) / came.size()),
              "" + escalated.size(),
              shown(mean(escalated)),
              shown(1 - mean(values(came, each -> number(each.lateReply)))),
              shown(1 - mean(values(handled, each -> number(each.lateSolution)))),
              shown(mean(values(handled, each -> each.stars)))));
    }

    assertThat(
            linesOfCells(
                made,
                "cut_value, requests, requests_received, requests_worked_on, answered_share,"
                    + " escalated_decided, escalated_share, sla_response_kept_share,"
                    + " sla_resolution_kept_share, csat_mean"))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void overloadsAreTheDaysOfLoops() {
    List<Ticket> tickets = generated(new Random(8), 400);
    List<String> expected = new ArrayList<>();
    for (int month = 1; month <= 6; month++) {
      YearMonth of = YearMonth.of(2024, month);
      int days = 0;
      for (LocalDate day = of.atDay(1); !day.isAfter(of.atEndOfMonth()); day = day.plusDays(1)) {
        days += isOverload(tickets, day) ? 1 : 0;
      }
      expected.add(of.atEndOfMonth() + " " + days);
    }

    assertThat(linesOfCells(build(tickets), "month, overload_days"))
        .containsExactlyElementsOf(expected);
    assertThat(expected).anyMatch(line -> !line.endsWith(" 0"));
  }

  /** More than three came in, or the backlog exceeds five days at the pace of the last 28. */
  private static boolean isOverload(List<Ticket> tickets, LocalDate day) {
    double arrived = count(tickets, each -> each.created.equals(day));
    double solved = count(tickets, each -> each.isSolvedOn(day));
    double reopened = count(tickets, each -> day.equals(each.reopenedOn));
    LocalDate first = tickets.stream().map(Ticket::created).min(LocalDate::compareTo).get();
    double backlog = count(tickets, each -> each.isOpenOn(day));
    double lately = 0;
    for (int ago = 0; ago < 28; ago++) {
      LocalDate then = day.minusDays(ago);
      lately += count(tickets, each -> each.isSolvedOn(then));
    }
    boolean isBehind = !first.plusDays(28).isAfter(day) && backlog > lately / 28 * BACKLOG_DAYS;
    return (arrived > 0 || solved > 0 || reopened > 0) && (arrived > 3 || isBehind);
  }

  @Test
  void contactsAreToldForAHundredUsersOfTheAccountsWhoseUsersAreKnown() {
    List<Ticket> tickets = generated(new Random(3), 90);
    Dataset<Row> features =
        table(
            "as_of_date date, account_id string, active_users_28d int",
            "2024-03-31 | a1 | 30",
            "2024-03-31 | a2 | 20",
            "2024-03-31 | a3 | null",
            "2024-03-31 | a99 | 10",
            "2024-04-15 | a1 | 99",
            "2024-05-31 | a1 | 0");
    Dataset<Row> made = build(tickets, features);

    double march = count(tickets, each -> each.created.getMonthValue() == 3);
    double known =
        count(
            tickets,
            each ->
                each.created.getMonthValue() == 3
                    && List.of("a1", "a2").contains("a" + each.id % 9));
    double may = count(tickets, each -> each.created.getMonthValue() == 5);
    double ofNobody = count(tickets, each -> each.created.getMonthValue() == 5 && each.id % 9 == 1);
    assertThat(known).isBetween(1.0, march - 1);
    assertThat(
            linesOfCells(
                made.where("month >= '2024-03-01'"),
                "active_users, requests_with_users, contacts_per_100_users,"
                    + " contacts_covered_share"))
        .containsExactly(
            "60 %.0f %s %s".formatted(known, shown(known / 60 * 100), shown(known / march)),
            "null null null null",
            "0 %.0f null %s".formatted(ofNobody, shown(ofNobody / may)),
            "null null null null");
  }

  @Test
  void contactsOfASegmentOrRegionAreForItsOwnUsers() {
    Dataset<Row> tickets =
        table(
            "ticket_id string, account_id string, created_on date, segment string, country string",
            "t1 | a1 | 2024-03-05 | SMB | DE",
            "t2 | a1 | 2024-03-06 | SMB | DE",
            "t3 | a2 | 2024-03-07 | Enterprise | FR",
            "t4 | a3 | 2024-03-07 | Mid | null");
    Dataset<Row> features =
        table(
            "as_of_date date, account_id string, active_users_28d int",
            "2024-03-31 | a1 | 20",
            "2024-03-31 | a2 | 10",
            "2024-03-31 | a4 | 20",
            "2024-03-31 | a5 | 50");
    assertThat(
            build(
                    new Staged()
                        .with("support_tickets", supportTickets(tickets))
                        .with("account_features", features)
                        .with(
                            "accounts",
                            "account_id, segment, country",
                            "a1 | SMB | DE",
                            "a2 | Enterprise | FR",
                            "a3 | Mid | null",
                            "a4 | SMB | FR",
                            "a5 | null | null"))
                .where("month = '2024-03-31' AND cut IN ('all', 'segment', 'region', 'channel')")
                .selectExpr("cut", "cut_value", "active_users", "contacts_per_100_users")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactlyInAnyOrder(
            "all all 100 3.0",
            "channel unknown 100 3.0",
            "segment SMB 40 5.0",
            "segment Enterprise 10 10.0",
            "segment Mid null null",
            "region DE 20 10.0",
            "region FR 30 3.3333333333333335",
            "region unknown 50 0.0");
  }

  private static List<Ticket> generated(Random random, int count) {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LocalDate created = FIRST.plusDays(random.nextInt(182));
      LocalDate solution = created.plusDays(random.nextInt(50));
      boolean isSolved = random.nextInt(6) > 0 && !solution.isAfter(TODAY);
      LocalDate reopening = solution.plusDays(1 + random.nextInt(9));
      boolean isReopened = isSolved && random.nextInt(4) == 0 && !reopening.isAfter(TODAY);
      LocalDate last = isReopened ? reopening.plusDays(random.nextInt(9)) : solution;
      boolean isSolvedForGood = isSolved && !last.isAfter(TODAY);
      tickets.add(
          new Ticket(
              i,
              created,
              isSolved ? solution : null,
              isReopened ? reopening : null,
              isSolvedForGood ? last : null,
              random.nextInt(5) > 0,
              isSolved ? maybe(random) : null,
              maybe(random),
              maybe(random),
              random.nextInt(3) == 0 ? null : "L" + (1 + random.nextInt(2)),
              List.of("L1", "L2", "L3").get(random.nextInt(3)),
              random.nextInt(4) == 0,
              maybe(random),
              maybe(random),
              isSolved && random.nextInt(3) == 0 ? 1 + random.nextInt(5) : null,
              isSolved ? random.nextInt(3) : null,
              isSolved ? 1 + random.nextInt(4) : null,
              isSolved ? 1 + random.nextInt(3) : null,
              isSolved ? 1 + random.nextInt(9) : null,
              random.nextInt(5) == 0 ? null : random.nextInt(900),
              isSolved ? random.nextInt(90) : null));
    }
    return tickets;
  }

  private static Boolean maybe(Random random) {
    return random.nextInt(4) == 0 ? null : (Boolean) random.nextBoolean();
  }

  private static Integer number(Boolean value) {
    return value == null ? null : value ? 1 : 0;
  }

  private static double count(List<Ticket> tickets, Predicate<Ticket> which) {
    return tickets.stream().filter(which).count();
  }

  private static List<Double> values(List<Ticket> tickets, Function<Ticket, Integer> value) {
    return tickets.stream()
        .map(value)
        .filter(Objects::nonNull)
        .map(Integer::doubleValue)
        .sorted()
        .toList();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  private static double percentile(List<Double> sorted, double share) {
    double place = share * (sorted.size() - 1);
    double below = sorted.get((int) Math.floor(place));
    double above = sorted.get((int) Math.ceil(place));
    return below + (place - Math.floor(place)) * (above - below);
  }

  private static Dataset<Row> build(List<Ticket> tickets) {
    return build(tickets, table("as_of_date date, account_id string, active_users_28d int"));
  }

  private static Dataset<Row> build(List<Ticket> tickets, Dataset<Row> features) {
    String[] rows = tickets.stream().map(Ticket::row).toArray(String[]::new);
    Staged inputs =
        new Staged()
            .with("support_tickets", supportTickets(table(COLUMNS, rows)))
            .with("account_features", features);
    return build(inputs).where("cut = 'all'").orderBy("month");
  }

  private static Dataset<Row> build(Staged inputs) {
    Dataset<Row> made =
        new SupportPerformanceMonthly()
            .build(inputs.at(List.of(TODAY)))
            .get("support_performance_monthly")
            .localCheckpoint();
    assertKeepsContract("support_performance_monthly", made);
    return made;
  }
}
