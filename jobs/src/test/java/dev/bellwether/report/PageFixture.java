package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.NIGHT;
import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;

import dev.bellwether.platform.config.Scorecard;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;

/** Nights for tests of the page: a small one with every situation, and large ones. */
final class PageFixture {
  static final String SCRIPT_NAME = "<script>document.title='run'</script>";
  static final String FORMULA_NAME = "=HYPERLINK(\"x\")";
  static final String RIGHT_TO_LEFT_NAME = "שלום & <b>عالم</b> 🚀";
  static final String LONG_NAME = "x".repeat(300);

  private PageFixture() {}

  /**
   * Six accounts: a model's, one under notice, lapsed, unknown, without an owner, hostile names.
   */
  static GivenTables everySituation() {
    GivenTables tables = new GivenTables().before(NIGHT.minusDays(7));
    tables.published(
        "renewal_risk",
        listing(
            "A-1", 1,
            "account_name", SCRIPT_NAME,
            "situation", "notice",
            "churn_probability", new BigDecimal("0.99411800"),
            "expected_arr_loss", new BigDecimal("1195.00"),
            "band", "red",
            "score", 40.0,
            "csm", "Ana Ruiz",
            "csm_band", "green",
            "disagreement", "csm_less_worried",
            "reason_1", "notice has been given"),
        listing(
            "A-2",
            2,
            "account_name",
            FORMULA_NAME,
            "churn_probability",
            new BigDecimal("0.20000000"),
            "expected_arr_loss",
            new BigDecimal("240.00"),
            "csm",
            "Ana Ruiz",
            "reason_1",
            "57 % of seats in use",
            "reason_2",
            "active users down 12 %"),
        listing(
            "A-3",
            3,
            "account_name",
            RIGHT_TO_LEFT_NAME,
            "churn_probability",
            new BigDecimal("0.00400000"),
            "expected_arr_loss",
            new BigDecimal("4.80"),
            "available_to_renew_arr",
            new BigDecimal("98765.43"),
            "band",
            "yellow",
            "score",
            61.0,
            "csm",
            "Ben Okafor"),
        listing("A-4", 4, "account_name", LONG_NAME, "situation", "lapsed", "days_to_decision", -3),
        listing("A-5", 5, "account_name", null, "band", "unknown", "score", null),
        listing("A-6", 6, "available_to_renew_arr", null, "decisions", 2L));
    tables.publishedBefore("renewal_risk", listing("A-1", 1), listing("A-2", 2), listing("A-9", 3));
    for (int i = 1; i <= 6; i++) {
      detail(tables, "A-" + i, i);
    }
    return tables;
  }

  /** A list of many accounts, with details. */
  static GivenTables ofSize(int accounts) {
    GivenTables tables = new GivenTables();
    Random random = new Random(1);
    for (int i = 1; i <= accounts; i++) {
      String account = String.format("A-%06d", i);
      tables.published(
          "renewal_risk",
          listing(
              account,
              i,
              "segment",
              i % 3 == 0 ? "SMB" : "Enterprise",
              "churn_probability",
              BigDecimal.valueOf(random.nextInt(10_000), 4),
              "expected_arr_loss",
              BigDecimal.valueOf(100_000_000L - i * 100L, 2),
              "csm",
              "Owner " + i % 20,
              "reason_1",
              "57 % of seats in use",
              "reason_2",
              "active users down " + i % 100 + " %"));
      detail(tables, account, i);
    }
    return tables;
  }

  private static void detail(GivenTables tables, String account, int seed) {
    tables.published(
        "account_health",
        row(
            "account_id",
            account,
            "status",
            "customer",
            "as_of_date",
            NIGHT,
            "band",
            "green",
            "coverage",
            0.9,
            "confidence",
            0.8,
            "change_28d",
            -3.0));
    tables.published(
        "churn_prediction", row("account_id", account, "horizon_days", 90, "method", "blend"));
    for (int month = 12; month >= 0; month--) {
      tables.stored(
          "account_health",
          row(
              "account_id",
              account,
              "as_of_date",
              NIGHT.minusMonths(month),
              "status",
              "customer",
              "band",
              month > 6 ? "green" : "yellow",
              "score",
              50.0 + (seed * 7 + month * 3) % 40));
    }
    tables.published(
        "account_health_measure",
        row(
            "account_id",
            account,
            "dimension",
            "usage",
            "measure",
            "seat_utilisation",
            "feature",
            "seat_utilisation",
            "raw_value",
            0.57,
            "value",
            59.9,
            "weight",
            0.4,
            "contribution",
            24.0,
            "state",
            "known"),
        row(
            "account_id", account,
            "dimension", "support",
            "measure", "satisfaction",
            "feature", "csat_90d",
            "weight", 0.0,
            "contribution", 0.0,
            "state", "unknown"));
    tables.published(
        "churn_explanation",
        row("account_id", account, "driver", "base", "contribution", -5.0),
        row(
            "account_id",
            account,
            "driver",
            "active_users",
            "feature",
            "active_users_28d",
            "raw_value",
            46.0,
            "contribution",
            1.28,
            "actionable",
            true),
        row(
            "account_id",
            account,
            "driver",
            "calendar",
            "feature",
            "days_to_renewal",
            "raw_value",
            61.0,
            "contribution",
            -0.5,
            "actionable",
            false));
  }

  /** The page of a night's tables for everyone. */
  static String html(GivenTables tables) {
    PageSettings settings = new PageSettings("USD", 90, 30, new Scorecard.Bands(70, 50, 2));
    return new RiskPage(tables, settings, "2026-06-29-1").html(Optional.empty());
  }
}
