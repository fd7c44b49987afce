package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.NIGHT;
import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.alerts.Alert;
import dev.bellwether.alerts.Alert.Reason;
import dev.bellwether.platform.config.AlertSettings;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class NightAlertsTest {
  private static final AlertSettings SETTINGS =
      new AlertSettings(AlertSettings.To.FILES, new Secret(null), 15, new BigDecimal("25000"));

  private static List<Alert> alerts(GivenTables tables) {
    return new NightAlerts(tables, SETTINGS, "USD").all();
  }

  private static GivenTables after(TableRow... before) {
    return new GivenTables().before(NIGHT.minusDays(1)).publishedBefore("account_health", before);
  }

  private static TableRow health(String account, String band, Double score) {
    return row("account_id", account, "status", "customer", "band", band, "score", score);
  }

  @Test
  void anAccountThatTurnsRedOrFallsFarIsToldOnce() {
    List<Alert> alerts =
        alerts(
            after(
                    health("A", "yellow", 55.0),
                    health("B", "green", 90.0),
                    health("C", "green", 84.9),
                    health("D", "red", 40.0),
                    health("E", "unknown", null))
                .published(
                    "account_health",
                    health("A", "red", 39.0),
                    health("B", "green", 75.0),
                    health("C", "yellow", 70.0),
                    health("D", "red", 30.0),
                    health("E", "red", 30.0),
                    health("F", "red", 20.0)));

    assertThat(alerts)
        .extracting(alert -> alert.accountId() + " " + alert.reason().word())
        .containsExactly("A new_red", "B large_drop", "E new_red");
    assertThat(alerts.get(0).text()).isEqualTo("A turned red: health 39, was 55.");
  }

  @Test
  void whatAnAlertGivesAsCauseIsOfThatNightAndNotOfTheLastFourWeeks() {
    TableRow fell =
        row(
            "account_id",
            "A",
            "status",
            "customer",
            "band",
            "yellow",
            "score",
            41.0,
            "change_text",
            "Up 4 since 1 Jun: invoice paid (+4)");
    TableRow change =
        row(
            "account_id",
            "A",
            "from_date",
            NIGHT.minusDays(1),
            "measure",
            "active_users_28d",
            "effect",
            "data",
            "change",
            -19.0,
            "raw_from",
            38.0,
            "raw_to",
            21.0);
    GivenTables tables =
        after(health("A", "yellow", 60.0))
            .published("account_health", fell)
            .published("account_health_change", change);
    assertThat(alerts(tables))
        .extracting(Alert::text)
        .containsExactly("A fell far: health 41, was 60; active users fell 38 → 21.");
  }

  @Test
  void noticeAndAHighExpectedLossAreToldWhenTheyAreNew() {
    BigDecimal high = new BigDecimal("25000.00");
    BigDecimal low = new BigDecimal("24999.99");
    GivenTables tables =
        after()
            .publishedBefore(
                "renewal_risk",
                listing("A", 1),
                listing("B", 2, "situation", "notice"),
                listing("C", 3, "expected_arr_loss", low),
                listing("D", 4, "expected_arr_loss", high))
            .published(
                "renewal_risk",
                listing("A", 1, "situation", "notice", "csm", "Ana Ruiz"),
                listing("B", 2, "situation", "notice"),
                listing("C", 3, "expected_arr_loss", high),
                listing("D", 4, "expected_arr_loss", high),
                listing("E", 5, "expected_arr_loss", high),
                listing("F", 6));

    List<Alert> alerts = alerts(tables);

    assertThat(alerts)
        .extracting(alert -> alert.accountId() + " " + alert.reason().word())
        .containsExactly("A notice_given", "C high_expected_loss", "E high_expected_loss");
    assertThat(alerts.get(0).text())
        .isEqualTo("Name of A (A) has given notice; 1,200 USD end on 2026-07-29.");
    assertThat(alerts.get(0).owner()).contains("Ana Ruiz");
  }

  @Test
  void aLateFeedIsToldOfTheNightAndAFirstNightTellsOfNoAccount() {
    GivenTables first =
        new GivenTables()
            .published("renewal_risk", listing("A", 1, "situation", "notice"))
            .published(
                "account_health",
                row("account_id", "A", "status", "customer", "band", "red", "data_age_days", 3));

    assertThat(alerts(first))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.reason()).isEqualTo(Reason.DATA_STALE);
              assertThat(alert.accountId()).isEmpty();
              assertThat(alert.text()).contains("known through 2026-06-26");
            });
  }
}
