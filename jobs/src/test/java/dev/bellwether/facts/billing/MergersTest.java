package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.col;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.step.StepInputs;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class MergersTest extends SparkTest {
  private static final String ACCOUNTS = "account_id, parent_account_id";
  private static final String SUBSCRIPTIONS =
      "subscription_id, account_id, start_date, end_date, mrr";
  private static final Staged STAGED =
      new Staged()
          .with(
              "accounts",
              ACCOUNTS,
              "bought | buyer",
              "buyer | null",
              "old_name | group",
              "new_name | group",
              "leaver | group",
              "long_there | group",
              "first | second",
              "second | third",
              "third | fourth",
              "fourth | null")
          .with(
              "subscriptions",
              SUBSCRIPTIONS,
              "s1 | bought | 2024-05-01 | 2026-04-15 | 300",
              "s2 | buyer | 2026-04-15 | null | 300",
              // a member that begins within the gap goes on with the one that ended
              "s3 | old_name | 2023-01-01 | 2026-04-01 | 10",
              "s4 | new_name | 2026-04-20 | null | 20",
              // one that was there all along does not, whatever it buys then
              "s5 | leaver | 2023-01-01 | 2026-02-10 | 40",
              "s6 | long_there | 2020-01-01 | null | 50",
              "s7 | long_there | 2026-02-11 | null | 5",
              "s8 | first | 2024-01-01 | 2025-01-01 | 7",
              "s9 | second | 2025-01-01 | 2026-04-01 | 7",
              "s10 | third | 2026-04-01 | 2026-04-20 | 7",
              "s11 | fourth | 2026-04-20 | null | 7");

  @Test
  void whoCarriesOnAMergedAccountHasItsTenureAndOnlyALeaverChurns() {
    assertSameRows(
        table(
            "account_id string, status string, customer_since date, mrr decimal(18,4)",
            "buyer | customer | 2024-05-01 | 300",
            "new_name | customer | 2023-01-01 | 20",
            "leaver | churned | 2023-01-01 | 0",
            "long_there | customer | 2020-01-01 | 55",
            "fourth | customer | 2024-01-01 | 7"),
        perAccount(STAGED.at("2026-04-30"))
            .select("account_id", "status", "customer_since", "mrr"));
  }

  @Test
  void aChildThatHasBookedServiceOfItsOwnHasNotMergedIntoAServedParent() {
    Staged family =
        new Staged()
            .with("accounts", ACCOUNTS, "parent | null", "child | parent")
            .with(
                "subscriptions",
                SUBSCRIPTIONS,
                "s1 | parent | 2025-08-01 | null | 100",
                "s2 | child | 2026-05-10 | null | 60");
    StepInputs before = family.at("2026-04-30");
    assertSameRows(
        table("subscription_id string, account_id string", "s1 | parent", "s2 | child"),
        BillingViews.subscriptions(before, before.points())
            .select("subscription_id", "account_id"));
  }

  @Test
  void beforeTheSuccessorBeginsNothingIsKnownOfAMerger() {
    assertSameRows(
        table(
            "account_id string, status string",
            "bought | customer",
            "old_name | lapsed",
            "leaver | churned",
            "long_there | customer",
            "third | customer"),
        perAccount(STAGED.at("2026-04-10")).select("account_id", "status"));
  }

  @Test
  void aMergerMovesNoRevenueButWhatItChanges() {
    assertSameRows(
        table(
            "account_id string, movement string, change decimal(18,4), mrr_before decimal(18,4)",
            "buyer | none | 0 | 300",
            "new_name | expansion | 10 | 10",
            "long_there | none | 0 | 55",
            "fourth | none | 0 | 7"),
        movements(STAGED.at("2026-04-30")));
  }

  @Test
  void subscriptionsThatTheSourceMovesToTheParentAreNeitherChurnNorNew() {
    Staged staged =
        new Staged()
            .with("accounts", ACCOUNTS, "child | parent", "parent | null", "prospect | parent")
            .with(
                "subscriptions",
                SUBSCRIPTIONS + ", arrived_on, batch_no",
                "s1 | child | 2024-01-01 | null | 30 | 2024-01-01 | 1",
                "s1 | parent | 2024-01-01 | null | 30 | 2026-04-10 | 2");

    assertSameRows(
        table(
            "account_id string, movement string, change decimal(18,4), mrr_before decimal(18,4)",
            "parent | none | 0 | 30"),
        movements(staged.at("2026-04-30")));
  }

  @Test
  void aChainOfMergersIsFollowedFromSingleAccountsToo() {
    StepInputs inputs = STAGED.at("2026-04-30");
    Dataset<Row> ofOne = table("as_of_date date, account_id string", "2026-04-30 | fourth");

    assertSameRows(
        table(
            "subscription_id string, account_id string, own_account_id string",
            "s8 | fourth | first",
            "s9 | fourth | second",
            "s10 | fourth | third",
            "s11 | fourth | fourth"),
        BillingViews.subscriptions(inputs, ofOne)
            .select("subscription_id", "account_id", "own_account_id"));
  }

  private static Dataset<Row> perAccount(StepInputs inputs) {
    return RecurringRevenue.perAccount(
        BillingViews.subscriptions(inputs, inputs.points()),
        BillingViews.exchangeRates(inputs, inputs.points()),
        ChurnGap.of(inputs.settings()));
  }

  private static Dataset<Row> movements(StepInputs inputs) {
    return new AccountMrrMonthly()
        .build(inputs)
        .get("account_mrr_monthly")
        .select(col("account_id"), col("movement"), col("change"), col("mrr_before"));
  }
}
