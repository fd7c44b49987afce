package dev.bellwether.marts.renewals;

import static dev.bellwether.platform.contract.Polarity.HIGHER_IS_BETTER;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Settings;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalRiskTest extends MartTest {
  private static final Scorecard SCORECARD =
      new Scorecard(
          "words",
          "1",
          0.5,
          new Scorecard.Bands(70, 45, 3),
          List.of(
              new Scorecard.Dimension(
                  "all",
                  1,
                  List.of(
                      measure("users", "active_users_28d_change"),
                      measure("satisfaction", "csat_90d"),
                      measure("overdue", "days_past_due"),
                      measure("escalations", "open_escalations")))));
  private static final Scorecard STRICT =
      new Scorecard("strict", "1", 0.5, new Scorecard.Bands(80, 45, 3), SCORECARD.dimensions());
  private static final Settings SETTINGS =
      settingsOf(
          new Scorecards(SCORECARD, List.of(STRICT)), Settings.ChurnLabel.SUBSCRIPTIONS, 1, 10);
  private static final List<LocalDate> DATES = days("2024-05-31", "2024-06-30");

  private static Scorecard.Measure measure(String name, String feature) {
    return new Scorecard.Measure(
        name, feature, 1, HIGHER_IS_BETTER, List.of(new Scorecard.Point(0, 0)));
  }

  private final Map<String, Dataset<Row>> tables =
      Map.of(
          "subscriptions",
          stored(
              "subscriptions",
              "subscription_id, account_id, start_date, end_date, renewal_date, term_months,"
                  + " auto_renew, notice_period_days, notice_on, mrr, currency, arrived_on",
              "1 | two_decisions | 2023-08-01 | null | 2024-08-01 | 12 | false | 0 | null | 100 | null | 2020-01-01",
              "2 | two_decisions | 2023-10-15 | null | 2024-10-15 | 12 | true | 30 | null | 50 | null | 2020-01-01",
              "3 | gave_notice | 2023-09-01 | 2024-08-31 | 2024-08-31 | 12 | true | 60 | 2024-06-01 | 200 | null | 2020-01-01",
              "4 | has_lapsed | 2023-06-15 | 2024-06-15 | 2024-06-15 | 12 | false | 0 | null | 30 | null | 2020-01-01",
              "5 | part_overdue | 2023-06-10 | 2024-06-10 | 2024-06-10 | 12 | false | 0 | null | 10 | null | 2020-01-01",
              "6 | part_overdue | 2022-01-01 | null | null | null | null | null | null | 5 | null | 2020-01-01",
              "7 | far_away | 2023-12-01 | null | 2024-12-01 | 12 | false | 0 | null | 100 | null | 2020-01-01",
              "8 | deadline_passed | 2023-08-01 | null | 2024-08-01 | 12 | true | 60 | null | 100 | null | 2020-01-01",
              "9 | churned | 2023-06-15 | 2024-05-15 | 2024-05-15 | 12 | false | 0 | null | 30 | null | 2020-01-01",
              "10 | new_one | 2024-05-15 | null | 2024-06-15 | 1 | false | 0 | null | 50 | null | 2020-01-01",
              "11 | in_dollars | 2023-07-15 | null | 2024-07-15 | 12 | null | 0 | null | 100 | USD | 2020-01-01",
              "12 | replaced | 2023-06-15 | 2024-06-15 | 2024-06-15 | 12 | false | 0 | null | 30 | null | 2020-01-01",
              "13 | replaced | 2024-06-15 | null | null | null | null | null | null | 30 | null | 2020-01-01",
              "14 | early | 2023-07-15 | null | 2024-07-15 | 12 | false | 0 | null | 900 | null | 2020-01-01",
              "15 | early | 2024-07-20 | null | null | null | null | null | null | 800 | null | 2024-06-10"),
          "accounts",
          stored("accounts", "account_id, account_name", "two_decisions | Two Ltd"),
          "account_health",
          table(
                  "as_of_date date, account_id string, status string, band string, score double,"
                      + " segment string, change_text string, scorecard string,"
                      + " override_reason string",
                  "2024-06-30 | two_decisions | customer | yellow | 50 | smb | Down 25 since 31 May | small | null",
                  "2024-06-30 | gave_notice | customer | red | 20 | enterprise | null | small | null",
                  "2024-06-30 | has_lapsed | lapsed | yellow | 55 | smb | null | small | null",
                  "2024-06-30 | part_overdue | customer | green | 90 | smb | null | strict | null",
                  "2024-06-30 | far_away | customer | red | 10 | smb | null | small | null",
                  "2024-06-30 | deadline_passed | customer | red | 10 | smb | null | small | null",
                  "2024-06-30 | churned | churned | red | 10 | smb | null | small | null",
                  "2024-06-30 | new_one | customer | red | 30 | null | null | small | said so",
                  "2024-06-30 | in_dollars | customer | green | 80 | smb | null | small | null",
                  "2024-06-30 | replaced | customer | green | 80 | smb | null | small | null",
                  "2024-06-30 | early | customer | red | 20 | smb | null | small | null",
                  "2024-05-31 | early | customer | red | 20 | smb | null | small | null",
                  "2024-05-31 | two_decisions | customer | green | 75 | smb | null | small | null")
              .selectExpr(
                  "*",
                  "'red' AS csm_band",
                  "-5.0D AS change_28d",
                  "-8.0D AS change_90d",
                  "0.9D AS coverage",
                  "0.8D AS confidence",
                  "'csm_more_worried' AS disagreement",
                  "CAST(if(account_id = 'part_overdue', 60, null) AS decimal(18,2)) AS arr"),
          "account_features",
          wide(
              "account_features",
              table(
                  "as_of_date date, account_id string, status string, segment string,"
                      + " days_past_due int, open_escalations bigint, days_since_last_touch int,"
                      + " days_without_sponsor int, seat_utilisation double,"
                      + " oldest_open_ticket_days int",
                  "2024-06-30 | two_decisions | customer | smb | 12 | 2 | 40 | 0 | 0.81 | 14",
                  "2024-06-30 | part_overdue | customer | smb | 0 | 0 | null | 7 | 0.8 | 13")),
          "touchpoints",
          stored(
              "touchpoints",
              "touchpoint_id, account_id, happened_on, arrived_on",
              "t1 | two_decisions | 2024-07-09 | 2024-06-01",
              "t2 | two_decisions | 2024-07-03 | 2024-06-20",
              "t3 | two_decisions | 2024-07-01 | 2024-07-01",
              "t4 | two_decisions | 2024-06-30 | 2024-06-01"),
          "account_health_measure",
          table(
              "as_of_date date, account_id string, dimension string, measure string,"
                  + " raw_value double, value double, weight double, contribution double,"
                  + " state string, feature string",
              "2024-06-30 | two_decisions | all | users | -0.45 | 20 | 0.3 | 6 | known | active_users_28d_change",
              "2024-06-30 | two_decisions | all | satisfaction | 0.8 | 60 | 0.3 | 18 | known | csat_90d",
              "2024-06-30 | two_decisions | all | overdue | 1 | 69 | 0.2 | 13.8 | known | days_past_due",
              "2024-06-30 | two_decisions | all | escalations | 2 | 0 | 0.2 | 0 | known | open_escalations",
              "2024-06-30 | gave_notice | all | satisfaction | 0.2 | 70 | 1 | 70 | known | csat_90d",
              "2024-06-30 | gave_notice | all | users | null | null | 0 | 0 | unknown | active_users_28d_change",
              "2024-06-30 | part_overdue | all | satisfaction | 0.75 | 75 | 1 | 75 | known | csat_90d",
              "2024-06-30 | new_one | all | long_gone | 3.5 | 10 | 1 | 10 | known | gone"),
          "churn_prediction",
          table(
              "as_of_date date, account_id string, horizon_days int, probability decimal(9,8),"
                  + " probability_at_renewal decimal(9,8), outcomes_used bigint, method string,"
                  + " model_id string",
              "2024-06-30 | two_decisions | 90 | 0.1 | null | 40 | band_rate | null",
              "2024-06-30 | two_decisions | 30 | 0.01 | null | 40 | band_rate | null",
              "2024-06-30 | gave_notice | 90 | 0.5 | null | 40 | band_rate | null",
              "2024-06-30 | part_overdue | 90 | 0.1 | 0.2 | 40 | blend | m1",
              "2024-06-30 | new_one | 90 | null | null | 40 | unknown | null",
              "2024-06-30 | in_dollars | 90 | 0.9 | 0.4 | 40 | blend | m1",
              "2024-05-31 | two_decisions | 90 | 0.1 | null | 40 | band_rate | null"),
          "churn_explanation",
          table(
              "as_of_date date, account_id string, driver string, contribution double,"
                  + " reason string, feature string, raw_value double, earlier_value double,"
                  + " earlier_on date",
              "2024-06-30 | part_overdue | base | -2 | null | null | null | null | null",
              "2024-06-30 | part_overdue | payments | 0.2 | told | days_past_due | 20 | 5 | 2024-03-31",
              "2024-06-30 | part_overdue | active_users | 0.5 | told | active_users_28d_change | -0.45 | null | null",
              "2024-06-30 | part_overdue | errors | 0.4 | null | error_rate_28d | 0.2 | null | null",
              "2024-06-30 | part_overdue | surveys | 0.4 | told | nps_mean | 7 | 7 | 2024-03-31",
              "2024-06-30 | two_decisions | errors | 0.4 | no model in force | error_rate_28d | 0.1 | null | null",
              "2024-05-31 | in_dollars | tickets | 0.4 | of another night | open_tickets | 3 | null | null"),
          "renewal_outcome",
          table(
              "segment string, outcome string, available_to_renew_arr decimal(18,2),"
                  + " renewed_arr decimal(18,2), decided_on date, account_id string,"
                  + " subscription_id string, renewal_date date",
              "smb | contracted | 1000 | 800 | 2024-05-01 | two_decisions | 2 | 2024-03-31",
              "smb | expanded | 1000 | 1500 | 2024-05-01 | two_decisions | 1 | 2024-03-31",
              "smb | churned | 1000 | 0 | 2024-05-01 | other | 4 | 2024-03-31",
              "smb | contracted | 1000 | 0.01 | 2024-07-01 | two_decisions | 1 | 2024-05-31",
              "smb | pending | 1000 | null | null | two_decisions | 1 | 2024-08-01",
              "enterprise | contracted | 1000 | 500 | 2024-06-30 | other | 5 | 2024-05-30"));

  private final Dataset<Row> list =
      run(new RenewalRisk(), SETTINGS, DATES, tables, Map.of(), null).get("renewal_risk");

  @Test
  void theListTellsHowHealthChangedAndWhatTheCsmSays() {
    assertSameRows(
        table(
            "account_id string, health_change string, csm_band string, disagreement string",
            "two_decisions | Down 25 since 31 May | red | csm_more_worried",
            "gave_notice | null | red | csm_more_worried"),
        list.where("as_of_date = '2024-06-30'")
            .where("account_id IN ('two_decisions', 'gave_notice')")
            .select("account_id", "health_change", "csm_band", "disagreement"));
  }

  @Test
  void theListIsInOrderOfUrgencyThenOfExpectedLoss() {
    // contraction: all 700 of 3000; smb (2 x 0.1 + 10 x 0.2333) / 12, enterprise (0.5 + 10 x ..) /
    // 11
    assertSameRows(
        table(
            "rank int, urgency string, account_id string, situation string, decision_date date,"
                + " days_to_decision int, decisions bigint, available_to_renew_arr decimal(18,2),"
                + " churn_probability decimal(9,8), contraction_share decimal(9,8),"
                + " expected_arr_loss decimal(18,2)",
            "1 | passed | has_lapsed | lapsed | 2024-06-15 | -15 | 1 | 360 | 1 | 0.21111111 | 360",
            "2 | passed | part_overdue | overdue | 2024-06-10 | -20 | 1 | 120 | 0.2 | 0.21111111 | 44.27",
            "3 | deadline | gave_notice | notice | 2024-08-31 | 62 | 1 | 2400 | 0.5 | 0.25757576 | 1509.09",
            "4 | deadline | in_dollars | upcoming | 2024-07-15 | 15 | 1 | null | 0.9 | 0.21111111 | null",
            "5 | window | two_decisions | upcoming | 2024-08-01 | 32 | 2 | 1800 | 0.1 | 0.21111111 | 522.00",
            "6 | monthly | new_one | upcoming | 2024-07-15 | 15 | 1 | 600 | null | 0.23333333 | null",
            "7 | signed | early | signed | 2024-07-15 | 15 | 0 | 0 | null | 0.21111111 | null"),
        list.where("as_of_date = '2024-06-30'")
            .select(
                "rank",
                "urgency",
                "account_id",
                "situation",
                "decision_date",
                "days_to_decision",
                "decisions",
                "available_to_renew_arr",
                "churn_probability",
                "contraction_share",
                "expected_arr_loss"));
  }

  @Test
  void aRenewalIsSignedAsOfTheBookingOfItsSuccessor() {
    assertSameRows(
        table(
            "as_of_date date, situation string, available_to_renew_arr decimal(18,2),"
                + " signed_arr decimal(18,2)",
            "2024-05-31 | upcoming | 10800 | 0",
            "2024-06-30 | signed | 0 | 10800"),
        list.where("account_id = 'early'")
            .select("as_of_date", "situation", "available_to_renew_arr", "signed_arr"));
  }

  @Test
  void reasonsAreThoseOfTheMethodThatMadeTheProbability() {
    assertSameRows(
        table(
            "account_id string, reason_1 string, reason_2 string, reason_3 string",
            "two_decisions | active users down 45 % | 2 open escalations | 80 % of ticket ratings good",
            "gave_notice | null | null | null",
            "part_overdue | active users down 45 % | payment 20 days past due | null",
            "in_dollars | null | null | null",
            "early | null | null | null",
            "new_one | said so | long gone: 3.5 | null"),
        list.where("as_of_date = '2024-06-30'")
            .where("account_id NOT IN ('has_lapsed')")
            .select("account_id", "reason_1", "reason_2", "reason_3"));
  }

  @Test
  void aReasonNamesItsDriverWhereItHasOne() {
    assertSameRows(
        table(
            "account_id string, reason_1_driver string, reason_2_driver string",
            "two_decisions | active_users | tickets",
            "part_overdue | active_users | payments",
            "new_one | null | null"),
        list.where("as_of_date = '2024-06-30'")
            .where("account_id IN ('two_decisions', 'part_overdue', 'new_one')")
            .select("account_id", "reason_1_driver", "reason_2_driver"));
  }

  @Test
  void theListTellsTicketsThatAreStuck() {
    assertSameRows(
        table(
            "account_id string, oldest_open_ticket_days int, has_stuck_ticket boolean",
            "two_decisions | 14 | true",
            "part_overdue | 13 | false",
            "gave_notice | null | null"),
        list.where("as_of_date = '2024-06-30'")
            .where("account_id IN ('two_decisions', 'part_overdue', 'gave_notice')")
            .select("account_id", "oldest_open_ticket_days", "has_stuck_ticket"));
  }

  @Test
  void theListTellsTermsTouchesSponsorAndTheLastRenewal() {
    assertSameRows(
        table(
            "account_id string, terms string, days_past_due int, last_touch_on date,"
                + " next_touch_on date, sponsor string, expansion_signal boolean,"
                + " last_renewal_outcome string, account_link string, owner_rank int",
            "two_decisions | annual, ends on 1 Aug 2024 unless it is renewed; 2 decisions, the last on"
                + " 15 Sep 2024 | 12 | 2024-05-21 | 2024-07-03 | in_place | true | contracted"
                + " | https://crm.example.com/a/two_decisions | 5",
            "part_overdue | annual, ended on 10 Jun 2024 without an answer | 0 | null | null | left"
                + " | false | null | https://crm.example.com/a/part_overdue | 2",
            "gave_notice | annual, notice given, ends on 31 Aug 2024 | null | null | null | null"
                + " | null | null | https://crm.example.com/a/gave_notice | 3",
            "in_dollars | annual, term ends on 15 Jul 2024; whether it renews by itself is not known"
                + " | null | null | null | null | null | null"
                + " | https://crm.example.com/a/in_dollars | 4"),
        list.where("as_of_date = '2024-06-30'")
            .where("account_id IN ('two_decisions', 'part_overdue', 'gave_notice', 'in_dollars')")
            .select(
                "account_id",
                "terms",
                "days_past_due",
                "last_touch_on",
                "next_touch_on",
                "sponsor",
                "expansion_signal",
                "last_renewal_outcome",
                "account_link",
                "owner_rank"));
  }

  @Test
  void everyRowKeepsItsContract() {
    assertKeepsContract("renewal_risk", list);
  }

  @Test
  void aSetOfDatesEqualsTheDatesOneByOne() {
    assertSameRows(
        runOneByOne(new RenewalRisk(), SETTINGS, DATES, tables).get("renewal_risk"), list);
  }
}
