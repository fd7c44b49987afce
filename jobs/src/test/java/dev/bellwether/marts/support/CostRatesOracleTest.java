package dev.bellwether.marts.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.Staged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Costs for each ticket, solved ticket, hour and customer, and credits, against loops. */
class CostRatesOracleTest extends MartTest {
  private static final int PROVIDERS = 4;
  private static final List<String> MONTH_ENDS = List.of("2024-01-31", "2024-02-29", "2024-03-31");

  /** What each provider agreed to keep, and to credit; the last one agreed to nothing. */
  private static final String[] AGREED = {"0.9 | 0.1", "0.5 | 0.25", "0.0 | 1", "null | null"};

  private record Item(int provider, int month, BigDecimal amount, Integer hours) {}

  private record Ticket(
      int id, int account, int provider, int first, int month, boolean solved, Boolean broken) {

    boolean isWorkedOnBy(int one) {
      return provider == one || first == one;
    }
  }

  @Test
  void unitCostsAndCreditsAreThoseOfLoops() {
    Random random = new Random(12);
    List<Item> items = items(random);
    List<Ticket> tickets = tickets(random);
    List<String> expected = new ArrayList<>();
    for (int provider = 0; provider < PROVIDERS; provider++) {
      for (int month = 0; month < 3; month++) {
        expected.add(expected(items, tickets, provider, month));
      }
    }

    assertThat(
            linesOfCells(
                build(items, tickets).where("cut = 'provider'"),
                "cut_value, month, total, hours, tickets_handled, tickets_solved, customers,"
                    + " cost_per_ticket, cost_per_solved_ticket, cost_per_hour, cost_per_customer,"
                    + " credits_due"))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected).anyMatch(line -> line.endsWith(" null"));
    assertThat(expected).anyMatch(line -> line.endsWith(" 0.00"));
  }

  private static String expected(List<Item> items, List<Ticket> tickets, int provider, int month) {
    BigDecimal total = BigDecimal.ZERO;
    int hours = 0;
    List<Item> own =
        items.stream().filter(each -> each.provider == provider && each.month == month).toList();
    for (Item item : own) {
      total = total.add(item.amount);
      hours += item.hours == null ? 0 : item.hours;
    }
    int handled = 0;
    int solved = 0;
    int decided = 0;
    int broken = 0;
    Set<Integer> customers = new HashSet<>();
    for (Ticket ticket : tickets) {
      if (ticket.month == month && ticket.isWorkedOnBy(provider)) {
        handled++;
        customers.add(ticket.account);
        boolean isOwn = ticket.provider == provider;
        solved += isOwn && ticket.solved ? 1 : 0;
        decided += isOwn && ticket.broken != null ? 1 : 0;
        broken += isOwn && ticket.broken != null && ticket.broken ? 1 : 0;
      }
    }
    double sum = total.doubleValue();
    return String.join(
        " ",
        "p" + provider,
        MONTH_ENDS.get(month),
        total.toPlainString(),
        hours + ".00",
        "" + handled,
        "" + solved,
        "" + customers.size(),
        shown(sum / handled),
        shown(sum / solved),
        shown(sum / hours),
        shown(sum / customers.size()),
        credits(own, provider, decided, broken));
  }

  private static String credits(List<Item> items, int provider, int decided, int broken) {
    String[] agreed = AGREED[provider].split(" \\| ", -1);
    if (agreed[0].equals("null") || decided == 0) {
      return "null";
    }
    BigDecimal credits = new BigDecimal("0.00");
    boolean isMissed =
        BigDecimal.valueOf(decided - broken)
                .compareTo(new BigDecimal(agreed[0]).multiply(BigDecimal.valueOf(decided)))
            < 0;
    for (Item item : items) {
      BigDecimal credit = item.amount.multiply(new BigDecimal(agreed[1]));
      credits = isMissed ? credits.add(credit.setScale(2, RoundingMode.HALF_UP)) : credits;
    }
    return credits.toPlainString();
  }

  private static List<Item> items(Random random) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      BigDecimal amount = BigDecimal.valueOf(100 + random.nextInt(500_000), 2);
      Integer hours = i % 2 == 0 ? null : (Integer) (1 + random.nextInt(80));
      items.add(new Item(i % PROVIDERS, i / PROVIDERS % 3, amount, hours));
    }
    // each provider and month has hours
    for (int i = 0; i < PROVIDERS * 3; i++) {
      items.add(new Item(i % PROVIDERS, i / PROVIDERS, new BigDecimal("1.01"), 3));
    }
    return items;
  }

  private static List<Ticket> tickets(Random random) {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int provider = random.nextInt(PROVIDERS);
      int first = random.nextInt(3) == 0 ? random.nextInt(PROVIDERS) : provider;
      Boolean broken = random.nextInt(3) == 0 ? null : (Boolean) (random.nextInt(3) == 0);
      tickets.add(
          new Ticket(
              i,
              random.nextInt(12),
              provider,
              first,
              random.nextInt(3),
              random.nextInt(5) > 0,
              broken));
    }
    return tickets;
  }

  private static Dataset<Row> build(List<Item> items, List<Ticket> tickets) {
    String[] costs =
        items.stream()
            .map(
                each ->
                    "p%d | 2024-0%d-10 | labour | %s | %s"
                        .formatted(each.provider, each.month + 1, each.hours, each.amount))
            .toArray(String[]::new);
    for (int i = 0; i < costs.length; i++) {
      costs[i] = i + " | " + costs[i];
    }
    String[] rows =
        tickets.stream()
            .map(
                each ->
                    "t%d | a%d | 2024-0%d-11 | p%d | p%d | %s | %s"
                        .formatted(
                            each.id,
                            each.account,
                            each.month + 1,
                            each.provider,
                            each.first,
                            each.solved ? "2024-03-12" : null,
                            each.broken))
            .toArray(String[]::new);
    String[] providers = new String[PROVIDERS];
    for (int i = 0; i < PROVIDERS; i++) {
      providers[i] = "p" + i + " | 2023-01-01 | outsourced | " + AGREED[i];
    }
    Dataset<Row> made =
        new SupportCostMonthly()
            .build(
                new Staged()
                    .with(
                        "support_costs",
                        "cost_id, provider_id, month, category, hours, amount",
                        costs)
                    .with(
                        "support_providers",
                        "provider_id, valid_from, model, kept_target, credit_share",
                        providers)
                    .with(
                        "support_tickets",
                        wide(
                            "support_tickets",
                            table(
                                "ticket_id string, account_id string, created_on date, provider_id"
                                    + " string, opened_provider_id string, first_solved_on date,"
                                    + " sla_breached boolean",
                                rows)))
                    .at("2024-03-31"))
            .get("support_cost_monthly")
            .localCheckpoint();
    assertKeepsContract("support_cost_monthly", made);
    return made;
  }
}
