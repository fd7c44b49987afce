package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class OvernightTest {
  private static final LocalDate BEFORE = LocalDate.of(2026, 6, 28);

  @Test
  void theFirstNightSaysThatThereIsNothingToCompareWith() {
    assertThat(new Overnight(new GivenTables(), List.of(listing("A", 1)), List.of()).sentence())
        .isEqualTo("This is the first night published, so there is nothing to compare it with.");
  }

  @Test
  void nothingChangedIsAnAnswer() {
    List<TableRow> list = List.of(listing("A", 1));
    assertThat(new Overnight(new GivenTables().before(BEFORE), list, list).sentence())
        .isEqualTo("Since 28 Jun, nobody came on the list and nobody left it.");
  }

  @Test
  void whoCameAndLeftIsToldWithHowTheyLeft() {
    GivenTables tables =
        new GivenTables()
            .before(BEFORE)
            .published("account_health", row("account_id", "C", "status", "churned"))
            .stored(
                "renewal_outcome",
                row(
                    "account_id", "B",
                    "renewal_date", LocalDate.of(2026, 6, 28),
                    "outcome", "expanded"));
    List<TableRow> before =
        List.of(
            listing("B", 1, "renewal_date", LocalDate.of(2026, 6, 28)),
            listing("C", 2),
            listing("D", 3));
    assertThat(new Overnight(tables, List.of(listing("A", 1)), before).sentence())
        .isEqualTo(
            "Since 28 Jun, Name of A came on the list and 3 left it: 1 churned, 1 expanded, 1 no"
                + " longer to decide.");
  }

  @Test
  void whoseHealthFellMostIsToldWithTheReason() {
    List<TableRow> before = List.of(listing("A", 1, "score", 80.0), listing("B", 2, "score", 70.0));
    List<TableRow> now =
        List.of(
            listing("A", 1, "score", 77.0),
            listing("B", 2, "score", 41.6, "band", "red", "reason_1", "no use for 28 days"));
    assertThat(new Overnight(new GivenTables().before(BEFORE), now, before).sentence())
        .endsWith("Name of B moved most: health fell 28 points to red 42 (no use for 28 days).");
  }

  @Test
  void anUnknownScoreHasNotMoved() {
    List<TableRow> before = List.of(listing("A", 1, "score", 80.0));
    List<TableRow> now = List.of(listing("A", 1, "band", "unknown", "score", null));
    assertThat(new Overnight(new GivenTables().before(BEFORE), now, before).sentence())
        .doesNotContain("moved most");
  }

  @Test
  void aLongNameIsCutAndOneFromRightToLeftStaysApartFromTheWordsAroundIt() {
    List<TableRow> now =
        List.of(
            listing("A", 1, "account_name", PageFixture.LONG_NAME),
            listing("B", 2, "account_name", "שלום"),
            listing("C", 3, "account_name", " "));
    assertThat(new Overnight(new GivenTables().before(BEFORE), now, List.of()).sentence())
        .isEqualTo(
            "Since 28 Jun, "
                + "x".repeat(59)
                + "…, \u2068שלום\u2069 and C came on the list and nobody left it.");
  }
}
