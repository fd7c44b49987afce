package dev.bellwether.facts.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AccountMrrMonthlyTest extends SparkTest {
  private static final String COLUMNS =
      "subscription_id, account_id, start_date, end_date, notice_on, mrr, currency";
  private static final String MOVEMENTS =
      "account_id string, month date, mrr decimal(18,4), movement string, change decimal(18,4),"
          + " mrr_before decimal(18,4), mrr_at_rates_before decimal(18,4), provisional boolean";

  @Test
  void everyKindOfMovementHasItsName() {
    Staged staged =
        new Staged()
            .with(
                "subscriptions",
                COLUMNS,
                "s1 | a | 2024-01-05 | 2024-04-15 | null | 100 | null",
                "s2 | a | 2024-02-05 | 2024-03-10 | null | 50 | null",
                "s3 | a | 2024-06-01 | null | null | 70 | null",
                "s4 | b | 2020-01-05 | 2024-02-29 | 2024-01-15 | 10 | null");

    assertSameRows(
        table(
            MOVEMENTS,
            "a | 2024-01-31 | 100 | new | 100 | 0 | 100 | false",
            "a | 2024-02-29 | 150 | expansion | 50 | 100 | 150 | false",
            "a | 2024-03-31 | 100 | contraction | -50 | 150 | 100 | false",
            "a | 2024-04-30 | 0 | churn | -100 | 100 | 0 | true",
            "a | 2024-06-30 | 70 | reactivation | 70 | 0 | 70 | false",
            "b | 2024-01-31 | 10 | none | 0 | 10 | 10 | false",
            "b | 2024-02-29 | 0 | churn | -10 | 10 | 0 | false"),
        movements(
            staged,
            "2024-01-31",
            "2024-02-15",
            "2024-02-29",
            "2024-03-31",
            "2024-04-30",
            "2024-05-31",
            "2024-06-30"));
  }

  @Test
  void exchangeRatesNeverLookLikeExpansion() {
    Staged staged =
        new Staged()
            .with(
                "subscriptions",
                COLUMNS,
                "s1 | a | 2023-01-05 | null | null | 100 | USD",
                "s2 | b | 2024-02-05 | null | null | 100 | CHF")
            .with(
                "exchange_rates",
                "rate_date, from_currency, to_currency, rate",
                "2024-01-31 | USD | EUR | 0.9",
                "2024-02-10 | USD | EUR | 1.8",
                "2024-02-10 | CHF | EUR | 1.1");

    assertSameRows(
        table(
            MOVEMENTS,
            "a | 2024-02-29 | 180 | none | 0 | 90 | 90 | false",
            "b | 2024-02-29 | 110 | new | 110 | 0 | 110 | false"),
        movements(staged, "2024-02-29"));
  }

  @Test
  void whatBecomesKnownLateMovesOnceInItsMonth() {
    Staged staged =
        new Staged()
            .with(
                "subscriptions",
                "subscription_id, account_id, start_date, end_date, mrr, arrived_on, batch_no,"
                    + " deleted",
                "s1 | dearer | 2024-01-05 | null | 100 | 2024-01-05 | 1 | false",
                "s1 | dearer | 2024-01-05 | null | 250 | 2024-03-10 | 2 | false",
                "s2 | booked_late | 2024-01-05 | null | 50 | 2024-03-10 | 2 | false",
                "s3 | ended_late | 2024-01-05 | null | 60 | 2024-01-05 | 1 | false",
                "s3 | ended_late | 2024-01-05 | 2024-02-10 | 60 | 2024-03-10 | 2 | false",
                "s4 | deleted | 2024-01-05 | null | 70 | 2024-01-05 | 1 | false",
                "s4 | deleted | 2024-01-05 | null | 70 | 2024-03-10 | 2 | true",
                "s5 | discounted | 2024-01-05 | null | 80 | 2024-01-05 | 1 | false",
                "s6 | discounted | 2024-03-10 | null | -20 | 2024-03-10 | 1 | false");

    assertSameRows(
        table(
            MOVEMENTS,
            "dearer | 2024-02-29 | 100 | none | 0 | 100 | 100 | false",
            "ended_late | 2024-02-29 | 60 | none | 0 | 60 | 60 | false",
            "deleted | 2024-02-29 | 70 | none | 0 | 70 | 70 | false",
            "discounted | 2024-02-29 | 80 | none | 0 | 80 | 80 | false",
            "dearer | 2024-03-31 | 250 | expansion | 150 | 100 | 250 | false",
            "booked_late | 2024-03-31 | 50 | new | 50 | 0 | 50 | false",
            "ended_late | 2024-03-31 | 0 | churn | -60 | 60 | 0 | false",
            "deleted | 2024-03-31 | 0 | churn | -70 | 70 | 0 | true",
            "discounted | 2024-03-31 | 60 | contraction | -20 | 80 | 60 | false",
            "dearer | 2024-04-30 | 250 | none | 0 | 250 | 250 | false",
            "booked_late | 2024-04-30 | 50 | none | 0 | 50 | 50 | false",
            "discounted | 2024-04-30 | 60 | none | 0 | 60 | 60 | false"),
        movements(staged, "2024-02-29", "2024-03-31", "2024-04-30"));
  }

  @Test
  void aHomeThatBeganSinceDoesNotBeginWithEverybodyNew() {
    Staged staged =
        new Staged()
            .with(
                "subscriptions",
                "subscription_id, account_id, start_date, mrr, arrived_on",
                "s1 | a | 2023-01-05 | 100 | 2024-03-10",
                "s2 | b | 2024-03-05 | 50 | 2024-03-10");

    assertSameRows(
        table(
            MOVEMENTS,
            "a | 2024-03-31 | 100 | none | 0 | 100 | 100 | false",
            "b | 2024-03-31 | 50 | new | 50 | 0 | 50 | false"),
        movements(staged, "2024-03-31"));
  }

  @Test
  void nightsWithinAMonthMakeNoRows() {
    Staged staged =
        new Staged().with("subscriptions", COLUMNS, "s1 | a | 2023-01-05 | null | null | 1 | null");

    assertThat(movements(staged, "2024-02-28").collectAsList()).isEqualTo(List.of());
  }

  private static Dataset<Row> movements(Staged staged, String... dates) {
    return new AccountMrrMonthly().build(staged.at(dates)).get("account_mrr_monthly");
  }
}
