package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Playbook;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Settings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The situations that a list must not get wrong, over four nights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalNightsTest extends MartTest {
  private static final List<LocalDate> DATES =
      days("2024-06-28", "2024-06-29", "2024-06-30", "2024-07-01");

  private static final List<Scorecard.Condition> ENDED =
      List.of(
          new Scorecard.Condition(
              "situation", List.of("lapsed", "overdue"), null, null, null, null));
  private static final List<Scorecard.Condition> BAND_RED =
      List.of(new Scorecard.Condition("band", List.of("red"), null, null, null, null));
  private static final Playbook PLAYBOOK =
      new Playbook(
          "test",
          "1",
          List.of(
              new Playbook.Play("win_back", List.of(), ENDED, "Call", "csm", 1, 1),
              new Playbook.Play("rescue", List.of(), BAND_RED, "Rescue", "manager", 2, 2)));

  private static final Settings SETTINGS = settings(PLAYBOOK);

  private static Settings settings(Playbook playbook) {
    Settings plain =
        settingsOf(
            Scorecards.only(
                new Scorecard("none", "1", 0.5, new Scorecard.Bands(70, 45, 3), List.of())),
            Settings.ChurnLabel.SUBSCRIPTIONS,
            1,
            10);
    return new Settings(
        plain.home(),
        plain.timeZone(),
        plain.currency(),
        plain.churn(),
        plain.billing(),
        renewals(playbook),
        plain.retention(),
        plain.support(),
        plain.spark(),
        plain.privacy(),
        plain.scorecards(),
        plain.log());
  }

  private final Map<String, Dataset<Row>> tables = tables();
  private final Map<String, Dataset<Row>> made =
      run(new RenewalRisk(), SETTINGS, DATES, tables, Map.of(), null);

  private static Map<String, Dataset<Row>> tables() {
    Map<String, Dataset<Row>> tables = new HashMap<>();
    tables.put(
        "subscriptions",
        stored(
            "subscriptions",
            "subscription_id, account_id, start_date, end_date, renewal_date, term_months,"
                + " auto_renew, notice_period_days, notice_on, notice_withdrawn_on, mrr, currency,"
                + " arrived_on, batch_no",
            "1 | renewal_moved | 2023-07-15 | null | 2024-07-15 | 12 | false | 0 | null | null | 100 | null | 2023-07-15 | 1",
            "1 | renewal_moved | 2023-07-15 | null | 2024-12-31 | null | false | 0 | null | null | 100 | null | 2024-06-30 | 2",
            "2 | notice_withdrawn | 2023-09-01 | 2024-09-01 | 2024-09-01 | 12 | true | 90 | 2024-05-01 | 2024-06-30 | 200 | null | 2023-09-01 | 1",
            "3 | lapsed_yesterday | 2023-06-30 | 2024-06-30 | 2024-06-30 | 12 | false | 0 | null | null | 30 | null | 2023-06-30 | 1",
            "4 | churned | 2023-05-30 | 2024-05-30 | 2024-05-30 | 12 | false | 0 | null | null | 30 | null | 2023-05-30 | 1",
            "5 | two_renewals | 2023-07-20 | null | 2024-07-20 | 12 | false | 0 | null | null | 10 | null | 2023-07-20 | 1",
            "6 | two_renewals | 2023-09-10 | null | 2024-09-10 | 12 | false | 0 | null | null | 20 | null | 2023-09-10 | 1",
            "7 | other_currency | 2023-08-01 | null | 2024-08-01 | 12 | false | 0 | null | null | 100 | USD | 2023-08-01 | 1",
            "8 | deadline_past | 2023-07-31 | null | 2024-07-31 | 12 | true | 31 | null | null | 50 | null | 2023-07-31 | 1",
            "9 | monthly | 2024-01-10 | null | null | 1 | true | 0 | null | null | 9000 | null | 2024-01-10 | 1",
            "10 | monthly_and_yearly | 2024-01-10 | null | null | 1 | true | 0 | null | null | 5 | null | 2024-01-10 | 1",
            "11 | monthly_and_yearly | 2023-09-05 | null | 2024-09-05 | 12 | true | 0 | null | null | 40 | null | 2023-09-05 | 1",
            "12 | in_120_days | 2023-10-28 | null | 2024-10-28 | 12 | false | 0 | null | null | 40 | null | 2023-10-28 | 1",
            "14 | ends_in_part | 2023-07-01 | 2024-07-01 | 2024-07-01 | 12 | true | 30 | 2024-05-15 | null | 7 | null | 2023-07-01 | 1",
            "15 | ends_in_part | 2022-01-01 | null | null | null | null | null | null | null | 5 | null | 2022-01-01 | 1",
            "16 | newcomer | 2024-07-01 | null | 2024-08-15 | null | false | 0 | null | null | 10 | null | 2024-07-01 | 1",
            "13 | evergreen | 2022-01-01 | null | null | null | null | null | null | null | 5 | null | 2022-01-01 | 1"));
    tables.put(
        "accounts",
        stored(
            "accounts",
            "account_id, account_name, csm, present_from",
            "two_renewals | Two Ltd | Ann | 2020-01-01",
            "lapsed_yesterday | Lapsed Ltd | Ann | 2020-01-01"));
    tables.put(
        "exchange_rates",
        stored(
            "exchange_rates",
            "rate_date, from_currency, to_currency, rate",
            "2024-01-01 | USD | EUR | 0.5"));
    tables.put("account_health", health());
    tables.put(
        "account_features",
        wide(
            "account_features",
            health()
                .selectExpr(
                    "as_of_date",
                    "account_id",
                    "status",
                    "if(account_id = 'newcomer', DATE'2024-07-01', DATE'2022-01-01') AS"
                        + " customer_since")));
    tables.put("account_health_measure", none("account_health_measure"));
    tables.put("churn_explanation", none("churn_explanation"));
    tables.put("renewal_outcome", none("renewal_outcome"));
    tables.put(
        "churn_prediction",
        wide(
            "churn_prediction",
            health()
                .where("status = 'customer'")
                .selectExpr(
                    "as_of_date",
                    "account_id",
                    "explode(array(90, 180)) AS horizon_days",
                    "CAST(0.1 AS decimal(9,8)) AS probability",
                    "'band_rate' AS method",
                    "5L AS outcomes_used")));
    tables.put(
        "renewal_reviews",
        stored(
            "renewal_reviews",
            "review_id, account_id, reviewed_on, reviewer, status, final_status, action_id,"
                + " action_state, snoozed_until, note, arrived_on",
            "r1 | two_renewals | 2024-06-29 | Ann | monitor | null | null | null | null | asked | 2024-06-29",
            "r2 | two_renewals | 2024-06-30 | Lee | null | at_risk | null | null | null | null | 2024-06-30",
            "r3 | two_renewals | 2024-06-30 | Late | good | null | null | null | null | null | 2024-07-02",
            "r4 | two_renewals | 2023-06-30 | Old | good | good | null | null | null | null | 2023-06-30",
            "r5 | lapsed_yesterday | 2024-07-01 | Ann | null | null"
                + " | lapsed_yesterday/win_back/2024-06-30 | done | null | null | 2024-07-01",
            "r6 | deadline_past | 2024-06-29 | Ann | null | null | null | null | 2024-07-20 | null | 2024-06-29",
            "r7 | other_currency | 2024-06-29 | Ann | monitor | null | null | null | null | late | 2024-07-01",
            "r8 | monthly_and_yearly | 2024-06-20 | Ann | null | null | null | null | null | early | 2024-06-20"));
    return tables;
  }

  private static Dataset<Row> none(String table) {
    return wide(table, table("account_id string", "nobody")).where(lit(false));
  }

  private static Dataset<Row> health() {
    List<String> rows = new ArrayList<>();
    for (LocalDate date : DATES) {
      for (String account :
          List.of(
              "renewal_moved",
              "notice_withdrawn",
              "two_renewals",
              "other_currency",
              "deadline_past",
              "monthly",
              "monthly_and_yearly",
              "in_120_days",
              "evergreen",
              "ends_in_part")) {
        boolean isRed = account.equals("two_renewals") && date.isAfter(DATES.get(0));
        String band = account.equals("other_currency") ? "unknown" : isRed ? "red" : "yellow";
        rows.add(line(date, account, "customer", band, isRed ? 30 : 50));
      }
      if (date.isEqual(LocalDate.parse("2024-07-01"))) {
        rows.add(line(date, "newcomer", "customer", "yellow", 50));
      }
      boolean lapsed = !date.isBefore(LocalDate.parse("2024-06-30"));
      rows.add(line(date, "lapsed_yesterday", lapsed ? "lapsed" : "customer", "yellow", 50));
      boolean churned = !date.isBefore(LocalDate.parse("2024-06-30"));
      rows.add(line(date, "churned", churned ? "churned" : "lapsed", "yellow", 50));
    }
    return wide(
        "account_health",
        table(
            "as_of_date date, account_id string, status string, band string, score double,"
                + " arr decimal(18,2)",
            rows.toArray(String[]::new)));
  }

  private static String line(
      LocalDate date, String account, String status, String band, int score) {
    return date + " | " + account + " | " + status + " | " + band + " | " + score + " | null";
  }

  private Dataset<Row> list(String date) {
    return made.get("renewal_risk").where(col("as_of_date").equalTo(date));
  }

  @Test
  void theListIsAsItShouldBe() {
    assertSameRows(
        table(
            "rank int, account_id string, urgency string, situation string, decision_date date,"
                + " decisions bigint, available_to_renew_arr decimal(18,2), expected_arr_loss decimal(18,2)",
            "1 | lapsed_yesterday | passed | lapsed | 2024-06-30 | 1 | 360 | 360",
            "2 | two_renewals | deadline | upcoming | 2024-07-20 | 2 | 360 | 36",
            "3 | other_currency | window | upcoming | 2024-08-01 | 1 | 600 | 60",
            "4 | monthly_and_yearly | window | upcoming | 2024-09-05 | 2 | 540 | 54",
            "5 | newcomer | window | upcoming | 2024-08-15 | 1 | 120 | 12",
            "6 | monthly | monthly | upcoming | 2024-07-10 | 1 | 108000 | 10800"),
        list("2024-07-01")
            .select(
                "rank",
                "account_id",
                "urgency",
                "situation",
                "decision_date",
                "decisions",
                "available_to_renew_arr",
                "expected_arr_loss"));
  }

  @Test
  void everyChangeSaysWhy() {
    assertSameRows(
        table(
            "as_of_date date, since_date date, account_id string, change string, why string,"
                + " expected_arr_loss_change decimal(18,2)",
            "2024-06-29 | 2024-06-28 | two_renewals | moved | health | 0",
            "2024-06-30 | 2024-06-29 | churned | left | churned | null",
            "2024-06-30 | 2024-06-29 | lapsed_yesterday | moved | lapsed | 324",
            "2024-06-30 | 2024-06-29 | notice_withdrawn | left | notice_withdrawn | -240",
            "2024-06-30 | 2024-06-29 | renewal_moved | left | decision_moved | -120",
            "2024-07-01 | 2024-06-30 | deadline_past | left | renewed | -60",
            "2024-07-01 | 2024-06-30 | ends_in_part | left | part_lost | -8.40",
            "2024-07-01 | 2024-06-30 | newcomer | new | new_customer | 12"),
        made.get("renewal_change")
            .select(
                "as_of_date",
                "since_date",
                "account_id",
                "change",
                "why",
                "expected_arr_loss_change"));
  }

  @Test
  void aWordCountsFromTheNightOnWhichItHasArrivedAndForThisDecisionAlone() {
    assertSameRows(
        table(
            "as_of_date date, reviewed_on date, reviewed_by string, csm_status string,"
                + " final_status string, status_disagreement string, review_note string,"
                + " list_at_review_on date, expected_arr_loss_at_review decimal(18,2)",
            "2024-06-28 | null | null | null | null | null | null | null | null",
            "2024-06-29 | 2024-06-29 | Ann | monitor | null | csm_undecided | asked | 2024-06-28 | 36",
            "2024-06-30 | 2024-06-30 | Lee | monitor | at_risk | csm_undecided | asked | 2024-06-29 | 36",
            "2024-07-01 | 2024-06-30 | Lee | monitor | at_risk | csm_undecided | asked | 2024-06-29 | 36"),
        made.get("renewal_risk")
            .where("account_id = 'two_renewals'")
            .select(
                "as_of_date",
                "reviewed_on",
                "reviewed_by",
                "csm_status",
                "final_status",
                "status_disagreement",
                "review_note",
                "list_at_review_on",
                "expected_arr_loss_at_review"));
  }

  @Test
  void nobodyDiffersFromNumbersThatSayNothing() {
    assertSameRows(
        table(
            "account_id string, automated_status string, csm_status string,"
                + " status_disagreement string, to_settle boolean",
            "other_currency | null | monitor | null | false",
            "two_renewals | at_risk | monitor | csm_undecided | false"),
        list("2024-07-01")
            .where("csm_status IS NOT NULL")
            .select(
                "account_id",
                "automated_status",
                "csm_status",
                "status_disagreement",
                "to_settle"));
    assertSameRows(
        table("to_settle boolean", "true"),
        list("2024-06-29").where("account_id = 'two_renewals'").select("to_settle"));
  }

  @Test
  void aReviewThatArrivedLateIsHeldAgainstTheListOfThatTimeAndOneBeforeAllListsAgainstNone() {
    assertSameRows(
        table(
            "account_id string, reviewed_on date, list_at_review_on date, rank_at_review int",
            "other_currency | 2024-06-29 | 2024-06-28 | 8",
            "monthly_and_yearly | 2024-06-20 | null | null"),
        list("2024-07-01")
            .where("account_id IN ('other_currency', 'monthly_and_yearly')")
            .select("account_id", "reviewed_on", "list_at_review_on", "rank_at_review"));
  }

  @Test
  void whatTheNightBeforeKnewOfAReviewIsKeptAndNoOlderListIsReadForIt() {
    Map<String, Dataset<Row>> completed = new HashMap<>();
    made.forEach(
        (table, rows) -> completed.put(table, rows.where(col("as_of_date").lt("2024-07-01"))));
    completed.computeIfPresent(
        "renewal_risk", (table, rows) -> rows.withColumn("rank_at_review", lit(77)));

    Row kept =
        run(new RenewalRisk(), SETTINGS, List.of(DATES.get(3)), tables, completed, DATES.get(2))
            .get("renewal_risk")
            .where("account_id = 'two_renewals'")
            .select("rank_at_review")
            .head();

    assertThat(kept.getInt(0)).isEqualTo(77);
  }

  @Test
  void actionsKeepTheirIdsWaitAndEndWithAReason() {
    assertSameRows(
        table(
            "as_of_date date, account_id string, action_id string, state string, nights int,"
                + " due_on date, closed_reason string",
            "2024-06-28 | churned | churned/win_back/2024-06-28 | open | 1 | 2024-07-01 | null",
            "2024-06-29 | churned | churned/win_back/2024-06-28 | open | 2 | 2024-07-01 | null",
            "2024-06-30 | churned | churned/win_back/2024-06-28 | closed | 2 | 2024-07-01 | churned",
            "2024-06-30 | lapsed_yesterday | lapsed_yesterday/win_back/2024-06-30 | open | 1 | 2024-07-01 | null",
            "2024-07-01 | lapsed_yesterday | lapsed_yesterday/win_back/2024-06-30 | done | 2 | 2024-07-01 | null",
            "2024-06-29 | two_renewals | two_renewals/rescue/2024-06-29 | waiting | 1 | null | null",
            "2024-06-30 | two_renewals | two_renewals/rescue/2024-06-29 | open | 2 | 2024-07-02 | null",
            "2024-07-01 | two_renewals | two_renewals/rescue/2024-06-29 | open | 3 | 2024-07-02 | null"),
        made.get("next_action")
            .select(
                "as_of_date",
                "account_id",
                "action_id",
                "state",
                "nights",
                "due_on",
                "closed_reason"));
  }

  @Test
  void aCheckpointComesBeforeTheWindowAndAsksNothingOfMonthlyTerms() {
    assertSameRows(
        table(
            "account_id string, checkpoint int, automated_status string",
            "lapsed_yesterday | 90 | at_risk",
            "other_currency | 90 | null",
            "two_renewals | 90 | at_risk",
            "newcomer | 90 | good",
            "monthly_and_yearly | 90 | good",
            "in_120_days | 180 | monitor"),
        made.get("renewal_checkpoint")
            .where("as_of_date = '2024-07-01' AND days_to_decision <= 150")
            .select("account_id", "checkpoint", "automated_status"));
  }

  @Test
  void whoIsSnoozedStaysOnTheListAndSaysSo() {
    assertThat(
            list("2024-06-29").where("account_id = 'deadline_past'").select("snoozed_until").head())
        .isEqualTo(org.apache.spark.sql.RowFactory.create(java.sql.Date.valueOf("2024-07-20")));
  }

  @Test
  void nightByNightIsTheSame() {
    Map<String, Dataset<Row>> oneByOne = runOneByOne(new RenewalRisk(), SETTINGS, DATES, tables);

    made.forEach(
        (table, rows) -> {
          assertSameRows(oneByOne.get(table), rows);
          assertKeepsContract(table, rows);
        });
  }

  @Test
  void aNightRunAgainAmongLaterOnesIsTheSame() {
    LocalDate again = DATES.get(2);
    Map<String, Dataset<Row>> others = new HashMap<>();
    made.forEach(
        (table, rows) -> others.put(table, rows.where(col("as_of_date").notEqual("2024-06-30"))));
    Map<String, Dataset<Row>> rerun =
        run(new RenewalRisk(), SETTINGS, List.of(again), tables, others, DATES.get(3));

    made.forEach(
        (table, rows) ->
            assertSameRows(rows.where(col("as_of_date").equalTo("2024-06-30")), rerun.get(table)));
  }

  /** Tables of accounts of which nothing but these subscriptions, outcomes and reviews is known. */
  private static Map<String, Dataset<Row>> of(
      List<LocalDate> dates, Dataset<Row> subscriptions, Map<String, Dataset<Row>> more) {
    Map<String, Dataset<Row>> tables = new HashMap<>(tables());
    List<String> rows = new ArrayList<>();
    for (Row account : subscriptions.select("account_id").distinct().collectAsList()) {
      dates.forEach(date -> rows.add(line(date, account.getString(0), "customer", "yellow", 50)));
    }
    Dataset<Row> health =
        wide(
            "account_health",
            table(
                "as_of_date date, account_id string, status string, band string, score double,"
                    + " arr decimal(18,2)",
                rows.toArray(String[]::new)));
    tables.put("subscriptions", subscriptions);
    tables.put("account_health", health);
    tables.put(
        "account_features",
        wide(
            "account_features",
            health.selectExpr("as_of_date", "account_id", "status", "as_of_date customer_since")));
    tables.put("churn_prediction", none("churn_prediction"));
    tables.putAll(more);
    return tables;
  }

  @Test
  void whetherAnOverduePartWasLostIsToldByItsOutcomeWhenTheNextNightIsFarAway() {
    List<LocalDate> dates = days("2024-06-28", "2024-07-31");
    Dataset<Row> subscriptions =
        stored(
            "subscriptions",
            "subscription_id, account_id, start_date, end_date, renewal_date, term_months, mrr,"
                + " arrived_on",
            "1 | answered | 2023-06-10 | 2024-06-10 | 2024-06-10 | 12 | 10 | 2023-06-10",
            "2 | answered | 2022-01-01 | null | null | null | 5 | 2022-01-01",
            "3 | answered | 2024-07-05 | null | null | null | 10 | 2024-07-05",
            "4 | unanswered | 2023-06-10 | 2024-06-10 | 2024-06-10 | 12 | 10 | 2023-06-10",
            "5 | unanswered | 2022-01-01 | null | null | null | 5 | 2022-01-01",
            "6 | shown_by_another | 2023-06-10 | 2024-06-10 | 2024-06-10 | 12 | 10 | 2023-06-10",
            "7 | shown_by_another | 2023-09-10 | null | 2024-09-10 | 12 | 5 | 2022-01-01");
    Dataset<Row> outcomes =
        wide(
            "renewal_outcome",
            table(
                "account_id string, subscription_id string, renewal_date date, outcome string,"
                    + " decided_on date",
                "answered | 1 | 2024-06-10 | late | 2024-07-11",
                "unanswered | 4 | 2024-06-10 | churned | 2024-07-11",
                "shown_by_another | 6 | 2024-06-10 | churned | 2024-07-11"));
    assertSameRows(
        table(
            "account_id string, change string, why string",
            "answered | left | came_back",
            "unanswered | left | part_lost",
            "shown_by_another | moved | part_lost"),
        run(
                new RenewalRisk(),
                SETTINGS,
                dates,
                of(dates, subscriptions, Map.of("renewal_outcome", outcomes)),
                Map.of(),
                null)
            .get("renewal_change")
            .select("account_id", "change", "why"));
  }

  @Test
  void theWordOfLastQuarterDoesNotStandForThisOne() {
    List<LocalDate> dates = days("2024-06-28");
    Dataset<Row> subscriptions =
        stored(
            "subscriptions",
            "subscription_id, account_id, start_date, renewal_date, term_months, auto_renew,"
                + " notice_period_days, mrr, arrived_on",
            "1 | quarterly | 2023-07-31 | 2024-07-31 | 3 | true | 30 | 10 | 2023-07-31",
            "2 | yearly | 2023-07-31 | 2024-07-31 | 12 | true | 30 | 10 | 2023-07-31");
    Dataset<Row> reviews =
        stored(
            "renewal_reviews",
            "review_id, account_id, reviewed_on, reviewer, status, final_status, snoozed_until,"
                + " note, arrived_on",
            // the decision before was due by 31 March
            "1 | quarterly | 2024-03-31 | Old | good | good | null | old | 2024-04-01",
            "2 | quarterly | 2024-04-01 | Ann | null | null | 2024-07-20 | new | 2024-04-01",
            "3 | yearly | 2024-03-31 | Old | good | good | null | old | 2024-04-01");
    assertSameRows(
        table(
            "account_id string, reviewed_on date, csm_status string, final_status string,"
                + " review_note string, snoozed_until date",
            "quarterly | 2024-04-01 | null | null | new | 2024-07-20",
            "yearly | 2024-03-31 | good | good | old | null"),
        run(
                new RenewalRisk(),
                SETTINGS,
                dates,
                of(dates, subscriptions, Map.of("renewal_reviews", reviews)),
                Map.of(),
                null)
            .get("renewal_risk")
            .select(
                "account_id",
                "reviewed_on",
                "csm_status",
                "final_status",
                "review_note",
                "snoozed_until"));
  }

  @Test
  void anUnknownLossStandsByTheRevenueAtStakeAndNotBehindEverySmallOne() {
    List<LocalDate> dates = days("2024-06-28");
    Dataset<Row> subscriptions =
        stored(
            "subscriptions",
            "subscription_id, account_id, start_date, end_date, renewal_date, term_months,"
                + " auto_renew, mrr, arrived_on",
            "1 | small | 2023-09-10 | null | 2024-09-10 | 12 | false | 100 | 2023-09-10",
            "2 | large | 2023-09-10 | null | 2024-09-10 | 12 | false | 900 | 2023-09-10",
            "3 | tiny | 2023-09-10 | null | 2024-09-10 | 12 | false | 1 | 2023-09-10");
    Dataset<Row> predictions =
        wide(
            "churn_prediction",
            table(
                "as_of_date date, account_id string, horizon_days int, probability decimal(9,8),"
                    + " method string",
                "2024-06-28 | small | 90 | 0.2 | band_rate"));
    assertSameRows(
        table(
            "rank int, account_id string, expected_arr_loss decimal(18,2)",
            "1 | large | null",
            "2 | small | 240",
            "3 | tiny | null"),
        run(
                new RenewalRisk(),
                SETTINGS,
                dates,
                of(dates, subscriptions, Map.of("churn_prediction", predictions)),
                Map.of(),
                null)
            .get("renewal_risk")
            .select("rank", "account_id", "expected_arr_loss"));
  }
}
