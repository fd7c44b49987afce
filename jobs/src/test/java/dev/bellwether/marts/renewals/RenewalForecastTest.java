package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.lit;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Settings;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalForecastTest extends MartTest {
  private static final Settings SETTINGS =
      settings(
          new Scorecard("none", "1", 0.5, new Scorecard.Bands(70, 45, 3), List.of()),
          Settings.ChurnLabel.SUBSCRIPTIONS,
          1,
          10);
  private static final List<LocalDate> DATES = days("2024-06-30", "2024-07-31");

  private final Map<String, Dataset<Row>> tables = tables();
  private final Map<String, Dataset<Row>> made =
      run(new RenewalForecast(), SETTINGS, DATES, tables, Map.of(), null);

  private static Map<String, Dataset<Row>> tables() {
    Map<String, Dataset<Row>> tables = new HashMap<>();
    tables.put(
        "renewal_risk",
        wide(
            "renewal_risk",
            table(
                "as_of_date date, account_id string, csm string, segment string, situation string,"
                    + " decision_date date, band string, available_to_renew_arr decimal(18,2),"
                    + " churn_probability decimal(9,8), expected_arr_loss decimal(18,2),"
                    + " automated_status string, days_since_last_touch int,"
                    + " to_settle boolean, reviewed_on date",
                "2024-03-31 | a | Ann | smb | upcoming | 2024-04-10 | green | 1000 | 0.2 | 200 | good | null | false | null",
                "2024-03-31 | b | Bo | smb | upcoming | 2024-04-20 | red | 500 | 0.5 | 250 | at_risk | null | false | null",
                "2024-03-31 | c | Bo | smb | upcoming | 2024-05-20 | red | 999 | 0.5 | 500 | at_risk | null | false | null",
                "2024-06-30 | d | Ann | null | upcoming | 2024-07-05 | red | 400 | 0.1 | 40 | at_risk | 31 | true | 2024-06-20",
                "2024-06-30 | e | null | smb | lapsed | 2024-06-20 | unknown | 70 | null | null | at_risk | 30 | false | null",
                "2024-06-30 | f | Ann | smb | signed | 2024-07-05 | red | 0 | null | null | null | null | false | null")));
    tables.put(
        "renewal_outcome",
        wide(
            "renewal_outcome",
            table(
                "account_id string, outcome string, decision_date date, renewal_date date,"
                    + " decided_on date, available_to_renew_arr decimal(18,2),"
                    + " renewed_arr decimal(18,2)",
                "a | churned | 2024-04-10 | 2024-04-10 | 2024-05-11 | 1000 | 0",
                "a | churned | 2024-03-31 | 2024-03-31 | 2024-05-11 | 1000 | 0",
                "a | moved | 2024-05-20 | 2024-08-18 | 2024-07-10 | 70 | null",
                "b | contracted | 2024-04-20 | 2024-06-20 | 2024-07-21 | 500 | 450",
                "b | moved | 2024-04-20 | 2024-04-20 | 2024-04-21 | 500 | null",
                "b | churned | 2024-06-30 | 2024-06-30 | 2024-07-31 | 450 | 0")));
    Dataset<Row> health =
        wide(
            "account_health",
            table(
                "as_of_date date, account_id string, status string, band string, arr decimal(18,2)",
                "2024-06-30 | d | customer | red | 400",
                "2024-06-30 | e | lapsed | unknown | 70",
                "2024-06-30 | f | customer | red | null",
                "2024-06-30 | g | churned | red | 10",
                "2024-06-30 | h | customer | green | 5"));
    tables.put("account_health", health);
    tables.put(
        "account_features",
        wide(
            "account_features",
            table(
                "as_of_date date, account_id string, days_since_last_touch int",
                "2024-06-30 | d | 31",
                "2024-06-30 | f | 2")));
    tables.put(
        "accounts",
        stored(
            "accounts",
            "account_id, csm, present_from",
            "d | Ann | 2020-01-01",
            "e | null | 2020-01-01",
            "f | Ann | 2020-01-01",
            "h | Cy | 2020-01-01"));
    tables.put(
        "next_action",
        wide(
            "next_action",
            table(
                "as_of_date date, account_id string, csm string, state string, is_overdue boolean",
                "2024-06-30 | d | Ann | open | true",
                "2024-06-30 | d | Ann | started | false",
                "2024-06-30 | d | Ann | done | false")));
    return tables;
  }

  @Test
  void aMonthAheadHasAnIntervalAndAMonthBehindWhatCame() {
    assertSameRows(
        table(
            "as_of_date date, decision_month date, accounts bigint,"
                + " available_to_renew_arr decimal(18,2), expected_arr_loss decimal(18,2),"
                + " expected_arr_loss_low decimal(18,2), expected_arr_loss_high decimal(18,2),"
                + " unknown_arr decimal(18,2), red_arr decimal(18,2), forecast_on date,"
                + " forecast_arr decimal(18,2), forecast_arr_loss decimal(18,2),"
                + " lost_arr decimal(18,2), is_decided boolean, shock_method string",
            // sqrt(400^2 x 0.1 x 0.9 + (0.3 x 40)^2) x 1.2816 = 154.56
            "2024-06-30 | 2024-07-01 | 1 | 400 | 40 | 0 | 194.56 | 0 | 400 | null | null | null | null | null | assumed",
            "2024-06-30 | 2024-06-01 | 1 | 70 | null | null | null | 70 | 0 | null | null | null | null | null | assumed",
            "2024-06-30 | 2024-04-01 | null | null | null | null | null | null | null | 2024-03-31 | 1500 | 450 | 1000 | false | assumed",
            "2024-07-31 | 2024-04-01 | null | null | null | null | null | null | null | 2024-03-31 | 1500 | 450 | 1050 | true | assumed",
            // its window runs until 2024-09-28
            "2024-07-31 | 2024-07-01 | null | null | null | null | null | null | null | 2024-06-30 | 400 | 40 | 0 | false | assumed"),
        made.get("renewal_forecast")
            .where("level = 'book'")
            .select(
                "as_of_date",
                "decision_month",
                "accounts",
                "available_to_renew_arr",
                "expected_arr_loss",
                "expected_arr_loss_low",
                "expected_arr_loss_high",
                "unknown_arr",
                "red_arr",
                "forecast_on",
                "forecast_arr",
                "forecast_arr_loss",
                "lost_arr",
                "is_decided",
                "shock_method"));
  }

  @Test
  void aRenewalThatMovedLaterWasStillOpen() {
    assertSameRows(
        table(
            "as_of_date date, lost_arr decimal(18,2), is_decided boolean",
            "2024-06-30 | 1000 | false",
            "2024-07-31 | 1000 | true"),
        made.get("renewal_forecast")
            .where("level = 'owner' AND csm = 'Ann' AND forecast_on = '2024-03-31'")
            .select("as_of_date", "lost_arr", "is_decided"));
  }

  @Test
  void ownersAndSegmentsAreToldApart() {
    assertSameRows(
        table(
            "level string, csm string, segment string, forecast_arr_loss decimal(18,2)",
            "owner | Ann |  | 200",
            "owner | Bo |  | 250",
            "segment |  | smb | 450",
            "owner_segment | Ann | smb | 200",
            "owner_segment | Bo | smb | 250"),
        made.get("renewal_forecast")
            .where("as_of_date = '2024-06-30' AND forecast_on IS NOT NULL AND level <> 'book'")
            .select("level", "csm", "segment", "forecast_arr_loss"));
  }

  @Test
  void aBookTellsWhatWantsLookingAfter() {
    assertSameRows(
        table(
            "csm string, accounts bigint, arr decimal(18,2), red_accounts bigint,"
                + " red_accounts_untouched bigint, listed_accounts bigint,"
                + " untouched_arr decimal(18,2), unreviewed_accounts bigint,"
                + " open_disagreements bigint, open_actions bigint, overdue_actions bigint",
            "Ann | 2 | 400 | 2 | 1 | 1 | 400 | 0 | 1 | 2 | 1",
            "Cy | 1 | 5 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
            " | 1 | 70 | 0 | 0 | 1 | 0 | 1 | 0 | 0 | 0"),
        made.get("csm_book")
            .select(
                "csm",
                "accounts",
                "arr",
                "red_accounts",
                "red_accounts_untouched",
                "listed_accounts",
                "untouched_arr",
                "unreviewed_accounts",
                "open_disagreements",
                "open_actions",
                "overdue_actions"));
  }

  @Test
  void whereNoTouchIsKnownNobodyIsSaidToBeUntouched() {
    Map<String, Dataset<Row>> untouched = new HashMap<>(tables);
    untouched.computeIfPresent(
        "account_features",
        (table, rows) -> rows.withColumn("days_since_last_touch", lit(null).cast("int")));
    Dataset<Row> books =
        run(new RenewalForecast(), SETTINGS, days("2024-06-30"), untouched, Map.of(), null)
            .get("csm_book");
    assertSameRows(
        table(
            "csm string, red_accounts bigint, red_accounts_untouched bigint,"
                + " untouched_arr decimal(18,2)",
            "Ann | 2 | null | null",
            "Cy | 0 | null | null",
            " | 0 | null | null"),
        books.select("csm", "red_accounts", "red_accounts_untouched", "untouched_arr"));
    assertKeepsContract("csm_book", books);
  }

  @Test
  void moneyOfABookIsUnknownWhereNoneOfItIsAndNothingWhereNobodyIsListed() {
    assertSameRows(
        table(
            "csm string, red_arr decimal(18,2), available_to_renew_arr decimal(18,2),"
                + " expected_arr_loss decimal(18,2), at_risk_arr decimal(18,2)",
            "Ann | 400 | 400 | 40 | 400",
            "Cy | 0 | 0 | 0 | 0",
            " | 0 | 70 | null | 70"),
        made.get("csm_book")
            .select(
                "csm", "red_arr", "available_to_renew_arr", "expected_arr_loss", "at_risk_arr"));
    assertSameRows(
        table(
            "decision_month date, expected_arr_loss decimal(18,2),"
                + " expected_arr_loss_high decimal(18,2), unknown_arr decimal(18,2)",
            "2024-06-01 | null | null | 70",
            "2024-07-01 | 40 | 194.56 | 0"),
        made.get("renewal_forecast")
            .where("as_of_date = '2024-06-30' AND level = 'book' AND accounts IS NOT NULL")
            .select(
                "decision_month", "expected_arr_loss", "expected_arr_loss_high", "unknown_arr"));
  }

  @Test
  void theShockIsWhatPastErrorsAreOverSingleAccountsChances() {
    StringBuilder lines = new StringBuilder();
    for (int month = 1; month <= 6; month++) {
      // lost 150 or 50 of 100 expected, own deviation 30: 0.25 - 0.09 = 0.16
      lines.append(
          "2024-12-31 | 2024-0%d-01 | x | 100 | 900 | %d | 0\n"
              .formatted(month, month % 2 == 0 ? 150 : 50));
    }
    lines.append("2024-12-31 | 2024-07-01 | x | 100 | 900 | 5000 | 1");
    Dataset<Row> past =
        table(
            "as_of_date date, forecast_on date, account_id string, forecast_arr_loss decimal(18,2),"
                + " forecast_variance decimal(36,2), lost_arr decimal(18,2), open_events bigint",
            lines.toString().split("\n"));

    assertSameRows(
        table("shock string, shock_months bigint", "0.4 | 6"),
        ForecastInterval.shocks(past)
            .selectExpr("format_number(shock, 1) AS shock", "shock_months"));
  }

  @Test
  void nightByNightIsTheSameAndKeepsItsContract() {
    Map<String, Dataset<Row>> oneByOne =
        runOneByOne(new RenewalForecast(), SETTINGS, DATES, tables);
    made.forEach(
        (table, rows) -> {
          assertSameRows(oneByOne.get(table), rows);
          assertKeepsContract(table, rows);
        });
  }
}
