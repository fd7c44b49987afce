package dev.bellwether.marts.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.Staged;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SupportCostMonthlyTest extends MartTest {
  private static final String COSTS =
      "cost_id, provider_id, month, category, hidden_cost, hours, amount, currency";
  private static final String TICKETS =
      "ticket_id string, account_id string, created_on date, provider_id string,"
          + " opened_provider_id string, first_solved_on date, sla_breached boolean";

  @Test
  void costsFollowCategoriesHiddenKindsAndRatesAndATicketCountsWithEachProviderThatWorkedOnIt() {
    Map<String, Dataset<Row>> made =
        build(
            new Staged()
                .with(
                    "support_costs",
                    COSTS,
                    "1 | p | 2024-03-01 | labour | null | 10 | 100.00 | EUR",
                    "2 | p | 2024-03-15 | additional | premium | null | 33.33 | USD",
                    "3 | q | 2024-03-31 | technology | null | null | 0 | null",
                    "4 | r | 2024-03-01 | labour | null | null | 7 | CHF",
                    "5 | p | 2024-02-01 | labour | null | null | 50 | EUR")
                .with(
                    "exchange_rates",
                    "rate_date, from_currency, to_currency, rate",
                    "2024-03-10 | USD | EUR | 0.9",
                    "2024-04-01 | USD | EUR | 5")
                .with(
                    "support_providers",
                    "provider_id, valid_from, model",
                    "p | 2024-01-01 | in_house",
                    "q | 2024-01-01 | outsourced",
                    "s | 2024-01-01 | outsourced"),
            "t1 | a | 2024-03-05 | p | q | 2024-03-06 | true",
            "t2 | b | 2024-03-05 | q | q | null | false",
            "t3 | b | 2024-03-05 | s | s | 2024-03-05 | null");

    assertThat(
            lines(
                made.get("support_cost_monthly").where("cut = 'provider'"),
                "month, cut_value, items, unpriced_items, labour, additional, hidden_premium,"
                    + " total, hours, tickets_handled, tickets_solved, customers, cost_per_ticket,"
                    + " sla_broken, unallocated"))
        .containsExactly(
            "2024-02-29 p 1 0 50.00 0.00 0.00 50.00 null 0 0 0 null 0 50.00",
            "2024-03-31 p 2 0 100.00 30.00 30.00 130.00 10.00 1 1 1 130.0 1 0.00",
            "2024-03-31 q 1 0 0.00 0.00 0.00 0.00 null 2 0 2 0.0 0 0.00",
            "2024-03-31 r 1 1 null null null null null 0 0 0 null 0 null",
            "2024-03-31 s 0 0 null null null null null 1 1 1 null 0 null");
    assertThat(
            lines(
                made.get("support_cost_monthly").where("cut IN ('all', 'model')"),
                "month, cut, cut_value, total, tickets_handled, customers"))
        .contains(
            "2024-03-31 all all 130.00 3 2",
            "2024-03-31 model outsourced 0.00 3 2",
            "2024-03-31 model unknown null 0 0");
    assertThat(
            lines(
                made.get("account_cost_to_serve"),
                "account_id, tickets, tickets_uncosted, cost_to_serve"))
        .containsExactly("a 1 0 130.00", "b 2 1 0.00");
  }

  @Test
  void aTicketOfAProviderWhoseCostsAreUnknownMakesNoOtherCheap() {
    Dataset<Row> made =
        build(
                new Staged()
                    .with(
                        "support_costs",
                        COSTS,
                        "1 | p | 2024-03-01 | labour | null | 10 | 100.00 | EUR",
                        "2 | r | 2024-03-01 | labour | null | 5 | 60.00 | EUR",
                        "3 | r | 2024-03-01 | labour | null | 5 | 70.00 | CHF")
                    .with(
                        "support_providers",
                        "provider_id, valid_from, model",
                        "p | 2024-01-01 | outsourced",
                        "q | 2024-01-01 | outsourced",
                        "r | 2024-01-01 | outsourced"),
                "t1 | a | 2024-03-05 | p | p | 2024-03-06 | null",
                "t2 | b | 2024-03-05 | p | p | null | null",
                "t3 | c | 2024-03-05 | q | q | 2024-03-06 | null",
                "t4 | d | 2024-03-05 | r | r | 2024-03-06 | null")
            .get("support_cost_monthly");

    assertThat(
            lines(
                made.where("cut IN ('provider', 'model')"),
                "cut_value, total, tickets_handled, tickets_costed, unpriced_items, cost_per_ticket,"
                    + " cost_per_solved_ticket, cost_per_hour, cost_per_customer"))
        .containsExactly(
            "outsourced 160.00 4 2 1 50.0 100.0 10.0 50.0",
            "p 100.00 2 2 0 50.0 100.0 10.0 50.0",
            "q null 1 0 0 null null null null",
            "r 60.00 1 0 1 null null null null");
  }

  @Test
  void accountsAndWhatNobodyCarriesSumToTheInvoicesToTheCent() {
    Random random = new Random(3);
    String[] costs = new String[60];
    BigDecimal invoiced = BigDecimal.ZERO;
    for (int i = 0; i < costs.length; i++) {
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(200_000) - 5_000, 2);
      invoiced = invoiced.add(amount);
      costs[i] =
          "%d | p%d | 2024-0%d-10 | labour | null | null | %s | EUR"
              .formatted(i, random.nextInt(6), 1 + random.nextInt(3), amount);
    }
    String[] tickets = new String[77];
    for (int i = 0; i < tickets.length; i++) {
      tickets[i] =
          "t%d | a%d | 2024-0%d-11 | p%d | p%d | null | null"
              .formatted(
                  i,
                  random.nextInt(9),
                  1 + random.nextInt(3),
                  random.nextInt(4),
                  random.nextInt(4));
    }
    Map<String, Dataset<Row>> made =
        build(new Staged().with("support_costs", COSTS, costs), tickets);
    Dataset<Row> monthly = made.get("support_cost_monthly");

    BigDecimal carried =
        sum(made.get("account_cost_to_serve"), "cost_to_serve")
            .add(sum(monthly.where("cut = 'all'"), "unallocated"));
    assertThat(carried).isEqualByComparingTo(invoiced);
    for (String cut : List.of("all", "provider", "model")) {
      assertThat(sum(monthly.where("cut = '" + cut + "'"), "total")).isEqualByComparingTo(invoiced);
    }
  }

  @Test
  void marginIsWhatIsLeftOfRevenue() {
    Dataset<Row> revenue =
        wide(
            "account_mrr_monthly",
            table(
                "account_id string, month date, mrr decimal(18,4)",
                "a | 2024-03-31 | 400",
                "b | 2024-03-31 | 0"));
    Map<String, Dataset<Row>> made =
        build(
            new Staged()
                .with("account_mrr_monthly", revenue)
                .with(
                    "support_costs", COSTS, "1 | p | 2024-03-01 | labour | null | 10 | 100 | EUR"),
            "t1 | a | 2024-03-05 | p | p | null | null",
            "t2 | b | 2024-03-05 | p | p | null | null");

    assertThat(
            lines(
                made.get("account_cost_to_serve"),
                "account_id, cost_to_serve, mrr, margin_after_support, cost_share_of_mrr"))
        .containsExactly("a 50.00 400.00 350.00 0.125", "b 50.00 null null null");
  }

  @Test
  void aMarginIsUnknownWhereATicketCannotBePricedWhole() {
    String[] accounts = {"whole", "part", "none", "nobody", "passed_on"};
    Map<String, Dataset<Row>> made =
        build(
            new Staged()
                .with(
                    "account_mrr_monthly",
                    wide(
                        "account_mrr_monthly",
                        table(
                            "account_id string, month date, mrr decimal(18,4)",
                            Stream.of(accounts)
                                .map(account -> account + " | 2024-03-31 | 400")
                                .toArray(String[]::new))))
                .with(
                    "support_costs",
                    COSTS,
                    "1 | p | 2024-03-01 | labour | null | 10 | 90 | EUR",
                    "2 | r | 2024-03-01 | labour | null | 10 | 40 | EUR",
                    "3 | r | 2024-03-01 | labour | null | 10 | 50 | CHF"),
            "t1 | whole | 2024-03-05 | p | p | null | null",
            "t2 | part | 2024-03-05 | p | p | null | null",
            "t3 | part | 2024-03-05 | r | r | null | null",
            "t4 | none | 2024-03-05 | q | q | null | null",
            "t5 | nobody | 2024-03-05 | null | null | null | null",
            "t6 | passed_on | 2024-03-05 | p | q | null | null");

    assertThat(
            lines(
                made.get("account_cost_to_serve"),
                "account_id, tickets, tickets_uncosted, cost_to_serve, margin_after_support,"
                    + " cost_share_of_mrr"))
        .containsExactly(
            "nobody 1 1 null null null",
            "none 1 1 null null null",
            "part 2 1 70.00 null null",
            "passed_on 1 1 30.00 null null",
            "whole 1 0 30.00 370.00 0.075");
  }

  private static Map<String, Dataset<Row>> build(Staged staged, String... tickets) {
    Map<String, Dataset<Row>> made =
        new SupportCostMonthly()
            .build(
                staged
                    .with("support_tickets", supportTickets(table(TICKETS, tickets)))
                    .at("2024-03-31"));
    made.forEach(MartTest::assertKeepsContract);
    return made;
  }

  private static BigDecimal sum(Dataset<Row> rows, String column) {
    return rows.selectExpr("coalesce(sum(" + column + "), 0)").first().getDecimal(0);
  }

  private static List<String> lines(Dataset<Row> rows, String columns) {
    return rows.selectExpr(columns.split(", ")).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }
}
