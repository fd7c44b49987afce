package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.errors.BellwetherException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
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

  private static Dataset<Row> labels(Settings settings, String date, Dataset<Row> events) {
    return labels(settings, date, events, null, null);
  }

  private static Dataset<Row> labels(
      Settings settings,
      String date,
      Dataset<Row> events,
      String completedThrough,
      Dataset<Row> written) {
    Map<String, Dataset<Row>> tables = new HashMap<>();
    tables.put("account_features", FEATURES.where(col("as_of_date").leq(date)));
    tables.put("subscriptions", SUBSCRIPTIONS);
    if (events != null) {
      tables.put("churn_events", events);
    }
    return run(
            new ChurnLabel(),
            settings,
            days(date),
            tables,
            written == null ? Map.of() : Map.of("churn_label", written),
            completedThrough == null ? null : LocalDate.parse(completedThrough))
        .get("churn_label");
  }

  private static Settings withGap(int gapDays) {
    return new Settings(
        "unused",
        ZoneOffset.UTC,
        "EUR",
        new Settings.Churn(Settings.ChurnLabel.SUBSCRIPTIONS, gapDays, 1, 1, 100, 180),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Dataset<Row> expected(String... rows) {
    return table(
        "observed_on date, account_id string, horizon_days int, churned boolean, churned_on date,"
            + " matured_on date",
        rows);
  }

  @Test
  void churnIsAnEndThatNoticeOrTheGapMadeFinal() {
    Dataset<Row> labels = labels(BY_SUBSCRIPTIONS, "2024-04-01", null);

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
  void aMergedAccountHasNotChurned() {
    Map<String, Dataset<Row>> tables =
        Map.of(
            "account_features",
            table(
                "as_of_date date, account_id string, status string",
                "2024-01-31 | bought | customer",
                "2024-01-31 | left_group | customer"),
            "subscriptions",
            stored(
                "subscriptions",
                "subscription_id, account_id, start_date, end_date, mrr",
                "1 | bought | 2023-01-01 | 2024-02-20 | 10",
                "2 | buyer | 2024-02-20 | null | 10",
                "3 | left_group | 2023-01-01 | 2024-02-20 | 10"),
            "accounts",
            stored(
                "accounts",
                "account_id, parent_account_id",
                "bought | buyer",
                "buyer | null",
                "left_group | elsewhere"));

    assertSameRows(
        expected(
            "2024-01-31 | bought | 30 | false | null | 2024-04-01",
            "2024-01-31 | left_group | 30 | true | 2024-02-20 | 2024-04-01"),
        run(new ChurnLabel(), BY_SUBSCRIPTIONS, days("2024-04-01"), tables, Map.of(), null)
            .get("churn_label"));
  }

  @Test
  void labelsAreNotMadeBeforeMaturityNorTwice() {
    assertThat(labels(BY_SUBSCRIPTIONS, "2024-03-31", null).count()).isZero();
    Dataset<Row> written = labels(BY_SUBSCRIPTIONS, "2024-04-01", null);
    assertThat(labels(BY_SUBSCRIPTIONS, "2024-04-15", null, "2024-04-01", written).count())
        .isZero();
  }

  @Test
  void nightsOneByOneWriteWhatOneLateRunWrites() {
    Dataset<Row> atOnce = labels(BY_SUBSCRIPTIONS, "2024-08-31", null);
    Dataset<Row> oneByOne = labels(BY_SUBSCRIPTIONS, "2024-04-01", null);
    String completed = "2024-04-01";
    for (String date : List.of("2024-04-30", "2024-05-31", "2024-08-31")) {
      oneByOne = oneByOne.union(labels(BY_SUBSCRIPTIONS, date, null, completed, oneByOne));
      completed = date;
    }

    assertThat(atOnce.where("horizon_days = 90").count()).isPositive();
    assertSameRows(oneByOne, atOnce);
  }

  @Test
  void whatAFailedRunLeftIsMadeAgain() {
    Dataset<Row> left = labels(BY_SUBSCRIPTIONS, "2024-04-01", null);

    assertSameRows(left, labels(BY_SUBSCRIPTIONS, "2024-04-01", null, "2024-03-31", left));
  }

  @Test
  void observationsComputedLateMatureOnTheFirstNightNotCompleted() {
    Dataset<Row> none = labels(BY_SUBSCRIPTIONS, "2024-03-31", null);
    Dataset<Row> late = labels(BY_SUBSCRIPTIONS, "2024-09-15", null, "2024-09-13", none);

    assertThat(late.select("matured_on").distinct().collectAsList())
        .extracting(row -> row.get(0).toString())
        .containsExactly("2024-09-14");
    assertThat(late.where("observed_on = '2024-01-31' AND account_id = 'stays'").count())
        .as("a customer that is known by now to have left within ten days")
        .isEqualTo(3);
    assertThat(
            late.where("account_id = 'stays' AND observed_on = '2024-01-31' AND churned").count())
        .isEqualTo(3);
  }

  @Test
  void anotherGapNeitherRepeatsNorLosesLabels() {
    Dataset<Row> written = labels(BY_SUBSCRIPTIONS, "2024-05-31", null);
    for (int gapDays : List.of(0, 62)) {
      Dataset<Row> more = labels(withGap(gapDays), "2024-10-31", null, "2024-05-31", written);
      Dataset<Row> keys = written.unionByName(more).select("observed_on", "horizon_days");

      assertThat(more.count()).isPositive();
      assertThat(more.where("matured_on <= '2024-05-31'").count()).isZero();
      assertThat(keys.distinct().count()).as("with a gap of %s days", gapDays).isEqualTo(3);
      assertThat(
              written
                  .unionByName(more)
                  .groupBy("observed_on", "horizon_days", "account_id")
                  .count()
                  .where("count > 1")
                  .count())
          .isZero();
    }
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
            "6 | gives_notice | 2023-12-31 | 2023-12-31", // longer ago than the gap
            "4 | lapses | 2024-02-05 | 2024-05-05",
            "5 | leaves_later | 2024-03-02 | 2024-03-02");
    Dataset<Row> labels = labels(DECLARED, "2024-04-01", events);

    assertSameRows(
        table("account_id string, churned_on date", "stays | 2024-02-05"),
        labels.where("churned").select("account_id", "churned_on"));
    assertThat(labels.where("account_id = 'gives_notice' AND NOT churned").count()).isOne();
    assertThat(labels.where("account_id = 'leaves'").count()).as("was on its way out").isZero();
    assertThat(labels.count()).isEqualTo(6);
  }

  @Test
  void declaredChurnWithoutChurnEventsIsAConfigurationError() {
    assertThatThrownBy(() -> labels(DECLARED, "2024-04-01", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("maps no table churn_events");
  }
}
