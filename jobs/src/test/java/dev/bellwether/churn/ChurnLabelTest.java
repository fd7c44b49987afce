package dev.bellwether.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.MartTest;
import dev.bellwether.config.Settings;
import dev.bellwether.contract.BellwetherException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ChurnLabelTest extends MartTest {
  private static final Settings BY_SUBSCRIPTIONS =
      settings(null, Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);
  private static final Settings DECLARED = settings(null, Settings.ChurnLabel.DECLARED, 1, 1);

  private static final Dataset<Row> FEATURES =
      table(
          "as_of_date date, account_id string, status string",
          "2024-01-15 | stays | customer",
          "2024-01-31 | stays | customer",
          "2024-01-31 | leaves | customer",
          "2024-01-31 | lapses | customer",
          "2024-01-31 | comes_back_late | customer",
          "2024-01-31 | gives_notice | customer",
          "2024-01-31 | leaves_later | customer",
          "2024-01-31 | had_left | customer",
          "2024-01-31 | prospect | not_customer",
          "2024-02-29 | stays | customer");

  private static final Dataset<Row> SUBSCRIPTIONS =
      stored(
          "subscriptions",
          "subscription_id, account_id, start_date, end_date, notice_on, mrr, arrived_on, batch_no",
          "1 | stays | 2023-01-01 | null | null | 10 | 2023-01-01 | 1",
          "2 | leaves | 2023-01-01 | 2024-02-20 | null | 10 | 2023-01-01 | 1",
          "3 | lapses | 2023-01-01 | 2024-02-20 | null | 10 | 2023-01-01 | 1",
          "4 | lapses | 2024-03-20 | null | null | 10 | 2023-01-01 | 1",
          "5 | comes_back_late | 2023-01-01 | 2024-02-20 | null | 10 | 2023-01-01 | 1",
          "6 | comes_back_late | 2024-03-25 | null | null | 10 | 2023-01-01 | 1",
          "7 | gives_notice | 2023-01-01 | 2024-02-20 | 2024-01-10 | 10 | 2023-01-01 | 1",
          "8 | gives_notice | 2024-03-01 | null | null | 10 | 2023-01-01 | 1",
          "9 | leaves_later | 2023-01-01 | 2024-03-02 | null | 10 | 2023-01-01 | 1",
          "10 | had_left | 2023-01-01 | null | null | 10 | 2023-01-01 | 1",
          "10 | had_left | 2023-01-01 | 2024-01-15 | null | 10 | 2024-02-10 | 2",
          // known only after the labels of January had matured
          "1 | stays | 2023-01-01 | 2024-02-10 | null | 10 | 2024-04-02 | 3");

  private static Dataset<Row> labels(
      Settings settings, List<LocalDate> dates, String completedThrough, Dataset<Row> events) {
    Map<String, Dataset<Row>> tables =
        events == null
            ? Map.of("account_features", FEATURES, "subscriptions", SUBSCRIPTIONS)
            : Map.of(
                "account_features",
                FEATURES,
                "subscriptions",
                SUBSCRIPTIONS,
                "churn_events",
                events);
    LocalDate completed = completedThrough == null ? null : LocalDate.parse(completedThrough);
    return run(new ChurnLabel(), settings, dates, tables, Map.of(), completed).get("churn_label");
  }

  private static Dataset<Row> expected(String... rows) {
    return table(
        "observed_on date, account_id string, horizon_days int, churned boolean, churned_on date,"
            + " matured_on date",
        rows);
  }

  @Test
  void churnIsAnEndThatNoticeOrTheGapMadeFinal() {
    Dataset<Row> labels = labels(BY_SUBSCRIPTIONS, days("2024-04-01"), null, null);

    assertSameRows(
        expected(
            "2024-01-31 | stays | 30 | false | null | 2024-04-01",
            "2024-01-31 | leaves | 30 | true | 2024-02-20 | 2024-04-01",
            "2024-01-31 | lapses | 30 | false | null | 2024-04-01",
            "2024-01-31 | comes_back_late | 30 | true | 2024-02-20 | 2024-04-01",
            "2024-01-31 | gives_notice | 30 | true | 2024-02-20 | 2024-04-01",
            "2024-01-31 | leaves_later | 30 | false | null | 2024-04-01"),
        labels);
    assertKeepsContract("churn_label", labels);
  }

  @Test
  void labelsAreNotMadeBeforeMaturityNorTwice() {
    assertThat(labels(BY_SUBSCRIPTIONS, days("2024-03-31"), null, null).count()).isZero();
    assertThat(labels(BY_SUBSCRIPTIONS, days("2024-04-15"), "2024-04-01", null).count()).isZero();
  }

  @Test
  void nightsOneByOneWriteWhatOneLateRunWrites() {
    Dataset<Row> atOnce = labels(BY_SUBSCRIPTIONS, days("2024-08-31"), null, null);
    Dataset<Row> oneByOne = labels(BY_SUBSCRIPTIONS, days("2024-04-01"), null, null);
    String completed = "2024-04-01";
    for (String date : List.of("2024-04-30", "2024-05-31", "2024-08-31")) {
      oneByOne = oneByOne.union(labels(BY_SUBSCRIPTIONS, days(date), completed, null));
      completed = date;
    }

    assertThat(atOnce.where("horizon_days = 90").count()).isPositive();
    assertSameRows(oneByOne, atOnce);
  }

  @Test
  void declaredChurnIsWhatTheSourceSaysByThen() {
    Dataset<Row> events =
        stored(
            "churn_events",
            "churn_event_id, account_id, churned_on, arrived_on",
            "1 | stays | 2024-02-05 | 2024-02-05",
            "2 | stays | 2024-02-15 | 2024-02-15",
            "3 | leaves | 2024-01-20 | 2024-01-20",
            "4 | lapses | 2024-02-05 | 2024-05-05",
            "5 | leaves_later | 2024-03-02 | 2024-03-02");
    Dataset<Row> labels = labels(DECLARED, days("2024-04-01"), null, events);

    assertSameRows(
        table("account_id string, churned_on date", "stays | 2024-02-05"),
        labels.where("churned").select("account_id", "churned_on"));
    assertThat(labels.count()).isEqualTo(7);
  }

  @Test
  void declaredChurnWithoutChurnEventsIsAConfigurationError() {
    assertThatThrownBy(() -> labels(DECLARED, days("2024-04-01"), null, null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("maps no table churn_events");
  }
}
