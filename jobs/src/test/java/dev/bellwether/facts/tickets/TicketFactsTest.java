package dev.bellwether.facts.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.StepInputs;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TicketFactsTest extends SparkTest {
  private static final String COLUMNS =
      "ticket_id, account_id, created_at, first_response_at, first_solved_at, last_solved_at,"
          + " reopened_at, public_replies";
  private static final String FACTS =
      "ticket_id string, first_response_minutes decimal(18,4), resolution_hours decimal(18,4),"
          + " full_resolution_hours decimal(18,4), one_touch boolean, reopened boolean, solved"
          + " boolean, open boolean";

  @Test
  void timesRunFromCreationAndThoseBeforeItAreNull() {
    assertSameRows(
        table(
            FACTS,
            "t1 | 1.5 | 24 | 24 | true | false | true | false",
            "t2 | null | 2 | 30 | false | true | true | false",
            "t3 | null | null | null | null | false | false | true",
            "t4 | 60 | 1 | null | false | true | false | true"),
        facts(
            "2024-02-01",
            "t1 | a | 2024-01-01 10:00:00 | 2024-01-01 10:01:30 | 2024-01-02 10:00:00 | 2024-01-02"
                + " 10:00:00 | null | 1",
            "t2 | a | 2024-01-01 10:00:00 | 2024-01-01 09:00:00 | 2024-01-01 12:00:00 | 2024-01-02"
                + " 16:00:00 | 2024-01-02 10:00:00 | 1",
            "t3 | a | 2024-01-01 10:00:00 | null | null | null | null | null",
            "t4 | a | 2024-01-01 10:00:00 | 2024-01-01 11:00:00 | 2024-01-01 11:00:00 | 2024-01-01"
                + " 11:00:00 | 2024-01-05 10:00:00 | 1"));
  }

  @Test
  void whatHappensLaterIsNotKnownBefore() {
    String ticket =
        "t | a | 2024-01-01 10:00:00 | 2024-01-03 10:00:00 | 2024-01-05 10:00:00 | 2024-01-09"
            + " 10:00:00 | 2024-01-07 10:00:00 | 1";

    assertSameRows(
        table(FACTS, "t | null | null | null | null | false | false | true"),
        facts("2024-01-02", ticket));
    assertSameRows(
        table(FACTS, "t | 2880 | 96 | 96 | null | false | true | false"),
        facts("2024-01-06", ticket));
    assertSameRows(
        table(FACTS, "t | 2880 | 96 | null | null | true | false | true"),
        facts("2024-01-08", ticket));
    assertSameRows(
        table(FACTS, "t | 2880 | 96 | 192 | null | true | true | false"),
        facts("2024-01-15", ticket));
    assertSameRows(
        table(FACTS, "t | 2880 | 96 | 192 | false | true | true | false"),
        facts("2024-01-16", ticket));
  }

  @Test
  void ticketsOfAgentsMergedOnesAndSpamAreLeftOut() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, opened_by, merged_at, marked_spam_at",
                "t1 | a | 2024-01-01 10:00:00 | agent | null | null",
                "t2 | a | 2024-01-01 10:00:00 | customer | 2024-01-02 10:00:00 | null",
                "t3 | a | 2024-01-01 10:00:00 | null | null | 2024-01-05 10:00:00",
                "t4 | a | 2024-01-01 10:00:00 | null | null | null");
    Contract contract = Contracts.of("ticket_facts");

    Dataset<Row> facts = new TicketFacts().build(staged.at("2024-01-04")).get("ticket_facts");

    assertThat(ContractChecks.violations(ContractChecks.conform(facts, contract), contract))
        .isEmpty();
    assertSameRows(table("ticket_id string", "t3", "t4"), facts.select("ticket_id"));
  }

  @Test
  void anEarlierNightDoneAgainForgetsNothing() {
    Staged staged =
        new Staged()
            .completedThrough("2024-01-31")
            .with("tickets", "ticket_id, account_id, created_at", "t | a | 2024-01-20 10:00:00");

    assertThat(new TicketFacts().build(staged.at("2024-01-10")).get("ticket_facts").count())
        .isEqualTo(1);
  }

  @Test
  void whatTheSourceDoesNotTellOfIsUnknownAndNotFalse() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_solved_at, public_replies, reopen_count,"
                    + " opened_line, line",
                "t1 | a | 2024-01-01 10:00:00 | 2024-01-02 10:00:00 | 2 | null | null | L2",
                "t2 | a | 2024-01-01 10:00:00 | 2024-01-02 10:00:00 | 1 | 0 | L1 | L2",
                "t3 | a | 2024-01-01 10:00:00 | 2024-01-02 10:00:00 | 1 | 2 | L2 | L2");

    assertThat(happenings(staged))
        .containsExactly("t1 false false false", "t2 false false true", "t3 false false true");
    assertThat(happenings(staged.without("tickets", "reopened_at", "escalated_at")))
        .containsExactly("t1 null false null", "t2 false true true", "t3 true false false");
    assertThat(happenings(staged.without("tickets", "reopened_at", "escalated_at", "opened_line")))
        .containsExactly("t1 null null null", "t2 false null true", "t3 true null false");
  }

  @Test
  void whereNoRepliesAreToldNoneIsLateNorMissing() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_solved_at, priority, response_due_at",
                "t1 | a | 2024-01-01 10:00:00 | 2024-01-09 10:00:00 | high | null",
                "t2 | a | 2024-01-01 10:00:00 | 2024-01-02 10:00:00 | high | null",
                "t3 | a | 2024-01-01 10:00:00 | null | null | 2024-01-02 10:00:00")
            .with(
                "sla_policies",
                "policy_id, priority, first_response_minutes, resolution_hours, valid_from",
                "p1 | high | 60 | 48 | 2020-01-01");

    assertThat(promises(staged))
        .containsExactly("false true true", "false true true", "false true true");
    assertThat(promises(staged.without("tickets", "first_response_at")))
        .containsExactly("null null true", "null null false", "null null null");
  }

  private static List<String> promises(Staged staged) {
    return new TicketFacts()
            .build(staged.at("2024-02-01"))
            .get("ticket_facts")
            .orderBy("ticket_id")
            .select("answered", "sla_response_breached", "sla_breached")
            .collectAsList()
            .stream()
            .map(row -> row.mkString(" "))
            .toList();
  }

  private static List<String> happenings(Staged staged) {
    return new TicketFacts()
            .build(staged.at("2024-02-01"))
            .get("ticket_facts")
            .orderBy("ticket_id")
            .select("ticket_id", "reopened", "escalated", "one_touch")
            .collectAsList()
            .stream()
            .map(row -> row.mkString(" "))
            .toList();
  }

  @Test
  void aPromiseIsBrokenByALateAnswerAndByOneThatIsOverdue() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                COLUMNS + ", priority",
                "in_time | a | 2024-01-01 10:00:00 | 2024-01-01 10:30:00 | null | null | null | 1 |"
                    + " high",
                "late | a | 2024-01-01 10:00:00 | 2024-01-01 11:01:00 | null | null | null | 1 |"
                    + " high",
                "overdue | a | 2024-01-01 22:00:00 | null | null | null | null | 0 | high",
                "pending | a | 2024-01-01 23:30:00 | null | null | null | null | 0 | high",
                "stricter | a | 2024-01-02 10:00:00 | 2024-01-02 10:30:00 | null | null | null | 1"
                    + " | high",
                "free | a | 2024-01-01 10:00:00 | null | null | null | null | 0 | low")
            .with(
                "sla_policies",
                "policy_id, priority, first_response_minutes, valid_from",
                "p1 | high | 60 | 2023-01-01",
                "p2 | high | 20 | 2024-01-02");

    assertThat(breaches(staged, "2024-01-01"))
        .containsExactlyInAnyOrder(
            "in_time false", "late true", "overdue true", "pending null", "free null");
    assertThat(breaches(staged, "2024-01-02")).contains("pending true", "stricter true");
  }

  @Test
  void solvingStopsEveryClockAndEitherSolutionStandsForBoth() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_response_at, first_solved_at,"
                    + " last_solved_at, priority",
                "in_time | a | 2024-01-01 10:00:00 | null | 2024-01-01 10:20:00 | null | high",
                "last_only | a | 2024-01-01 10:00:00 | null | null | 2024-01-01 10:20:00 | high",
                "too_late | a | 2024-01-01 10:00:00 | null | 2024-01-01 11:20:00 | null | high",
                "answered_later | a | 2024-01-01 10:00:00 | 2024-01-01 12:00:00"
                    + " | 2024-01-01 10:20:00 | null | high",
                "bad_answer | a | 2024-01-01 10:00:00 | 2023-01-01 12:00:00 | null | null | high",
                "slow | a | 2024-01-01 10:00:00 | 2024-01-01 10:10:00 | null"
                    + " | 2024-01-02 11:00:00 | high")
            .with(
                "sla_policies",
                "policy_id, priority, first_response_minutes, resolution_hours, valid_from",
                "p1 | high | 60 | 24 | 2023-01-01");

    assertThat(breaches(staged, "2024-01-02"))
        .containsExactlyInAnyOrder(
            "in_time false",
            "last_only false",
            "too_late true",
            "answered_later false",
            "bad_answer true",
            "slow true");
    assertThat(
            new TicketFacts()
                .build(staged.at("2024-01-02"))
                .get("ticket_facts")
                .where("resolution_hours = full_resolution_hours")
                .count())
        .isEqualTo(5);
  }

  @Test
  void aPromiseForThePlanGoesBeforeOneForAllAndACalendarsHoursCountWhereItIsGiven() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_response_at, priority, plan",
                "gold_late | a | 2024-03-04 10:00:00 | 2024-03-04 10:31:00 | high | gold",
                "others | a | 2024-03-04 10:00:00 | 2024-03-04 10:31:00 | high | silver",
                "weekend | a | 2024-03-01 16:30:00 | 2024-03-04 09:20:00 | low | null",
                "too_long | a | 2024-03-01 16:30:00 | 2024-03-04 09:40:00 | low | null",
                "waits | a | 2024-03-04 11:30:00 | null | low | null",
                "no_calendar | a | 2024-03-01 16:30:00 | 2024-03-04 09:20:00 | normal | null")
            .with(
                "sla_policies",
                "policy_id, priority, plan, calendar_id, first_response_minutes, valid_from",
                "1 | high | null | null | 60 | 2024-02-01",
                "2 | high | Gold | null | 30 | 2023-01-01",
                "3 | low | null | office | 60 | 2023-01-01",
                "4 | normal | null | unheard_of | 60 | 2023-01-01")
            .with(
                "business_hours",
                "calendar_id, weekday, opens_minute, closes_minute",
                "office | 1 | 540 | 720",
                "office | 5 | 540 | 1020");

    assertThat(breaches(staged, "2024-03-04"))
        .containsExactlyInAnyOrder(
            "gold_late true",
            "others false",
            "weekend false",
            "too_long true",
            "waits null",
            "no_calendar true");
  }

  @Test
  void aDueMomentGoesBeforeThePolicyAlsoWhileItIsToComeAndOneBeforeTheTicketTellsNothing() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_response_at, first_solved_at,"
                    + " priority, response_due_at, desk_sla_breached",
                "to_come | a | 2024-03-04 08:00:00 | null | null | high | 2024-03-06 10:00:00 |"
                    + " null",
                "kept | a | 2024-03-04 08:00:00 | 2024-03-04 12:00:00 | null | high |"
                    + " 2024-03-05 10:00:00 | null",
                "before | a | 2024-03-04 08:00:00 | 2024-03-04 08:05:00 | null | high |"
                    + " 2024-03-01 10:00:00 | null",
                "unreadable | a | 2024-03-04 08:00:00 | null | 2024-03-01 08:00:00 | low |"
                    + " 2024-03-04 09:00:00 | null",
                "denied | a | 2024-03-04 08:00:00 | 2024-03-04 12:00:00 | 2024-03-04 13:00:00 |"
                    + " high | null | false",
                "policy | a | 2024-03-04 08:00:00 | 2024-03-04 12:00:00 | null | high | null |"
                    + " null")
            .with(
                "sla_policies",
                "policy_id, priority, first_response_minutes, valid_from",
                "1 | high | 60 | 2024-02-01");

    assertThat(
            new TicketFacts()
                    .build(staged.at("2024-03-04"))
                    .get("ticket_facts")
                    .select("ticket_id", "sla_response_breached")
                    .collectAsList()
                    .stream()
                    .map(row -> row.mkString(" ")))
        .containsExactlyInAnyOrder(
            "to_come null",
            "kept false",
            "before false",
            "unreadable null",
            "denied false",
            "policy true");
  }

  private static List<String> breaches(Staged staged, String date) {
    return new TicketFacts()
            .build(staged.at(date))
            .get("ticket_facts")
            .select("ticket_id", "sla_breached")
            .collectAsList()
            .stream()
            .map(row -> row.mkString(" "))
            .toList();
  }

  private static Dataset<Row> facts(String date, String... tickets) {
    StepInputs inputs = new Staged().with("tickets", COLUMNS, tickets).at(date);
    Dataset<Row> points = Dates.points(spark(), inputs.dates());
    Dataset<Row> view =
        AsOf.view(inputs.table("tickets"), Contracts.of("tickets"), points, ZoneOffset.UTC);
    return TicketFacts.of(view, inputs, points)
        .select(
            "ticket_id",
            "first_response_minutes",
            "resolution_hours",
            "full_resolution_hours",
            "one_touch",
            "reopened",
            "solved",
            "open");
  }
}
