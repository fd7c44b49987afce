package dev.bellwether.report;

import static dev.bellwether.report.GivenTables.NIGHT;
import static dev.bellwether.report.GivenTables.listing;
import static dev.bellwether.report.GivenTables.row;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Nights for tests of the page: a small one with every situation, and large ones. */
final class PageFixture {
  static final String SCRIPT_NAME = "<script>document.title='run'</script>";
  static final String FORMULA_NAME = "=HYPERLINK(\"x\")";
  static final String RIGHT_TO_LEFT_NAME = "שלום & <b>عالم</b> 🚀";
  static final String LONG_NAME = "x".repeat(300);

  private static final List<String> COUNTS =
      List.of(
          "customers_before",
          "customers",
          "new_customers",
          "reactivated_customers",
          "churned_customers",
          "unpriced_customers",
          "customers_12m_before");
  private static final List<String> AMOUNTS =
      List.of(
          "mrr_before",
          "new_mrr",
          "reactivation_mrr",
          "expansion_mrr",
          "contraction_mrr",
          "mrr_at_rates_before");

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
            "csm_status", "at_risk",
            "csm_forecast", "churns",
            "method", "notice_rate",
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

  /** Three accounts with what people and numbers said of them, and of two renewals before. */
  static GivenTables toldByPeople() {
    GivenTables tables = new GivenTables().before(NIGHT.minusDays(7));
    tables.published(
        "renewal_risk",
        listing(
            "S-1",
            1,
            "score",
            55.0,
            "expected_arr_loss",
            new BigDecimal("480.00"),
            "terms",
            "annual, renews by itself on 28 Aug 2026 unless notice is given by 29 Jul 2026",
            "automated_status",
            "at_risk",
            "csm_status",
            "good",
            "to_settle",
            true,
            "status_disagreement",
            "csm_less_worried",
            "reviewed_on",
            LocalDate.of(2026, 6, 19),
            "reviewed_by",
            "Ana Ruiz",
            "list_at_review_on",
            LocalDate.of(2026, 6, 19),
            "rank_at_review",
            4,
            "score_at_review",
            80.0,
            "expected_arr_loss_at_review",
            new BigDecimal("100.00"),
            "days_past_due",
            12,
            "open_escalations",
            2L,
            "oldest_open_ticket_days",
            34,
            "has_stuck_ticket",
            true,
            "support_moved_on",
            LocalDate.of(2026, 5, 1),
            "support_move",
            "moved from Acme Care to HelpCo on 1 May 2026",
            "sponsor",
            "left",
            "days_without_sponsor",
            40,
            "last_renewal_outcome",
            "contracted",
            "last_renewal_date",
            LocalDate.of(2025, 8, 28)),
        listing(
            "S-2",
            2,
            "automated_status",
            "at_risk",
            "csm_status",
            "good",
            "to_settle",
            false,
            "status_disagreement",
            "csm_less_worried",
            "final_status",
            "good",
            "reviewed_on",
            LocalDate.of(2026, 6, 20),
            "snoozed_until",
            LocalDate.of(2026, 7, 9)),
        listing(
            "S-3",
            3,
            "situation",
            "lapsed",
            "days_to_decision",
            -3,
            "method",
            "lapse_table",
            "churn_probability",
            new BigDecimal("0.40000000")));
    for (int i = 1; i <= 3; i++) {
      detail(tables, "S-" + i, i);
    }
    tables.stored(
        "renewal_outcome",
        outcome("contracted", "2000", "500", "good"),
        outcome("churned", "1000", "1000", "at_risk"));
    return tables;
  }

  private static TableRow outcome(String outcome, String arr, String lost, String status) {
    return row(
        "account_id",
        "O-" + outcome,
        "subscription_id",
        "1",
        "renewal_date",
        NIGHT.minusDays(90),
        "decided_on",
        NIGHT.minusDays(60),
        "outcome",
        outcome,
        "available_to_renew_arr",
        new BigDecimal(arr),
        "lost_arr",
        new BigDecimal(lost),
        "automated_status_90d",
        status,
        "csm_status",
        "at_risk");
  }

