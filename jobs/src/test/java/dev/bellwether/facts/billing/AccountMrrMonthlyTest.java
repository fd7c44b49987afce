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
  void nightsWithinAMonthMakeNoRows() {
    Staged staged =
        new Staged().with("subscriptions", COLUMNS, "s1 | a | 2023-01-05 | null | null | 1 | null");

    assertThat(movements(staged, "2024-02-28").collectAsList()).isEqualTo(List.of());
  }

  private static Dataset<Row> movements(Staged staged, String... dates) {
    return new AccountMrrMonthly().build(staged.at(dates)).get("account_mrr_monthly");
  }
}
