package dev.bellwether.marts.churn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class EarlierValuesTest extends MartTest {
  private static final String FEATURES =
      "as_of_date date, account_id string, status string, active_users_28d bigint, csat_90d double,"
          + " auto_renew boolean, days_to_renewal int, plan string";
  private static final String TOLD = "as_of_date date, account_id string, feature string";
  private static final String EARLIER = TOLD + ", earlier_value double, earlier_on date";

  private static Dataset<Row> features(String... rows) {
    return wide("account_features", table(FEATURES, rows));
  }

  private static Dataset<Row> joined(
      Dataset<Row> features, List<LocalDate> dates, String... explained) {
    return EarlierValues.join(table(TOLD, explained), features, dates);
  }

  private static String before(String date) {
    return EarlierValues.monthEndBefore(LocalDate.parse(date)).toString();
  }

  @Test
  void theMonthEndIsTheLatestAtLeastNinetyDaysBefore() {
    assertThat(before("2024-05-15")).isEqualTo("2024-01-31");
    assertThat(before("2024-06-29")).as("90 days before, to the day").isEqualTo("2024-03-31");
    assertThat(before("2024-06-28")).isEqualTo("2024-02-29");
    assertThat(before("2024-03-30")).isEqualTo("2023-12-31");
    for (LocalDate date = LocalDate.parse("2023-01-01");
        date.isBefore(LocalDate.parse("2025-01-01"));
        date = date.plusDays(1)) {
      long days = date.toEpochDay() - EarlierValues.monthEndBefore(date).toEpochDay();
      assertThat(days).isBetween(90L, 120L);
    }
  }

  @Test
  void valuesAreThoseOfTheSameFeatureAtTheMonthEnd() {
    Dataset<Row> features =
        features(
            "2024-01-31 | a | customer | 34 | 0.5 | true | 120 | pro",
            "2024-01-31 | b | customer | null | null | null | null | pro");
    Dataset<Row> joined =
        joined(
            features,
            days("2024-05-15"),
            "2024-05-15 | a | active_users_28d",
            "2024-05-15 | a | csat_90d",
            "2024-05-15 | a | auto_renew",
            "2024-05-15 | a | days_to_renewal",
            "2024-05-15 | a | plan",
            "2024-05-15 | a | null",
            "2024-05-15 | b | active_users_28d",
            "2024-05-15 | b | days_to_renewal");

    assertSameRows(
        table(
            EARLIER,
            "2024-05-15 | a | active_users_28d | 34 | 2024-01-31",
            "2024-05-15 | a | csat_90d | 0.5 | 2024-01-31",
            "2024-05-15 | a | auto_renew | 1 | 2024-01-31",
            "2024-05-15 | a | days_to_renewal | 120 | 2024-01-31",
            "2024-05-15 | a | plan | null | null",
            "2024-05-15 | a | null | null | null",
            "2024-05-15 | b | active_users_28d | null | null",
            "2024-05-15 | b | days_to_renewal | null | null"),
        joined);
  }

  @Test
  void whoWasNoCustomerThenHasNoEarlierValue() {
    Dataset<Row> features =
        features(
            "2023-12-31 | young | customer | 7 | null | null | null | null",
            "2024-01-31 | back | churned | 0 | null | null | null | null",
            "2024-01-31 | paused | lapsed | 3 | null | null | null | null");

    assertThat(
            joined(
                    features,
                    days("2024-05-15"),
                    "2024-05-15 | young | active_users_28d",
                    "2024-05-15 | back | active_users_28d",
                    "2024-05-15 | paused | active_users_28d")
                .where("earlier_value IS NULL AND earlier_on IS NULL")
                .count())
        .isEqualTo(3);
  }

  @Test
  void datesOfOneMonthShareAMonthEndAndOthersHaveTheirOwn() {
    Dataset<Row> features =
        features(
            "2024-01-31 | a | customer | 34 | null | null | null | null",
            "2024-02-29 | a | customer | 29 | null | null | null | null");

    assertSameRows(
        table(
            EARLIER,
            "2024-05-14 | a | active_users_28d | 34 | 2024-01-31",
            "2024-05-15 | a | active_users_28d | 34 | 2024-01-31",
            "2024-06-15 | a | active_users_28d | 29 | 2024-02-29"),
        joined(
            features,
            days("2024-05-14", "2024-05-15", "2024-06-15"),
            "2024-05-14 | a | active_users_28d",
            "2024-05-15 | a | active_users_28d",
            "2024-06-15 | a | active_users_28d"));
  }

  @Test
  void nightsBetweenMonthEndsAndLaterDatesDoNotMatter() {
    String then = "2024-01-31 | a | customer | 34 | null | null | null | null";
    String explained = "2024-05-15 | a | active_users_28d";

    assertSameRows(
        joined(features(then), days("2024-05-15"), explained),
        joined(
            features(
                then,
                "2024-02-14 | a | customer | 20 | null | null | null | null",
                "2024-02-15 | a | customer | 21 | null | null | null | null",
                "2024-02-29 | a | customer | 22 | null | null | null | null",
                "2024-05-15 | a | customer | 23 | null | null | null | null",
                "2024-05-31 | a | customer | 24 | null | null | null | null"),
            days("2024-05-15"),
            explained));
  }
}
