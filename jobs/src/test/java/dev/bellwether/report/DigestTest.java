package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.NIGHT;
import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.platform.config.Scorecard;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class DigestTest {
  private static String html(GivenTables tables) {
    PageSettings settings = new PageSettings("USD", 90, 30, new Scorecard.Bands(70, 50, 2));
    return new Digest(tables, settings).html("Ana Ruiz");
  }

  @Test
  void itTellsOfTheOwnersAccountsSinceAWeekBeforeAndOfNobodyElses() {
    GivenTables tables =
        new GivenTables()
            .before(NIGHT.minusDays(1))
            .published(
                "renewal_risk",
                listing(
                    "A",
                    1,
                    "csm",
                    "Ana Ruiz",
                    "expected_arr_loss",
                    new BigDecimal("252.00"),
                    "reason_1",
                    "notice has been given",
                    "action_text",
                    "Call <them>",
                    "action_due_on",
                    NIGHT.minusDays(3),
                    "action_is_overdue",
                    true),
                listing("B", 2, "csm", "Ana Ruiz"),
                listing("C", 3, "csm", "Ben Okafor"))
            .stored("account_health", row("account_id", "A", "as_of_date", NIGHT.minusDays(3)))
            .stored("account_health", row("account_id", "A", "as_of_date", NIGHT.minusDays(8)))
            .stored(
                "renewal_risk",
                listing("A", 1, "csm", "Ana Ruiz", "as_of_date", NIGHT.minusDays(8)),
                listing("B", 1, "csm", "Ana Ruiz", "as_of_date", NIGHT.minusDays(3)));

    String html = html(tables);

    assertThat(html)
        .contains("Your renewals, week to 29 June 2026")
        .contains("Since 21 Jun, Name of B came on the list and nobody left it.")
        .contains(
            "Ana Ruiz: 2 accounts, 2,400 USD to decide, expected loss 252 USD (known of 1 of 2)")
        .contains("To be decided by 29 July 2026 · 1,200 USD to decide, expected loss 252 USD")
        .contains("Next: Call &lt;them&gt;, overdue since 26 June 2026")
        .contains("notice has been given", "expected loss unknown", "Nothing stands out.")
        .doesNotContain("Name of C", "Ben Okafor", "<script", "http");
  }

  @Test
  void namesAreEscapedAndAnEmptyListIsSaid() {
    GivenTables tables =
        new GivenTables()
            .published(
                "renewal_risk",
                listing("A", 1, "csm", "Ana Ruiz", "account_name", PageFixture.SCRIPT_NAME));
    assertThat(html(tables)).contains("&lt;script").doesNotContain("<script");
    assertThat(html(new GivenTables()))
        .contains("0 accounts", "Nothing is to be decided.", "first night");
  }

  @Test
  void whatIsKnownOfNobodyIsUnknownAndASnoozedActionIsNotOverdue() {
    GivenTables tables =
        new GivenTables()
            .before(NIGHT.minusDays(1))
            .published(
                "renewal_risk",
                listing(
                    "A",
                    1,
                    "csm",
                    "Ana Ruiz",
                    "available_to_renew_arr",
                    null,
                    "action_text",
                    "Call",
                    "action_state",
                    "snoozed",
                    "action_is_overdue",
                    false,
                    "action_due_on",
                    NIGHT.minusDays(3)));
    assertThat(html(tables))
        .contains("1 account, unknown to decide, expected loss unknown")
        .contains("Next: Call, by 26 June 2026")
        .contains("No night of a week before was published")
        .doesNotContain("first night");
  }
}
