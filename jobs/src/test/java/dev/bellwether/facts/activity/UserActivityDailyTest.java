package dev.bellwether.facts.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class UserActivityDailyTest extends SparkTest {
  private static final String COLUMNS =
      "event_id, account_id, user_key, occurred_at, arrived_on, feature, events, duration_s,"
          + " errors, actor";

  @Test
  void eventsAreGatheredByUserBusinessDayAndArrival() {
    Staged staged =
        new Staged()
            .inZone("Europe/Berlin")
            .with(
                "usage_events",
                COLUMNS,
                "e1 | a | 1 | 2024-01-01 22:30:00 | 2024-01-02 | login | null | 10 | null | null",
                "e2 | a | 1 | 2024-01-01 23:30:00 | 2024-01-02 | login | 5 | null | 1 | user",
                "e3 | a | 1 | 2024-01-02 09:00:00 | 2024-01-02 | export | 2 | 5 | null | user",
                "e4 | a | 1 | 2024-01-02 09:00:00 | 2024-01-03 | null | 2 | null | null | user",
                "e5 | a | null | 2024-01-02 09:00:00 | 2024-01-02 | beta | 1 | null | 0 | null",
                "e6 | a | 9 | 2024-01-02 09:00:00 | 2024-01-02 | admin | 1 | null | 0 | staff",
                "e7 | a | 9 | 2024-01-02 09:00:00 | 2024-01-02 | rest | 1 | null | 0 | api",
                "e8 | a | 1 | 2024-01-02 09:00:00 | 2024-01-04 | later | 1 | null | 0 | user");

    Map<String, Dataset<Row>> built = new UserActivityDaily().build(staged.at("2024-01-03"));

    assertSameRows(
        table(
            "feature string, bit int, arrived_on date",
            "beta | 0 | 2024-01-02",
            "export | 1 | 2024-01-02",
            "login | 2 | 2024-01-02"),
        built.get("feature_dictionary"));
    assertSameRows(
        table(
            "account_id string, user_key bigint, day date, arrived_on date, events bigint,"
                + " duration_s bigint, errors bigint, feature_bits_0 bigint, feature_bits_3 bigint,"
                + " events_with_errors_known bigint",
            "a | 1 | 2024-01-01 | 2024-01-02 | 1 | 10 | null | 4 | 0 | 0",
            "a | 1 | 2024-01-02 | 2024-01-02 | 7 | 5 | 1 | 6 | 0 | 5",
            "a | 1 | 2024-01-02 | 2024-01-03 | 2 | null | null | 0 | 0 | 0",
            "a | null | 2024-01-02 | 2024-01-02 | 1 | null | 0 | 1 | 0 | 1"),
        built.get("user_activity_daily").drop("feature_bits_1", "feature_bits_2"));
  }

  @Test
  void onlyArrivalsSinceTheLastCompletedRunAreRolledUpAndBitsStay() {
    Staged staged =
        new Staged()
            .completedThrough("2024-01-02")
            .withEarlier(
                "feature_dictionary",
                table("feature string, bit int, arrived_on date", "z | 0 | 2024-01-01"))
            .with(
                "usage_events",
                COLUMNS,
                "e1 | a | 1 | 2024-01-01 10:00:00 | 2024-01-02 | z | 1 | null | null | null",
                "e2 | a | 1 | 2024-01-01 10:00:00 | 2024-01-03 | z | 1 | null | null | null",
                "e3 | a | 1 | 2024-01-01 10:00:00 | 2024-01-03 | a | 1 | null | null | null");

    Dataset<Row> daily =
        new UserActivityDaily().build(staged.at("2024-01-03")).get("user_activity_daily");

    assertSameRows(
        table("arrived_on date, events bigint, feature_bits_0 bigint", "2024-01-03 | 2 | 3"),
        daily.select("arrived_on", "events", "feature_bits_0"));
  }

  @Test
  void featuresBeyondTheDictionaryShareItsLastBit() {
    String[] events =
        IntStream.range(0, 300)
            .mapToObj(i -> "e%d | a | 1 | 2024-01-01 10:00:00 | 2024-01-01 | f%03d".formatted(i, i))
            .toArray(String[]::new);
    Staged staged =
        new Staged()
            .with(
                "usage_events",
                "event_id, account_id, user_key, occurred_at, arrived_on, feature",
                events);

    Map<String, Dataset<Row>> built = new UserActivityDaily().build(staged.at("2024-01-01"));

    assertThat(built.get("feature_dictionary").count()).isEqualTo(255);
    assertSameRows(
        table(
            "feature_bits_0 bigint, feature_bits_1 bigint, feature_bits_2 bigint, feature_bits_3"
                + " bigint",
            "-1 | -1 | -1 | -1"),
        built
            .get("user_activity_daily")
            .select("feature_bits_0", "feature_bits_1", "feature_bits_2", "feature_bits_3"));
  }

  @Test
  void withoutTheFeedThereAreNoTables() {
    assertThat(new UserActivityDaily().build(new Staged().at("2024-01-01"))).isEmpty();
    assertThat(new AccountActivityDaily().build(new Staged().at("2024-01-01"))).isEmpty();
  }
}
