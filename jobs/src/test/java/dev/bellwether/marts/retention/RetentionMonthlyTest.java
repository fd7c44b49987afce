package dev.bellwether.marts.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RetentionMonthlyTest extends SparkTest {
  private static final String SUBSCRIPTIONS =
      "subscription_id, account_id, start_date, end_date, notice_on, mrr, plan";

  @Test
  void aLapseIsProvisionalChurnAsSeenAndNoneWithGapsBridged() {
    Staged staged =
        company(
            "s1 | a | 2023-01-05 | 2024-03-20 | null | 100 | pro",
            "s2 | a | 2024-04-10 | null | null | 130 | pro");

    assertThat(
            lines(
                staged,
                "all",
                "churned_customers, reactivated_customers, expansion_mrr"
                    + ", provisional, provisional_until",
                "2024-03-31",
                "2024-04-30"))
        .containsExactly(
            "2024-03-31 as_seen 1 0 0.0000 true 2024-04-20",
            "2024-03-31 bridged 0 0 0.0000 false null",
            "2024-04-30 as_seen 0 1 0.0000 false null",
            "2024-04-30 bridged 0 0 30.0000 false null");
  }

  @Test
  void withGapsBridgedAChurnFallsIntoTheMonthInWhichItIsFinal() {
    Staged staged =
        company(
            "s1 | a | 2023-01-05 | 2024-03-20 | null | 100 | pro",
            "s2 | noticed | 2023-01-05 | 2024-03-20 | 2024-02-01 | 10 | pro");

    assertThat(lines(staged, "all", "churned_customers, churn_mrr", "2024-03-31", "2024-04-30"))
        .containsExactly(
            "2024-03-31 as_seen 2 -110.0000",
            "2024-03-31 bridged 1 -10.0000",
            "2024-04-30 as_seen 0 0.0000",
            "2024-04-30 bridged 1 -100.0000");
  }

  @Test
  void anAccountIsInTheGroupThatItWasInAtTheStart() {
    Staged staged =
        company(
            "s1 | a | 2023-01-05 | 2024-03-15 | null | 100 | basic",
            "s2 | a | 2024-03-15 | null | null | 300 | pro",
            "s3 | b | 2024-03-02 | null | null | 50 | pro");

    assertThat(
            lines(
                staged,
                "plan",
                "cut_value, customers_before, customers, mrr_before, mrr, net_revenue_retention",
                "2024-03-31",
                "2024-04-30"))
        .filteredOn(line -> line.contains("as_seen"))
        .containsExactly(
            "2024-03-31 as_seen basic 1 1 100.0000 300.0000 3.0",
            "2024-03-31 as_seen pro 0 1 0.0000 50.0000 null",
            "2024-04-30 as_seen basic 0 0 0.0000 0.0000 null", // in which it was a year before
            "2024-04-30 as_seen pro 2 2 350.0000 350.0000 1.0");
  }

  @Test
  void answersAreOfTheMonthTheLatestOfEachRespondentAndEachHasItsN() {
    Staged staged =
        company("s1 | a | 2023-01-05 | null | null | 100 | pro")
            .with(
                "surveys",
                "survey_id, account_id, respondent_key, kind, sent_at, answered_at, score",
                "1 | a | 7 | nps | 2024-03-01 09:00:00 | 2024-03-02 09:00:00 | 10",
                "2 | a | 7 | nps | 2024-03-05 09:00:00 | 2024-03-06 09:00:00 | 3",
                "3 | a | 8 | nps | 2024-03-05 09:00:00 | 2024-03-06 09:00:00 | 9",
                "4 | a | 9 | nps | 2024-03-05 09:00:00 | 2024-04-06 09:00:00 | 9",
                "5 | a | 9 | csat | 2024-03-05 09:00:00 | 2024-03-06 09:00:00 | 4",
                "6 | a | 9 | csi | 2024-02-27 09:00:00 | 2024-03-06 09:00:00 | 64.5",
                "7 | a | null | csat | 2024-03-05 09:00:00 | 2024-03-06 09:00:00 | 3");

    assertThat(
            lines(
                staged,
                "all",
                "nps, nps_answers, nps_response_rate, csat, csat_answers, csi, csi_answers"
                    + ", csi_response_rate",
                "2024-03-31"))
        .containsExactly(
            "2024-03-31 as_seen 0.0 2 0.75 0.5 2 64.5 1 null",
            "2024-03-31 bridged 0.0 2 0.75 0.5 2 64.5 1 null");
  }

  @Test
  void renewalsCountInTheMonthInWhichTheyAreJudged() {
    Staged staged =
        company("s1 | a | 2023-01-05 | null | null | 100 | pro")
            .with(
                "renewal_outcome",
                table(
                    "account_id string, outcome string, available_to_renew_arr decimal(18,2),"
                        + " renewed_arr decimal(18,2), decided_on date",
                    "a | expanded | 100 | 150 | 2024-03-05",
                    "a | contracted | 100 | 20 | 2024-03-06",
                    "a | churned | 200 | 0 | 2024-03-06",
                    "a | moved | 900 | null | 2024-03-06",
                    "a | renewed | 100 | 100 | 2024-04-06"));

    assertThat(
            lines(
                staged,
                "all",
                "renewals_decided, available_to_renew_arr, gross_renewal_rate",
                "2024-03-31"))
        .contains("2024-03-31 as_seen 3 400.00 0.3");
  }

  @Test
  void aMissingRateLeavesAnAccountOutOfAmountsButCountsIt() {
    Staged staged =
        new Staged()
            .with("accounts", "account_id", "a", "b")
            .with(
                "subscriptions",
                "subscription_id, account_id, start_date, mrr, currency",
                "s1 | a | 2023-01-05 | 100 | EUR",
                "s2 | b | 2023-01-05 | 100 | CHF");

    assertThat(lines(staged, "all", "customers, unpriced_customers, mrr, arpa", "2024-03-31"))
        .contains("2024-03-31 as_seen 2 1 100.0000 100.0000");
  }

  @Test
  void lifetimeValueIsTheSameWhetherMonthsAreComputedAtOnceOrOneByOne() {
    String[] rows = new String[40];
    for (int i = 0; i < rows.length; i++) {
      String end = i < 14 ? "2024-%02d-10".formatted(1 + i % 3) : "null";
      rows[i] = "s%d | a%d | 2023-01-05 | %s | 2023-12-01 | 10 | pro".formatted(i, i, end);
    }
    String columns = "churned_12m, customer_months_12m, gross_margin, lifetime_value";
    Dataset<Row> january = build(company(rows), "2024-01-31").localCheckpoint();
    Dataset<Row> february =
        build(company(rows).withEarlier("retention_monthly", january), "2024-02-29");
    Dataset<Row> both = january.unionByName(february).localCheckpoint();

    assertThat(
            lines(
                company(rows).withEarlier("retention_monthly", both), "all", columns, "2024-03-31"))
        .containsExactlyElementsOf(
            lines(company(rows), "all", columns, "2024-01-31", "2024-02-29", "2024-03-31").stream()
                .filter(line -> line.startsWith("2024-03"))
                .toList())
        // 40 + 35 + 30 customer months, 14 churned: 7.5 months x 10 x 0.75
        .contains("2024-03-31 as_seen 14 105 0.75 56.25");
  }

  @Test
  void nightsWithinAMonthMakeNothing() {
    Staged staged = company("s1 | a | 2023-01-05 | null | null | 100 | pro");

    assertThat(new RetentionMonthly().build(staged.at("2024-03-15"))).isEmpty();
  }

  private static Staged company(String... subscriptions) {
    return new Staged()
        .with("subscriptions", SUBSCRIPTIONS, subscriptions)
        .with("accounts", "account_id, segment", "a | smb", "b | smb", "noticed | smb");
  }

  private static Dataset<Row> build(Staged staged, String... dates) {
    return new RetentionMonthly().build(staged.at(dates)).get("retention_monthly");
  }

  private static List<String> lines(Staged staged, String cut, String columns, String... dates) {
    return build(staged, dates)
        .where("cut = '" + cut + "'")
        .selectExpr(("month, gaps, " + columns).split(", "))
        .collectAsList()
        .stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }
}
