package dev.bellwether.facts.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SupportTicketsTest extends SparkTest {
  private static final String TICKETS =
      "ticket_id, account_id, created_at, first_response_at, first_solved_at, provider_id";

  @Test
  void aTicketHasTheOrganisationOfItsDayAndOfOverlappingPeriodsTheLater() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                TICKETS,
                "before | a | 2024-01-05 10:00:00 | null | null | p",
                "first | a | 2024-02-05 10:00:00 | null | null | p",
                "both | a | 2024-02-25 10:00:00 | null | null | p",
                "gap | a | 2024-03-25 10:00:00 | null | null | p",
                "other | a | 2024-02-25 10:00:00 | null | null | q")
            .with(
                "support_providers",
                "provider_id, valid_from, valid_until, model",
                "p | 2024-02-01 | 2024-03-01 | in_house",
                "p | 2024-02-20 | 2024-03-20 | outsourced");

    assertThat(lines(staged, "ticket_id, model", "2024-03-31"))
        .containsExactly(
            "before null", "both outsourced", "first in_house", "gap null", "other null");
  }

  @Test
  void aTicketThatWasPassedOnTellsHowThatProviderWasOrganisedThatItCameToFirst() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, provider_id, opened_provider_id",
                "passed | a | 2024-02-05 10:00:00 | q | p",
                "kept | a | 2024-02-05 10:00:00 | q | null",
                "unknown | a | 2024-02-05 10:00:00 | q | r")
            .with(
                "support_providers",
                "provider_id, valid_from, model, tenancy, location",
                "p | 2024-01-01 | outsourced | shared | offshore",
                "q | 2024-01-01 | in_house | dedicated | onshore");

    assertThat(
            lines(
                staged,
                "ticket_id, provider_id, model, tenancy, location, opened_provider_id,"
                    + " opened_model, opened_tenancy, opened_location",
                "2024-03-31"))
        .containsExactly(
            "kept q in_house dedicated onshore q in_house dedicated onshore",
            "passed q in_house dedicated onshore p outsourced shared offshore",
            "unknown q in_house dedicated onshore r null null null");
  }

  @Test
  void fullResolutionIsUntilTheLastSolutionAndUnknownWhileOpenAgain() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_solved_at, last_solved_at, reopened_at",
                "twice | a | 2024-03-04 10:00:00 | 2024-03-04 12:00:00 | 2024-03-05 12:00:00 |"
                    + " 2024-03-05 10:00:00",
                "again | a | 2024-03-04 10:00:00 | 2024-03-04 12:00:00 | 2024-03-04 12:00:00 |"
                    + " 2024-03-05 10:00:00");

    assertThat(
            lines(
                staged,
                "ticket_id, resolution_hours, full_resolution_hours,"
                    + " full_resolution_business_hours, reopened_on, last_solved_on",
                "2024-03-31"))
        .containsExactly(
            "again 2.0000 null null 2024-03-05 null",
            "twice 2.0000 26.0000 10.0000 2024-03-05 2024-03-05");
  }

  @Test
  void businessTimesGoByTheProvidersCalendarElseByTheDefaultOneElseByTheSettings() {
    String[] tickets = {
      // Friday 16:30 to Monday 9:30, and to Monday 11:00
      "t | a | 2024-03-01 16:30:00 | 2024-03-04 09:30:00 | 2024-03-04 11:00:00 | p",
      "u | a | 2024-03-01 16:30:00 | 2024-03-04 09:30:00 | 2024-03-04 11:00:00 | null"
    };
    Staged plain = new Staged().with("tickets", TICKETS, tickets);
    String times =
        "ticket_id, first_response_business_minutes, resolution_business_hours, out_of_hours,"
            + " out_of_company_hours";

    assertThat(lines(plain, times, "2024-03-31"))
        .containsExactly("t 60.0000 2.5000 false false", "u 60.0000 2.5000 false false");
    assertThat(
            lines(
                plain
                    .with(
                        "support_providers",
                        "provider_id, valid_from, calendar_id",
                        "p | 2024-01-01 | round_the_clock")
                    .with(
                        "business_hours",
                        "calendar_id, weekday, opens_minute, closes_minute",
                        "round_the_clock | 5 | 0 | 1440",
                        "round_the_clock | 6 | 0 | 1440",
                        "round_the_clock | 1 | 0 | 1440",
                        "default | 1 | 600 | 720")
                    .with("holidays", "calendar_id, holiday_on", "round_the_clock | 2024-03-02"),
                times,
                "2024-03-31"))
        .containsExactly("t 1020.0000 18.5000 false true", "u 0.0000 1.0000 true true");
  }

  @Test
  void theFirstReplyGoesByTheCalendarOfTheProviderThatATicketCameToFirst() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                TICKETS + ", opened_provider_id",
                // Monday 18:00, answered on Tuesday 9:30 and solved at 10:00 by who never closes
                "t | a | 2024-03-04 18:00:00 | 2024-03-05 09:30:00 | 2024-03-05 10:00:00 | q | p")
            .with(
                "support_providers",
                "provider_id, valid_from, calendar_id",
                "p | 2024-01-01 | office",
                "q | 2024-01-01 | always")
            .with(
                "business_hours",
                "calendar_id, weekday, opens_minute, closes_minute",
                "office | 1 | 540 | 1020",
                "office | 2 | 540 | 1020",
                "always | 1 | 0 | 1440",
                "always | 2 | 0 | 1440");

    assertThat(
            lines(
                staged,
                "first_response_business_minutes, resolution_business_hours, out_of_hours",
                "2024-03-31"))
        .containsExactly("30.0000 16.0000 false");
  }

  @Test
  void aTimeBeforeTheCreationIsUnknown() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                TICKETS,
                "t | a | 2024-03-04 10:00:00 | 2024-03-04 11:00:00 | 2024-03-04 09:00:00 | p");

    assertThat(lines(staged, "resolution_hours, resolution_business_hours, solved", "2024-03-31"))
        .containsExactly("null null true");
  }

  @Test
  void whatTheDeskSaysOfItsPromiseGoesFirst() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_response_at, first_solved_at, priority,"
                    + " desk_sla_breached",
                "kept | a | 2024-03-04 10:00:00 | 2024-03-04 12:00:00 | 2024-03-04 12:00:00 | high"
                    + " | false",
                "ours | a | 2024-03-04 10:00:00 | 2024-03-04 12:00:00 | 2024-03-04 12:00:00 | high"
                    + " | null",
                "later | a | 2024-03-04 10:00:00 | null | 2024-04-04 12:00:00 | low | true")
            .with(
                "sla_policies",
                "policy_id, priority, first_response_minutes, valid_from",
                "1 | high | 60 | 2024-01-01");

    assertThat(lines(staged, "ticket_id, sla_breached", "2024-03-31"))
        .containsExactly("kept false", "later null", "ours true");
  }

  @Test
  void responseAndResolutionAreToldApartAndOnlyWhatIsPromisedCounts() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_response_at, first_solved_at, priority",
                "slow | a | 2024-03-04 10:00:00 | 2024-03-04 10:30:00 | 2024-03-06 12:00:00 | high",
                "silent | a | 2024-03-04 10:00:00 | 2024-03-04 12:00:00 | 2024-03-04 13:00:00"
                    + " | high",
                "open | a | 2024-03-31 20:00:00 | 2024-03-31 20:10:00 | null | high",
                "answer | a | 2024-03-04 10:00:00 | 2024-03-04 10:30:00 | null | low",
                "free | a | 2024-03-04 10:00:00 | null | null | urgent",
                "none | a | 2024-03-04 10:00:00 | null | null | normal")
            .with(
                "sla_policies",
                "policy_id, priority, first_response_minutes, resolution_hours, valid_from",
                "1 | high | 60 | 24 | 2024-01-01",
                "2 | low | 60 | null | 2024-01-01",
                "3 | urgent | null | null | 2024-01-01");

    assertThat(
            lines(
                staged,
                "ticket_id, sla_response_breached, sla_resolution_breached, sla_breached",
                "2024-03-31"))
        .containsExactly(
            "answer false null false",
            "free null null null",
            "none null null null",
            "open false null null",
            "silent true false true",
            "slow false true true");
  }

  @Test
  void theDesksOwnFlagsAndDueMomentsGoBeforePoliciesAndNeedNone() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                "ticket_id, account_id, created_at, first_response_at, first_solved_at,"
                    + " response_due_at, resolution_due_at, desk_resolution_breached",
                "kept | a | 2024-03-04 10:00:00 | 2024-03-04 11:00:00 | 2024-03-05 10:00:00"
                    + " | 2024-03-04 11:00:00 | 2024-03-05 10:00:01 | null",
                "late | a | 2024-03-04 10:00:00 | 2024-03-04 11:00:01 | null"
                    + " | 2024-03-04 11:00:00 | 2024-04-02 00:00:00 | null",
                "overdue | a | 2024-03-04 10:00:00 | null | null | 2024-03-04 11:00:00"
                    + " | 2024-03-31 23:00:00 | null",
                "solved | a | 2024-03-04 10:00:00 | null | 2024-03-04 10:30:00"
                    + " | 2024-03-04 11:00:00 | null | null",
                "wrong | a | 2024-03-04 10:00:00 | 2024-03-04 09:00:00 | null"
                    + " | 2024-03-04 11:00:00 | null | null",
                "said | a | 2024-03-04 10:00:00 | null | 2024-03-05 10:00:00 | null"
                    + " | 2024-03-05 09:00:00 | false");

    assertThat(
            lines(
                staged,
                "ticket_id, sla_response_breached, sla_resolution_breached, sla_breached",
                "2024-03-31"))
        .containsExactly(
            "kept false false false",
            "late true null true",
            "overdue true true true",
            "said null false false",
            "solved false null false",
            "wrong null null null");
  }

  @Test
  void businessTimesAreExactToTheSecond() {
    Staged staged =
        new Staged()
            .with(
                "tickets",
                TICKETS,
                // 20 seconds are 0.3333 minutes, and 5 hours 1 second 5.0003 hours
                "t | a | 2024-03-04 10:00:00 | 2024-03-04 10:00:20 | 2024-03-04 15:00:01 | p");

    assertThat(
            lines(
                staged, "first_response_business_minutes, resolution_business_hours", "2024-03-31"))
        .containsExactly("0.3333 5.0003");
  }

  @Test
  void nightsWithinAMonthMakeNothing() {
    assertThat(new SupportTickets().build(new Staged().at("2024-03-15"))).isEmpty();
  }

  private static List<String> lines(Staged staged, String columns, String date) {
    Dataset<Row> table = new SupportTickets().build(staged.at(date)).get("support_tickets");
    Dataset<Row> rows =
        ContractChecks.conform(table, Contracts.of("support_tickets")).localCheckpoint();
    assertThat(ContractChecks.violations(rows, Contracts.of("support_tickets"))).isEmpty();
    return rows.selectExpr(columns.split(", ")).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }
}
