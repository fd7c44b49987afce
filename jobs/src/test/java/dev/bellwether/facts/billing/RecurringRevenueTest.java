package dev.bellwether.facts.billing;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.step.StepInputs;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RecurringRevenueTest extends SparkTest {
  private static final String COLUMNS =
      "subscription_id, account_id, start_date, end_date, notice_on, notice_withdrawn_on, mrr,"
          + " currency, is_trial, seats";
  private static final String STATUS =
      "as_of_date date, account_id string, status string, mrr decimal(18,4), last_mrr"
          + " decimal(18,4), seats int, notice_in_force boolean, customer_since date,"
          + " last_customer_day date, service_end date";

  private static final String[] TERMS = {"account_id", "plan", "term_months", "auto_renew"};

  @Test
  void accountIsACustomerThenLapsedThenChurned() {
    Staged staged = with("s1 | a | 2024-01-01 | 2024-03-01 | null | null | 100 | null | null | 5");

    assertSameRows(
        table(
            STATUS,
            "2024-02-29 | a | customer | 100 | 100 | 5 | false | 2024-01-01 | 2024-02-29 | null",
            "2024-03-01 | a | lapsed | 0 | 100 | null | false | 2024-01-01 | 2024-02-29 | 2024-03-01",
            "2024-03-31 | a | lapsed | 0 | 100 | null | false | 2024-01-01 | 2024-02-29 | 2024-03-01",
            "2024-04-01 | a | churned | 0 | 100 | null | false | 2024-01-01 | 2024-02-29 |"
                + " 2024-03-01"),
        revenue(staged.at("2023-12-31", "2024-02-29", "2024-03-01", "2024-03-31", "2024-04-01")));
  }

  @Test
  void noticeInForceMakesTheEndFinalAtOnceUnlessWithdrawn() {
    Staged staged =
        with(
            "s1 | a | 2024-01-01 | 2024-03-01 | 2024-02-01 | null | 1 | null | null | null",
            "s2 | b | 2024-01-01 | 2024-03-01 | 2024-02-01 | 2024-02-20 | 1 | null | null | null");

    assertSameRows(
        table(
            STATUS,
            "2024-02-10 | a | customer | 1 | 1 | null | true | 2024-01-01 | 2024-02-10 | 2024-03-01",
            "2024-02-10 | b | customer | 1 | 1 | null | true | 2024-01-01 | 2024-02-10 | 2024-03-01",
            "2024-03-01 | a | churned | 0 | 1 | null | true | 2024-01-01 | 2024-02-29 | 2024-03-01",
            "2024-03-01 | b | lapsed | 0 | 1 | null | false | 2024-01-01 | 2024-02-29 | 2024-03-01"),
        revenue(staged.at("2024-02-10", "2024-03-01")));
  }

  @Test
  void noticeOnOneOfTwoSubscriptionsIsNoNoticeOfTheAccount() {
    Staged staged =
        with(
            "s1 | a | 2024-01-01 | 2024-03-01 | 2024-02-01 | null | 1 | null | null | 2",
            "s2 | a | 2024-01-05 | null | null | null | 2 | null | null | 3");

    assertSameRows(
        table(
            STATUS,
            "2024-02-10 | a | customer | 3 | 3 | 5 | false | 2024-01-01 | 2024-02-10 | null"),
        revenue(staged.at("2024-02-10")));
  }

  @Test
  void trialsAndFreeSubscriptionsMakeNoCustomer() {
    Staged staged =
        with(
            "s1 | a | 2024-01-01 | null | null | null | 50 | null | true | 5",
            "s2 | b | 2024-01-01 | null | null | null | 0 | null | null | 5",
            "s3 | c | 2024-01-01 | 2024-01-01 | null | null | 50 | null | null | 5");

    assertSameRows(table(STATUS), revenue(staged.at("2024-02-10")));
  }

  @Test
  void whoReturnsOnTheLastDayOfTheGapIsTheSameCustomerAndLaterOrAfterNoticeANewOne() {
    Staged staged =
        with(
            "s1 | a | 2024-01-01 | 2024-02-01 | null | null | 1 | null | null | null",
            "s2 | a | 2024-03-03 | null | null | null | 2 | null | null | null",
            "s3 | b | 2024-01-01 | 2024-02-01 | null | null | 1 | null | null | null",
            "s4 | b | 2024-03-04 | null | null | null | 2 | null | null | null",
            "s5 | c | 2024-01-01 | 2024-02-01 | 2024-01-20 | null | 1 | null | null | null",
            "s6 | c | 2024-02-11 | null | null | null | 2 | null | null | null");

    assertSameRows(
        table(
            STATUS,
            "2024-03-31 | a | customer | 2 | 2 | null | false | 2024-01-01 | 2024-03-31 | null",
            "2024-03-31 | b | customer | 2 | 2 | null | false | 2024-03-04 | 2024-03-31 | null",
            "2024-03-31 | c | customer | 2 | 2 | null | false | 2024-02-11 | 2024-03-31 | null"),
        revenue(staged.at("2024-03-31")));
  }

  @Test
  void noticeWithoutAnEndEndsTheTermThatItIsFor() {
    Staged staged =
        new Staged()
            .with(
                "subscriptions",
                "subscription_id, account_id, start_date, renewal_date, term_months, auto_renew,"
                    + " notice_period_days, notice_on, mrr",
                "s1 | in_time | 2025-08-01 | 2026-08-01 | 12 | true | 30 | 2026-07-02 | 1",
                "s2 | too_late | 2025-08-01 | 2026-08-01 | 12 | true | 30 | 2026-07-03 | 1",
                "s3 | evergreen | 2025-08-01 | null | null | null | 60 | 2026-06-20 | 1",
                "s4 | unknown | 2025-08-01 | null | null | null | null | 2026-06-20 | 1");

    assertSameRows(
        table(
            "as_of_date date, account_id string, status string, service_end date",
            "2026-07-05 | in_time | customer | 2026-08-01",
            "2026-07-05 | too_late | customer | 2027-08-01",
            "2026-07-05 | evergreen | customer | 2026-08-19",
            "2026-07-05 | unknown | customer | null",
            "2026-08-01 | in_time | churned | 2026-08-01",
            "2026-08-01 | too_late | customer | 2027-08-01",
            "2026-08-01 | evergreen | customer | 2026-08-19",
            "2026-08-01 | unknown | customer | null"),
        perAccount(staged.at("2026-07-05", "2026-08-01"))
            .select("as_of_date", "account_id", "status", "service_end"));
  }

  @Test
  void discountLinesLessenRevenueWhileServiceLastsButAreNoService() {
    Staged staged =
        with(
            "s1 | a | 2024-01-01 | 2024-03-01 | null | null | 100 | null | null | 5",
            "s2 | a | 2023-01-01 | null | null | null | -20 | null | null | null",
            "s3 | b | 2024-01-01 | null | null | null | 10 | null | null | null",
            "s4 | b | 2024-01-01 | null | null | null | -15 | null | null | null",
            "s5 | c | 2024-01-01 | null | null | null | -15 | null | null | null");

    assertSameRows(
        table(
            STATUS,
            "2024-02-29 | a | customer | 80 | 80 | 5 | false | 2024-01-01 | 2024-02-29 | null",
            "2024-02-29 | b | customer | 0 | 0 | null | false | 2024-01-01 | 2024-02-29 | null",
            "2024-03-01 | a | lapsed | 0 | 80 | null | false | 2024-01-01 | 2024-02-29 | 2024-03-01",
            "2024-03-01 | b | customer | 0 | 0 | null | false | 2024-01-01 | 2024-03-01 | null"),
        revenue(staged.at("2024-02-29", "2024-03-01")));
  }

  @Test
  void whoHasBookedASuccessorHasNotLapsedAndHasNothingLeftToDecide() {
    Staged staged =
        new Staged()
            .with(
                "subscriptions",
                "subscription_id, account_id, start_date, end_date, term_months, mrr, arrived_on",
                "s1 | pauses | 2023-02-01 | 2024-02-01 | 12 | 10 | 2023-02-01",
                "s2 | pauses | 2024-02-20 | null | 12 | 10 | 2024-01-20",
                "s3 | too_long | 2023-02-01 | 2024-02-01 | 12 | 10 | 2023-02-01",
                "s4 | too_long | 2024-03-04 | null | 12 | 10 | 2024-01-20");

    assertSameRows(
        table(
            "as_of_date date, account_id string, status string, days_to_renewal int",
            "2024-01-10 | pauses | customer | 22",
            "2024-01-10 | too_long | customer | 22",
            "2024-01-25 | pauses | customer | null",
            "2024-01-25 | too_long | customer | 7",
            "2024-02-10 | pauses | signed | null",
            "2024-02-10 | too_long | lapsed | null",
            "2024-03-02 | pauses | customer | 355",
            "2024-03-02 | too_long | lapsed | null",
            "2024-03-03 | pauses | customer | 354",
            "2024-03-03 | too_long | churned | null"),
        perAccount(staged.at("2024-01-10", "2024-01-25", "2024-02-10", "2024-03-02", "2024-03-03"))
            .select("as_of_date", "account_id", "status", "days_to_renewal"));
  }

  @Test
  void otherCurrenciesCountByTheLatestKnownRateAndAreUnknownWithoutOne() {
    Staged staged =
        with(
                "s1 | a | 2024-01-01 | null | null | null | 100 | USD | null | null",
                "s2 | a | 2024-01-01 | null | null | null | 10 | EUR | null | null",
                "s3 | b | 2024-01-01 | 2024-02-01 | null | null | 100 | USD | null | null",
                "s4 | c | 2024-01-01 | null | null | null | 100 | CHF | null | null")
            .with(
                "exchange_rates",
                "rate_date, from_currency, to_currency, rate, arrived_on",
                "2024-01-10 | USD | EUR | 0.9 | 2024-01-10",
                "2024-02-05 | USD | EUR | 0.5 | 2024-02-05",
                "2024-02-08 | USD | EUR | 0.1 | 2024-03-01",
                "2024-01-10 | USD | GBP | 7 | 2024-01-10");

    assertSameRows(
        table(
            STATUS,
            "2024-02-10 | a | customer | 60 | 60 | null | false | 2024-01-01 | 2024-02-10 | null",
            "2024-02-10 | b | lapsed | 0 | 90 | null | false | 2024-01-01 | 2024-01-31 | 2024-02-01",
            "2024-02-10 | c | customer | null | null | null | false | 2024-01-01 | 2024-02-10 |"
                + " null"),
        revenue(staged.at("2024-02-10")));
  }

  @Test
  void termsAreThoseOfTheLargestSubscriptionThatServes() {
    Staged staged =
        new Staged()
            .with(
                "subscriptions",
                "subscription_id, account_id, start_date, end_date, mrr, plan, term_months, auto_renew",
                "s1 | a | 2024-01-01 | null | 5 | Pro | 12 | true",
                "s2 | a | 2024-02-01 | 2024-03-01 | 9 | Team | 1 | false",
                "s3 | b | 2024-01-01 | null | 5 | Solo | 1 | null",
                "s4 | b | 2024-01-01 | null | 5 | null | null | null");

    assertSameRows(
        table(
            "as_of_date date, account_id string, plan string, term_months int, auto_renew boolean",
            "2024-02-10 | a | Team | 1 | false",
            "2024-02-10 | b | null | null | null",
            "2024-03-01 | a | Pro | 12 | true",
            "2024-03-01 | b | null | null | null"),
        perAccount(staged.at("2024-02-10", "2024-03-01")).select("as_of_date", TERMS));
    assertSameRows(
        table(
            "as_of_date date, account_id string, plan string, term_months int, auto_renew boolean",
            "2024-01-10 | a | Pro | 12 | true",
            "2024-01-10 | b | null | null | null"),
        perAccount(staged.at("2024-01-10")).select("as_of_date", TERMS));
  }

  private static Staged with(String... subscriptions) {
    return new Staged().with("subscriptions", COLUMNS, subscriptions);
  }

  private static Dataset<Row> revenue(StepInputs inputs) {
    return perAccount(inputs)
        .select(
            "as_of_date",
            "account_id",
            "status",
            "mrr",
            "last_mrr",
            "seats",
            "notice_in_force",
            "customer_since",
            "last_customer_day",
            "service_end");
  }

  private static Dataset<Row> perAccount(StepInputs inputs) {
    Dataset<Row> points = Dates.points(inputs.spark(), inputs.dates());
    return RecurringRevenue.perAccount(
        BillingViews.subscriptions(inputs, points),
        BillingViews.exchangeRates(inputs, points),
        new ChurnGap(31));
  }
}
