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
  void whoseHealthFellMostIsToldWithWhatLoweredItSinceThatNight() {
    List<TableRow> before = List.of(listing("A", 1, "score", 80.0), listing("B", 2, "score", 70.0));
    List<TableRow> now =
        List.of(
            listing("A", 1, "score", 77.0),
            listing("B", 2, "score", 41.6, "band", "red", "reason_1", "a driver of churn"));
    GivenTables tables =
        new GivenTables()
            .before(BEFORE)
            .published(
                "account_health_change",
                changed("B", BEFORE, "users", -20.0, 38.0, 21.0),
                changed("B", BEFORE, "escalations", -8.4, 0.0, 2.0),
                changed("B", BEFORE.minusDays(27), "escalations", -40.0, 0.0, 2.0),
                changed("A", BEFORE, "escalations", -60.0, 0.0, 2.0))
            .published(
                "account_health_measure",
                row("account_id", "B", "measure", "users", "feature", "active_users_28d"));
    assertThat(new Overnight(tables, now, before).sentence())
        .endsWith(
            "Name of B moved most: health fell 28 points to red 42 (active users fell 38 → 21).");
    assertThat(new Overnight(new GivenTables().before(BEFORE), now, before).sentence())
        .endsWith("Name of B moved most: health fell 28 points to red 42.");
  }

  private static TableRow changed(
      String account, LocalDate from, String measure, double change, double then, double now) {
    return row(
        "account_id",
        account,
        "from_date",
        from,
        "measure",
        measure,
        "effect",
        "data",
        "change",
        change,
        "raw_from",
        then,
        "raw_to",
        now);
  }

  @Test
  void whoWasHandedToAnotherOwnerIsToldAsThat() {
    GivenTables tables =
        new GivenTables()
            .before(BEFORE)
            .published(
                "renewal_risk",
                listing("A", 1, "csm", "Ben Okafor"),
                listing("B", 2),
                listing("C", 3, "csm", "Ana Ruiz"));
    List<TableRow> before = List.of(listing("A", 1), listing("B", 2), listing("C", 3));
    assertThat(new Overnight(tables, List.of(listing("C", 3)), before).sentence())
        .isEqualTo(
            "Since 28 Jun, nobody came on the list and 2 left it: 1 now with Ben Okafor, 1 now with"
                + " nobody.");
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