  /** The same night with the tables of forecast, books, changes, retention and support. */
  static GivenTables everyTable() {
    GivenTables tables = everySituation();
    tables.published("renewal_risk", listing("A-7", 7, "urgency", "monthly", "csm", "Ana Ruiz"));
    detail(tables, "A-7", 7);
    tables.published(
        "renewal_forecast",
        forecast("2026-07-01", "accounts", 4L, "accounts_unknown", 1L, "expected_arr_loss", "1435"),
        forecast("2026-08-01", "accounts", 2L, "accounts_unknown", 2L),
        forecast("2026-06-01", "forecast_on", LocalDate.of(2026, 5, 31), "lost_arr", "800"),
        forecast(
            "2026-05-01",
            "forecast_on",
            LocalDate.of(2026, 4, 30),
            "lost_arr",
            "500",
            "is_decided",
            true),
        row("level", "owner", "csm", "Ana Ruiz", "decision_month", LocalDate.of(2026, 7, 1)));
    tables.published(
        "csm_book",
        row("csm", "Ana Ruiz", "accounts", 9L, "red_accounts", 3L, "red_accounts_untouched", 2L),
        row("csm", "", "accounts", 1L, "expected_arr_loss", new BigDecimal("5.00")));
    tables.published(
        "renewal_change",
        change("A-3", "new", "notice_given", "expected_arr_loss", new BigDecimal("4.80")),
        change("A-9", "left", "part_lost", "account_name", SCRIPT_NAME));
    tables.stored(
        "retention_monthly",
        retention("2026-04-30", "net_revenue_retention_12m", 1.021),
        retention("2026-05-31", "net_revenue_retention_12m", 1.043),
        retention("2026-07-31", "net_revenue_retention_12m", 0.5));
    for (long age = 1; age <= 9; age++) {
      tables.stored("retention_cohort", left(age, 95 - 10 * age, "2026-05-01"));
    }
    for (long age : new long[] {1, 2, 3, 6}) {
      tables.stored("retention_cohort", cohort("2025-11", age, 40));
      tables.stored("retention_cohort", cohort("2025-12", age, 9));
    }
    tables.stored("retention_cohort", cohort("2024-01", 12, 60));
    tables.stored(
        "account_cost_to_serve",
        costToServe("A-7", "2025-05-31", "900.00", 0),
        costToServe("A-7", "2025-06-30", "100.50", 0),
        costToServe("A-7", "2026-05-31", "200.25", 0),
        costToServe("A-2", "2026-05-31", "50.00", 2));
    tables.stored(
        "support_performance_monthly",
        row(
            "month",
            LocalDate.of(2026, 5, 31),
            "cut",
            "model",
            "cut_value",
            "in_house",
            "requests",
            120L,
            "first_response_minutes_median",
            42.0));
    tables.stored(
        "support_cost_monthly",
        row(
            "month",
            LocalDate.of(2026, 5, 31),
            "cut",
            "model",
            "cut_value",
            "in_house",
            "total",
            new BigDecimal("1200.00"),
            "cost_per_ticket",
            12.0,
            "tickets_handled",
            120L,
            "tickets_costed",
            100L));
    tables.stored(
        "support_model_comparison",
        compared("resolution_hours", 4.25, 1.5, 7.0),
        compared("reopened", 0.021, -0.01, 0.052));
    return tables;
  }

  private static TableRow forecast(String month, Object... more) {
    Map<String, Object> values = new HashMap<>();
    values.put("level", "book");
    values.put("decision_month", LocalDate.parse(month));
    values.put("shock", 0.3);
    values.put("shock_method", "assumed");
    for (int i = 0; i < more.length; i += 2) {
      String name = (String) more[i];
      values.put(name, more[i + 1] instanceof String amount ? new BigDecimal(amount) : more[i + 1]);
    }
    if (values.containsKey("forecast_on")) {
      values.put("forecast_arr", new BigDecimal("9000"));
      values.put("forecast_arr_loss", new BigDecimal("700"));
    } else {
      values.put("available_to_renew_arr", new BigDecimal("5000"));
    }
    if (month.equals("2026-07-01")) {
      values.put("expected_arr_loss_low", new BigDecimal("900"));
      values.put("expected_arr_loss_high", new BigDecimal("2100"));
    }
    return new TableRow(values);
  }

  private static TableRow change(String account, String kind, String why, Object... more) {
    Map<String, Object> values = new HashMap<>(row(more).values());
    values.putAll(
        row(
                "account_id",
                account,
                "change",
                kind,
                "why",
                why,
                "since_date",
                NIGHT.minusDays(7),
                "csm",
                "Ana Ruiz")
            .values());
    return new TableRow(values);
  }

  /** Customers of so many months; of fewer than ten at risk nothing is shown. */
  private static TableRow left(long months, long atRisk, String knownOn) {
    double kept = 1 - 0.02 * months;
    return row(
        "cut",
        "all",
        "months",
        months,
        "customers_at_risk",
        atRisk,
        "customer_retention",
        kept,
        "customer_retention_low",
        kept - 0.05,
        "customer_retention_high",
        kept + 0.01,
        "known_on",
        LocalDate.parse(knownOn));
  }

  private static TableRow cohort(String began, long months, long atRisk) {
    Map<String, Object> values = new HashMap<>(left(months, atRisk, "2026-05-01").values());
    values.putAll(row("cut", "cohort", "cut_value", began).values());
    return new TableRow(values);
  }

  private static TableRow costToServe(String account, String month, String cost, long uncosted) {
    return row(
        "account_id",
        account,
        "month",
        LocalDate.parse(month),
        "tickets",
        5L,
        "tickets_uncosted",
        uncosted,
        "cost_to_serve",
        new BigDecimal(cost),
        "mrr",
        new BigDecimal("1000.00"));
  }

  private static TableRow retention(String month, Object... more) {
    Map<String, Object> values = new HashMap<>(row(more).values());
    values.putAll(row("month", LocalDate.parse(month), "gaps", "bridged", "cut", "all").values());
    values.putAll(row("net_revenue_retention", 1.004, "gross_revenue_retention", 0.991).values());
    for (String count : COUNTS) {
      values.put(count, 10L);
    }
    for (String amount : AMOUNTS) {
      values.put(amount, new BigDecimal("1000.0000"));
    }
    values.put("churn_mrr", new BigDecimal("-250.0000"));
    return new TableRow(values);
  }

  private static TableRow compared(String measure, double difference, double low, double high) {
    return row(
        "measure",
        measure,
        "dimension",
        "model",
        "way",
        "bpo",
        "other_way",
        "in_house",
        "n",
        300L,
        "other_n",
        400L,
        "accounts",
        50L,
        "difference",
        difference,
        "difference_low",
        low,
        "difference_high",
        high);
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
            account.equals("S-1") ? 0.64 : 0.9,
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
              50.0 + (seed * 7 + month * 3) % 40,
              "arr",
              new BigDecimal("6015.00")));
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
    return html(tables, Optional.empty());
  }

  /** The page for an owner, or for everyone. */
  static String html(GivenTables tables, Optional<String> owner) {
    PageSettings settings = new PageSettings("USD", 90, 30, new Scorecard.Bands(70, 50, 2));
    return new RiskPage(tables, settings, "2026-06-29-1").html(owner);
  }
}
