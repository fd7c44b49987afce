package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Settings;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalOutcomeTest extends MartTest {
  private static final Settings SETTINGS = settings(null, Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);
  private static final String COLUMNS =
      "subscription_id, account_id, start_date, end_date, renewal_date, term_months, auto_renew,"
          + " notice_period_days, notice_on, mrr, currency, arrived_on, batch_no";

  private final Dataset<Row> subscriptions =
      stored(
          "subscriptions",
          COLUMNS,
          "yearly | auto | 2023-03-01 | null | null | 12 | true | 30 | null | 100 | null | 2023-03-01 | 1",
          "dearer | grows | 2023-03-01 | null | 2024-03-01 | 12 | false | 0 | null | 100 | null | 2023-03-01 | 1",
          "dearer | grows | 2023-03-01 | null | 2024-03-01 | 12 | false | 0 | null | 120 | null | 2024-03-05 | 2",
          "gone | left | 2023-05-01 | 2024-05-01 | 2024-05-01 | 12 | null | null | null | 100 | null | 2023-05-01 | 1",
          "lapse | late | 2023-05-01 | 2024-05-01 | 2024-05-01 | 12 | null | null | null | 100 | null | 2023-05-01 | 1",
          "back | late | 2024-05-20 | null | null | null | null | null | null | 500 | null | 2024-05-20 | 1",
          "big | shrinks | 2023-05-01 | 2024-05-01 | null | 12 | null | null | null | 100 | null | 2023-05-01 | 1",
          "small | shrinks | 2024-05-01 | null | null | null | null | null | null | 60 | null | 2024-05-01 | 1",
          "noticed | pauses | 2023-05-01 | 2024-05-01 | null | 12 | null | null | 2024-04-01 | 100 | null | 2023-05-01 | 1",
          "again | pauses | 2024-05-10 | null | null | null | null | null | null | 100 | null | 2024-05-10 | 1",
          "one | merges | 2023-05-01 | 2024-05-01 | null | 12 | null | null | null | 100 | null | 2023-05-01 | 1",
          "two | merges | 2023-05-01 | 2024-05-01 | null | 12 | null | null | null | 300 | null | 2023-05-01 | 1",
          "both | merges | 2024-05-01 | null | null | null | null | null | null | 200 | null | 2024-05-01 | 1",
          "monthly | often | 2024-10-01 | null | null | 1 | null | null | null | 10 | null | 2024-10-01 | 1",
          "ends_within | often | 2023-01-01 | 2023-06-01 | null | 12 | null | null | null | 10 | null | 2023-01-01 | 1",
          "unseen | learnt_late | 2023-03-01 | null | null | 12 | null | null | null | 100 | null | 2024-12-01 | 1",
          "dollars | abroad | 2023-08-01 | null | 2024-08-01 | null | null | null | null | 100 | USD | 2023-08-01 | 1");

  private final Dataset<Row> accounts =
      stored("accounts", "account_id, segment", "auto | smb", "merges | enterprise");

  private Dataset<Row> outcomes(String date) {
    return run(
            new RenewalOutcome(),
            SETTINGS,
            days("2024-01-31", date),
            Map.of("subscriptions", subscriptions, "accounts", accounts),
            Map.of(),
            null)
        .get("renewal_outcome");
  }

  @Test
  void whatWasSaidStandsBesideWhatHappened() {
    Dataset<Row> health =
        table(
            "as_of_date date, account_id string, status string, band string, csm_band string",
            "2023-10-31 | left | customer | green | green",
            "2024-01-31 | left | customer | yellow | null",
            "2024-02-29 | left | customer | red | red",
            "2024-03-31 | left | customer | red | yellow",
            "2024-04-15 | left | customer | green | green",
            "2024-03-31 | late | lapsed | red | red");
    Dataset<Row> predictions =
        table(
            "as_of_date date, account_id string, horizon_days int, probability decimal(9,8)",
            "2023-10-31 | left | 180 | 0.1",
            "2024-01-31 | left | 90 | 0.2",
            "2024-01-31 | left | 30 | 0.05",
            "2024-03-31 | left | 30 | 0.4");
    Map<String, Dataset<Row>> inputs =
        Map.of(
            "subscriptions", subscriptions,
            "accounts", accounts,
            "account_health", health,
            "churn_prediction", predictions);
    Dataset<Row> outcomes =
        run(new RenewalOutcome(), SETTINGS, days("2024-12-31"), inputs, Map.of(), null)
            .get("renewal_outcome");

    assertKeepsContract("renewal_outcome", outcomes);
    assertThat(outcomes.count()).isEqualTo(outcomes("2024-12-31").count());
    // decided on 2024-05-01: 180 days before is 2023-11-03, 90 2024-02-01, and 30 2024-04-01
    assertSameRows(
        table(
            "band_180d string, csm_band_180d string, churn_probability_180d decimal(9,8),"
                + " band_90d string, csm_band_90d string, churn_probability_90d decimal(9,8),"
                + " band_30d string, csm_band_30d string, churn_probability_30d decimal(9,8)",
            "green | green | 0.1 | yellow | null | 0.2 | red | yellow | 0.4"),
        outcomes
            .where("account_id = 'left'")
            .select(
                SignalsBeforeDecision.columns().stream()
                    .map(name -> col(name))
                    .toArray(Column[]::new)));
    assertThat(outcomes.where("account_id = 'late' AND band_30d IS NOT NULL").count()).isZero();
  }

  @Test
  void whoWasRightIsToldByTheLastWordsBeforeTheDecision() {
    Dataset<Row> health =
        table(
            "as_of_date date, account_id string, status string, band string, csm_band string",
            "2024-01-31 | left | customer | red | null",
            "2024-01-31 | shrinks | customer | green | null",
            "2024-01-31 | late | customer | green | null");
    Dataset<Row> predictions =
        table(
            "as_of_date date, account_id string, horizon_days int, probability decimal(9,8)",
            "2024-01-31 | late | 90 | 0.31");
    Dataset<Row> reviews =
        stored(
            "renewal_reviews",
            "review_id, account_id, reviewed_on, status, forecast, final_status, arrived_on",
            "1 | left | 2024-04-30 | good | renews | null | 2024-04-30",
            "2 | left | 2024-05-01 | null | null | at_risk | 2024-05-01",
            "3 | left | 2024-05-02 | at_risk | churns | good | 2024-05-02",
            "4 | left | 2024-05-01 | at_risk | churns | good | 2024-05-03",
            "5 | shrinks | 2024-03-01 | monitor | contracts | null | 2024-03-01",
            "6 | late | 2023-11-02 | at_risk | null | null | 2023-11-02",
            "7 | often | 2024-11-15 | good | null | null | 2024-11-15");
    Dataset<Row> outcomes =
        run(
                new RenewalOutcome(),
                SETTINGS,
                days("2024-12-31"),
                Map.of(
                    "subscriptions", subscriptions,
                    "accounts", accounts,
                    "account_health", health,
                    "churn_prediction", predictions,
                    "renewal_reviews", reviews),
                Map.of(),
                null)
            .get("renewal_outcome");

    assertKeepsContract("renewal_outcome", outcomes);
    // all three were decided on 2024-05-01; the review of November was 181 days before
    assertSameRows(
        table(
            "account_id string, lost_arr decimal(18,2), automated_status_90d string,"
                + " csm_status string, csm_forecast string, final_status string,"
                + " machine_was_right boolean, csm_was_right boolean, final_was_right boolean",
            "left | 1200 | at_risk | good | renews | at_risk | true | false | true",
            "shrinks | 480 | good | monitor | contracts | null | false | null | null",
            "late | 0 | at_risk | null | null | null | false | null | null"),
        outcomes
            .where("account_id IN ('left', 'shrinks', 'late')")
            .select(
                "account_id",
                "lost_arr",
                "automated_status_90d",
                "csm_status",
                "csm_forecast",
                "final_status",
                "machine_was_right",
                "csm_was_right",
                "final_was_right"));
    // what was said of a month-to-month term was said of the decision that came next
    assertSameRows(
        table(
            "renewal_date date, csm_status string, csm_was_right boolean",
            "2024-11-01 | null | null",
            "2024-12-01 | good | null",
            "2025-01-01 | null | null"),
        outcomes
            .where("subscription_id = 'monthly' AND renewal_date <= '2025-01-01'")
            .select("renewal_date", "csm_status", "csm_was_right"));
  }

  private static Dataset<Row> expected(String... rows) {
    return table(
        "subscription_id string, renewal_date date, decision_date date,"
            + " available_to_renew_arr decimal(18,2), outcome string, renewed_arr decimal(18,2),"
            + " decided_on date, segment string",
        rows);
  }

  @Test
  void outcomesAreJudgedAsKnownWhenTheGapHadPassed() {
    Dataset<Row> outcomes = outcomes("2024-12-31");

    assertSameRows(
        expected(
            "yearly | 2024-03-01 | 2024-01-31 | 1200 | renewed | 1200 | 2024-04-01 | smb",
            "yearly | 2025-03-01 | 2025-01-30 | 1200 | pending | null | null | smb",
            "dearer | 2024-03-01 | 2024-03-01 | 1200 | expanded | 1440 | 2024-04-01 | null",
            "dearer | 2025-03-01 | 2025-03-01 | 1440 | pending | null | null | null",
            "gone | 2024-05-01 | 2024-05-01 | 1200 | churned | 0 | 2024-06-01 | null",
            "lapse | 2024-05-01 | 2024-05-01 | 1200 | late | 6000 | 2024-06-01 | null",
            "big | 2024-05-01 | 2024-05-01 | 1200 | contracted | 720 | 2024-06-01 | null",
            "noticed | 2024-05-01 | 2024-05-01 | 1200 | churned | 0 | 2024-06-01 | null",
            "one | 2024-05-01 | 2024-05-01 | 1200 | contracted | 600 | 2024-06-01 | enterprise",
            "two | 2024-05-01 | 2024-05-01 | 3600 | contracted | 1800 | 2024-06-01 | enterprise",
            "monthly | 2024-11-01 | 2024-11-01 | 120 | renewed | 120 | 2024-12-02 | null",
            "monthly | 2024-12-01 | 2024-12-01 | 120 | pending | null | null | null",
            "monthly | 2025-01-01 | 2025-01-01 | 120 | pending | null | null | null",
            "monthly | 2025-02-01 | 2025-02-01 | 120 | pending | null | null | null",
            "monthly | 2025-03-01 | 2025-03-01 | 120 | pending | null | null | null",
            "unseen | 2025-03-01 | 2025-03-01 | 1200 | pending | null | null | null",
            "dollars | 2024-08-01 | 2024-08-01 | null | renewed | null | 2024-09-01 | null"),
        outcomes.select(
            "subscription_id",
            "renewal_date",
            "decision_date",
            "available_to_renew_arr",
            "outcome",
            "renewed_arr",
            "decided_on",
            "segment"));
    assertKeepsContract("renewal_outcome", outcomes);
  }

  private static Dataset<Row> known(String date) {
    Dataset<Row> changing =
        stored(
            "subscriptions",
            COLUMNS + ", deleted",
            "shifts | a | 2023-08-01 | null | 2024-08-01 | 12 | null | null | null | 100 | null | 2023-08-01 | 1 | false",
            "shifts | a | 2023-08-01 | null | 2024-10-15 | 12 | null | null | null | 100 | null | 2024-06-10 | 2 | false",
            "erased | b | 2023-08-01 | null | 2024-08-01 | 12 | null | null | null | 100 | null | 2023-08-01 | 1 | false",
            "erased | b | 2023-08-01 | null | 2024-08-01 | 12 | null | null | null | 100 | null | 2024-06-10 | 2 | true",
            "leaves | c | 2023-08-01 | 2024-07-01 | null | 12 | null | null | 2024-06-15 | 100 | null | 2023-08-01 | 1 | false",
            "signs | d | 2023-08-01 | 2024-08-01 | null | 12 | null | null | null | 100 | null | 2023-08-01 | 1 | false",
            "signed | d | 2024-08-10 | null | null | null | null | null | null | 60 | null | 2024-06-10 | 1 | false",
            "current | e | 2021-07-15 | null | 2024-07-15 | 12 | true | 30 | null | 10 | null | 2021-07-15 | 1 | false");
    return run(
            new RenewalOutcome(),
            SETTINGS,
            days(date),
            Map.of("subscriptions", changing, "accounts", stored("accounts", "account_id")),
            Map.of(),
            null)
        .get("renewal_outcome")
        .select(
            "subscription_id", "renewal_date", "outcome", "renewed_arr", "decided_on", "moved_to");
  }

  @Test
  void aRenewalThatWasOnceKnownIsDecidedMovedOrWithdrawnAndSignedAsOfItsBooking() {
    String columns =
        "subscription_id string, renewal_date date, outcome string, renewed_arr decimal(18,2),"
            + " decided_on date, moved_to date";
    String[] before = {
      "current | 2022-07-15 | renewed | 120 | 2022-08-15 | null",
      "current | 2023-07-15 | renewed | 120 | 2023-08-15 | null"
    };
    assertSameRows(
        table(columns, before)
            .union(
                table(
                    columns,
                    "current | 2024-07-15 | pending | null | null | null",
                    "shifts | 2024-08-01 | pending | null | null | null",
                    "erased | 2024-08-01 | pending | null | null | null",
                    "leaves | 2024-08-01 | pending | null | null | null",
                    "signs | 2024-08-01 | pending | null | null | null")),
        known("2024-06-09"));
    assertSameRows(
        table(columns, before)
            .union(
                table(
                    columns,
                    "current | 2024-07-15 | pending | null | null | null",
                    "shifts | 2024-08-01 | moved | null | 2024-06-10 | 2024-10-15",
                    "erased | 2024-08-01 | withdrawn | null | 2024-06-10 | null",
                    "leaves | 2024-08-01 | withdrawn | null | 2024-06-15 | null",
                    "signs | 2024-08-01 | signed | 720 | null | null")),
        known("2024-06-30"));
    assertSameRows(
        table(columns, before)
            .union(
                table(
                    columns,
                    "current | 2024-07-15 | renewed | 120 | 2024-08-15 | null",
                    "shifts | 2024-08-01 | moved | null | 2024-06-10 | 2024-10-15",
                    "shifts | 2024-10-15 | renewed | 1200 | 2024-11-15 | null",
                    "erased | 2024-08-01 | withdrawn | null | 2024-06-10 | null",
                    "leaves | 2024-08-01 | withdrawn | null | 2024-06-15 | null",
                    "signs | 2024-08-01 | late | 720 | 2024-09-01 | null")),
        known("2024-12-31"));
  }

  @Test
  void whatWasDecidedStaysAsItWas() {
    Dataset<Row> then = outcomes("2024-06-30").where("decided_on IS NOT NULL");

    assertThat(then.count()).isEqualTo(8);
    assertSameRows(then, outcomes("2024-12-31").where("decided_on <= '2024-06-30'"));
  }
}
