package dev.bellwether.facts.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class InvoiceFactsTest extends SparkTest {
  private static final String COLUMNS =
      "invoice_id, account_id, issued_on, due_on, amount, paid_on, voided_on";
  private static final String FACTS =
      "invoice_id string, owed boolean, open boolean, late boolean, days_past_due int";

  @Test
  void invoicesAreLateWhenPaidAfterTheirDueDayOrOpenPastIt() {
    assertSameRows(
        table(
            FACTS,
            "paid_in_time | true | false | false | 0",
            "paid_late | true | false | true | 0",
            "due_today | true | true | false | 0",
            "past_due | true | true | true | 10",
            "withdrawn | false | false | false | 0",
            "of_nothing | false | false | false | 0"),
        facts(
            "2024-03-11",
            "paid_in_time | a | 2024-01-01 | 2024-02-01 | 10 | 2024-02-01 | null",
            "paid_late | a | 2024-01-01 | 2024-02-01 | 10 | 2024-02-02 | null",
            "due_today | a | 2024-01-01 | 2024-03-11 | 10 | null | null",
            "past_due | a | 2024-01-01 | 2024-03-01 | 10 | null | null",
            "withdrawn | a | 2024-01-01 | 2024-03-01 | 10 | null | 2024-03-02",
            "of_nothing | a | 2024-01-01 | 2024-03-01 | 0 | null | null"));
  }

  @Test
  void aPaymentOrWithdrawalIsNotKnownBeforeItHappens() {
    assertSameRows(
        table(FACTS, "i | true | true | true | 1", "j | true | true | true | 1"),
        facts(
            "2024-02-02",
            "i | a | 2024-01-01 | 2024-02-01 | 10 | 2024-02-03 | null",
            "j | a | 2024-01-01 | 2024-02-01 | 10 | null | 2024-02-03",
            "k | a | 2024-02-03 | 2024-02-13 | 10 | null | null"));
  }

  @Test
  void creditNotesSettleTheOldestInvoicesOfTheirCurrencyWhileTheyStand() {
    assertSameRows(
        table(
            FACTS,
            "old | true | false | false | 0",
            "newer | true | true | true | 1",
            "credit | false | false | false | 0",
            "refunded | false | false | false | 0",
            "taken_back | false | false | false | 0"),
        facts(
            "2024-03-11",
            "old | a | 2024-01-01 | 2024-02-01 | 1000 | null | null",
            "newer | a | 2024-01-01 | 2024-03-10 | 500 | null | null",
            "credit | a | 2024-03-01 | null | -1200 | null | null",
            "refunded | a | 2024-03-01 | 2024-03-01 | -300 | 2024-03-02 | null",
            "taken_back | a | 2024-03-01 | 2024-03-01 | -300 | null | 2024-03-02"));
  }

  @Test
  void anAmountWithoutCurrencyIsInTheReportingCurrency() {
    assertSameRows(
        table(FACTS, "i | true | false | false | 0", "credit | false | false | false | 0"),
        factsOf(
            COLUMNS + ", currency",
            "2024-03-11",
            "i | a | 2024-01-01 | 2024-02-01 | 100 | null | null | EUR",
            "credit | a | 2024-03-01 | 2024-03-01 | -100 | null | null | null"));
  }

  @Test
  void aSmallBalanceIsNotPastDueButSmallOnesAddUp() {
    assertSameRows(
        table(
            FACTS,
            "cent | true | true | false | 0",
            "half | true | true | false | 0",
            "other_half | true | true | true | 10",
            "large | true | true | true | 1"),
        facts(
            "2024-03-11",
            "cent | a | 2024-01-01 | 2024-02-01 | 0.01 | null | null",
            "half | b | 2024-01-01 | 2024-02-01 | 0.50 | null | null",
            "other_half | b | 2024-01-01 | 2024-03-01 | 0.50 | null | null",
            "large | a | 2024-01-01 | 2024-03-10 | 100 | null | null"));
  }

  private static Dataset<Row> facts(String date, String... invoices) {
    return factsOf(COLUMNS, date, invoices);
  }

  private static Dataset<Row> factsOf(String columns, String date, String... invoices) {
    Contract contract = Contracts.of("invoice_facts");
    Staged staged = new Staged().with("invoices", columns, invoices);
    Dataset<Row> facts = new InvoiceFacts().build(staged.at(date)).get("invoice_facts");
    assertThat(ContractChecks.violations(ContractChecks.conform(facts, contract), contract))
        .isEmpty();
    return facts.select("invoice_id", "owed", "open", "late", "days_past_due");
  }
}
