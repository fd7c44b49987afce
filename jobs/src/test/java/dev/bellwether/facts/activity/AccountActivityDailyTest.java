package dev.bellwether.facts.activity;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.contract.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AccountActivityDailyTest extends SparkTest {
  private static final String USER_DAYS =
      "account_id string, user_key bigint, day date, arrived_on date, events bigint, duration_s"
          + " bigint, errors bigint, feature_bits_0 bigint, feature_bits_1 bigint, feature_bits_2"
          + " bigint, feature_bits_3 bigint, events_with_errors_known bigint";
  private static final String DAYS =
      "account_id string, day date, events bigint, active_users bigint, features_used bigint,"
          + " duration_s bigint, errors bigint";

  @Test
  void usersAndFeaturesThatArriveTwiceCountOnce() {
    Dataset<Row> userDays =
        table(
            USER_DAYS,
            "a | 1 | 2024-01-01 | 2024-01-01 | 2 | 5 | null | 3 | 0 | 0 | 0 | 0",
            "a | 1 | 2024-01-01 | 2024-01-02 | 1 | null | 1 | 2 | 1 | 0 | 0 | 1",
            "a | 2 | 2024-01-01 | 2024-01-01 | 1 | null | null | 8 | 0 | 0 | 0 | 0",
            "a | null | 2024-01-02 | 2024-01-02 | 4 | null | null | 0 | 0 | 0 | 0 | 0",
            "a | 1 | 2024-01-01 | 2024-01-03 | 9 | 5 | null | 3 | 0 | 0 | 0 | 0");

    assertSameRows(
        table(
            DAYS,
            "a | 2024-01-01 | 4 | 2 | 4 | 5 | 1",
            "a | 2024-01-02 | 4 | null | null | null | null"),
        days(new Staged().with(Tables.USER_ACTIVITY_DAILY, userDays)));
  }

  @Test
  void onlyDaysThatNewArrivalsTouchAreMadeAnewAndWhole() {
    Dataset<Row> userDays =
        table(
            USER_DAYS,
            "a | 1 | 2023-12-30 | 2023-12-30 | 2 | null | null | 0 | 0 | 0 | 0 | 0",
            "a | 1 | 2023-12-31 | 2023-12-31 | 2 | null | null | 0 | 0 | 0 | 0 | 0",
            "b | 2 | 2023-12-31 | 2024-01-02 | 3 | null | null | 0 | 0 | 0 | 0 | 0",
            "b | 3 | 2024-01-02 | 2023-12-31 | 4 | null | null | 0 | 0 | 0 | 0 | 0");

    assertSameRows(
        table(
            DAYS,
            "a | 2023-12-31 | 2 | 1 | null | null | null",
            "b | 2023-12-31 | 3 | 1 | null | null | null",
            "b | 2024-01-02 | 4 | 1 | null | null | null"),
        days(
            new Staged()
                .completedThrough("2024-01-01")
                .with(Tables.USER_ACTIVITY_DAILY, userDays)));
  }

  private static Dataset<Row> days(Staged staged) {
    return new AccountActivityDaily().build(staged.at("2024-01-02")).get("account_activity_daily");
  }
}
