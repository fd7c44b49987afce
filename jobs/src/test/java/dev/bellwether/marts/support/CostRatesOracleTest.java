package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.Staged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Costs for each ticket, solved ticket, hour and customer, and credits, against loops. */
class CostRatesOracleTest extends MartTest {
  private static final int PROVIDERS = 4;
  private static final List<String> MONTH_ENDS = List.of("2024-01-31", "2024-02-29", "2024-03-31");

  /** What each provider agreed to keep, and to credit; the last one agreed to nothing. */
  private static final String[] AGREED = {"0.9 | 0.1", "0.5 | 0.25", "0.0 | 1", "null | null"};

  private static final String[] LINES = {"L1", "L1, L2", "L2", "L3"};

  private record Item(
      int provider,
      int month,
      String category,
      BigDecimal amount,
      String currency,
      Integer hours,
      String named) {

    /** The second provider covers two lines, so that what names none of them is of no line. */
    String line() {
      return named == null && provider != 1 ? LINES[provider] : named;
    }

    boolean isPriced() {
      return currency.equals("EUR");
    }
  }

  private record Ticket(
      int id,
      int account,
      int provider,
      int first,
      int month,
      boolean solved,
      Boolean lateReply,
      Boolean lateSolution) {

    /** Either, once that is decided. */
    Boolean broken() {
      if (Objects.equals(lateReply, true) || Objects.equals(lateSolution, true)) {
        return true;
      }
      return (lateReply == null || lateSolution == null) ? null : (Boolean) false;
    }

    /** Of what it promised: a reply where it came first, a solution where it is handled. */
    Boolean isBrokenBy(int one) {
      if (provider == first) {
        return broken();
      }
      return provider == one ? lateSolution : lateReply;
    }

    /** The line that handles it: every second ticket of the second provider is one of L2. */
    String line() {
      return provider != 1 ? LINES[provider] : id % 2 == 0 ? "L1" : "L2";
    }

    /** All that comes to the second provider first comes to its L1. */
    String firstLine() {
      return first == 1 ? "L1" : LINES[first];
    }

    boolean isWorkedOnAt(int one, String line) {
      return (provider == one && line().equals(line)) || (first == one && firstLine().equals(line));
    }

    boolean isWorkedOnBy(int one) {
      return provider == one || first == one;
    }
  }

  @Test
  void unitCostsAndCreditsAreThoseOfLoops() {
    Random random = new Random(12);
    List<Item> items = items(random);
    List<Ticket> tickets = tickets(random);
    Dataset<Row> made = build(items, tickets);
    List<String> expected = new ArrayList<>();
    for (int provider = 0; provider < PROVIDERS; provider++) {
      for (int month = 0; month < 3; month++) {
        expected.add(expected(items, tickets, provider, month));
      }
    }

    assertThat(
            linesOfCells(
                made.where("cut = 'provider'"),
                "cut_value, month, total, hours, tickets_handled, tickets_solved, customers,"
                    + " cost_per_ticket, cost_per_solved_ticket, cost_per_hour, cost_per_customer,"
                    + " credits_due"))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected).anyMatch(line -> line.endsWith(" null"));
    assertThat(expected).anyMatch(line -> line.endsWith(" 0.00"));
    assertThat(
            linesOfCells(
                made.where("cut = 'all'"),
                "month, total_costed, tickets_costed, solved_costed, customers_costed,"
                    + " hours_costed, tickets_with_hours, cost_per_ticket,"
                    + " cost_per_solved_ticket, cost_per_hour, labour_per_hour,"
                    + " hours_per_ticket, cost_per_customer"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 3).mapToObj(month -> ofAll(items, tickets, month)).toList());
  }

  @Test
  void linesCostWhatTheirItemsSumTo() {
    Random random = new Random(31);
    List<Item> items = items(random);
    List<Ticket> tickets = tickets(random);
    List<String> expected = new ArrayList<>();
    for (int month = 0; month < 3; month++) {
      for (String line : List.of("L1", "L2", "L3")) {
        expected.add(ofLine(items, tickets, month, line));
      }
    }
    Dataset<Row> made = build(items, tickets);

    assertThat(
            linesOfCells(
                made.where("cut = 'line' AND cut_value <> 'unknown'"),
                "cut_value, month, total, tickets_handled, total_costed, tickets_costed,"
                    + " cost_per_ticket, hours_per_ticket"))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(
            linesOfCells(
                made.where("cut = 'line' AND cut_value = 'unknown'"),
                "month, tickets_costed, total > 0"))
        .containsExactly("2024-02-29 0 true");
    assertThat(
            linesOfCells(
                made.groupBy("cut", "month")
                    .agg(sum("total").as("total"))
                    .groupBy("month")
                    .agg(countDistinct(col("total")).as("totals")),
                "totals"))
        .containsExactly("1", "1", "1");
  }

  private static String ofLine(List<Item> items, List<Ticket> tickets, int month, String line) {
    BigDecimal total = BigDecimal.ZERO.setScale(2);
    BigDecimal costed = BigDecimal.ZERO.setScale(2);
    int hours = 0;
    Set<Integer> handled = new HashSet<>();
    Set<Integer> withCosts = new HashSet<>();
    Set<Integer> withHours = new HashSet<>();
    for (int one = 0; one < PROVIDERS; one++) {
      int provider = one;
      List<Item> all =
          items.stream().filter(each -> each.provider == provider && each.month == month).toList();
      List<Item> own = all.stream().filter(each -> line.equals(each.line())).toList();
      boolean isSplit = all.stream().allMatch(each -> each.line() != null);
      boolean isCosted = isSplit && !own.isEmpty() && own.stream().allMatch(Item::isPriced);
      int ownHours = own.stream().mapToInt(each -> each.hours == null ? 0 : each.hours).sum();
      hours += isSplit ? ownHours : 0;
      for (Item item : own) {
        total = item.isPriced() ? total.add(item.amount) : total;
        costed = isCosted ? costed.add(item.amount) : costed;
      }
      for (Ticket ticket : tickets) {
        if (ticket.month == month && ticket.isWorkedOnAt(provider, line)) {
          handled.add(ticket.id);
          withCosts.addAll(isCosted ? Set.of(ticket.id) : Set.of());
          withHours.addAll(isSplit && ownHours > 0 ? Set.of(ticket.id) : Set.of());
        }
      }
    }
    return String.join(
        " ",
        line,
        MONTH_ENDS.get(month),
        total.toPlainString(),
        "" + handled.size(),
        withCosts.isEmpty() ? "null" : costed.toPlainString(),
        "" + withCosts.size(),
        withCosts.isEmpty() ? "null" : shown(costed.doubleValue() / withCosts.size()),
        withHours.isEmpty() ? "null" : shown((double) hours / withHours.size()));
  }

  /** Sums over the providers that tell, each of the same providers on both sides. */
  private static String ofAll(List<Item> items, List<Ticket> tickets, int month) {
    double total = 0;
    double totalOfHours = 0;
    double labourOfHours = 0;
    int hours = 0;
    int hoursCosted = 0;
    Set<Integer> costed = new HashSet<>();
    Set<Integer> solved = new HashSet<>();
    Set<Integer> customers = new HashSet<>();
    Set<Integer> withHours = new HashSet<>();
    for (int one = 0; one < PROVIDERS; one++) {
      int provider = one;
      List<Item> own =
          items.stream().filter(each -> each.provider == provider && each.month == month).toList();
      boolean isCosted = own.stream().allMatch(Item::isPriced);
      int ownHours = own.stream().mapToInt(each -> each.hours == null ? 0 : each.hours).sum();
      hours += ownHours;
      hoursCosted += isCosted ? ownHours : 0;
      for (Item item : own) {
        total += isCosted ? item.amount.doubleValue() : 0;
        totalOfHours += isCosted && ownHours > 0 ? item.amount.doubleValue() : 0;
        boolean isLabour = item.category.equals("labour");
        labourOfHours += isCosted && ownHours > 0 && isLabour ? item.amount.doubleValue() : 0;
      }
      for (Ticket ticket : tickets) {
        boolean isWorkedOn = ticket.month == month && ticket.isWorkedOnBy(provider);
        if (isWorkedOn && isCosted) {
          costed.add(ticket.id);
          customers.add(ticket.account);
        }
        if (isWorkedOn && isCosted && ticket.provider == provider && ticket.solved) {
          solved.add(ticket.id);
        }
        if (isWorkedOn && ownHours > 0) {
          withHours.add(ticket.id);
        }
      }
    }
    return String.join(
        " ",
        MONTH_ENDS.get(month),
        BigDecimal.valueOf(total).setScale(2, RoundingMode.HALF_UP).toPlainString(),
        "" + costed.size(),
        "" + solved.size(),
        "" + customers.size(),
        hoursCosted + ".00",
        "" + withHours.size(),
        shown(total / costed.size()),
        shown(total / solved.size()),
        shown(totalOfHours / hoursCosted),
        shown(labourOfHours / hoursCosted),
        shown((double) hours / withHours.size()),
        shown(total / customers.size()));
  }

  private static String expected(List<Item> items, List<Ticket> tickets, int provider, int month) {
    BigDecimal total = BigDecimal.ZERO;
    int hours = 0;
    List<Item> own =
        items.stream().filter(each -> each.provider == provider && each.month == month).toList();
    boolean isCosted = own.stream().allMatch(Item::isPriced);
    for (Item item : own) {
      total = item.isPriced() ? total.add(item.amount) : total;
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
        Boolean isBroken = ticket.isBrokenBy(provider);
        decided += isBroken != null ? 1 : 0;
        broken += Objects.equals(isBroken, true) ? 1 : 0;
      }
    }
    double sum = total.doubleValue();
    return String.join(
        " ",
        "p" + provider,
        MONTH_ENDS.get(month),
        total.toPlainString(),
        hours == 0 ? "null" : hours + ".00",
        "" + handled,
        "" + solved,
        "" + customers.size(),
        isCosted ? shown(sum / handled) : "null",
        isCosted ? shown(sum / solved) : "null",
        isCosted && hours > 0 ? shown(sum / hours) : "null",
        isCosted ? shown(sum / customers.size()) : "null",
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
      credits =
          isMissed && item.isPriced()
              ? credits.add(credit.setScale(2, RoundingMode.HALF_UP))
              : credits;
    }
    return credits.toPlainString();
  }

  private static List<Item> items(Random random) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      BigDecimal amount = BigDecimal.valueOf(100 + random.nextInt(500_000), 2);
      // the last provider states no hours; one item of the first has a currency without a rate
      boolean isTimed = random.nextBoolean() && i % PROVIDERS < PROVIDERS - 1;
      items.add(
          new Item(
              i % PROVIDERS,
              i / PROVIDERS % 3,
              random.nextBoolean() ? "labour" : "technology",
              amount,
              i == 2 * PROVIDERS ? "CHF" : "EUR",
              isTimed ? 1 + random.nextInt(80) : null,
              // but for its second month, the second provider tells all of its lines
              i % PROVIDERS != 1 || (i / PROVIDERS % 3 == 1 && i < PROVIDERS * 5)
                  ? null
                  : i % 8 == 1 ? "L1" : "L2"));
    }
    return items;
  }

  private static List<Ticket> tickets(Random random) {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int provider = random.nextInt(PROVIDERS);
      int first = random.nextInt(3) == 0 ? random.nextInt(PROVIDERS) : provider;
      tickets.add(
          new Ticket(
              i,
              random.nextInt(12),
              provider,
              first,
              random.nextInt(3),
              random.nextInt(5) > 0,
              random.nextInt(3) == 0 ? null : (Boolean) (random.nextInt(4) == 0),
              random.nextInt(3) == 0 ? null : (Boolean) (random.nextInt(4) == 0)));
    }
    return tickets;
  }

  private static Dataset<Row> build(List<Item> items, List<Ticket> tickets) {
    String[] costs =
        items.stream()
            .map(
                each ->
                    "p%d | 2024-0%d-10 | %s | %s | %s | %s | %s"
                        .formatted(
                            each.provider,
                            each.month + 1,
                            each.category,
                            each.hours,
                            each.amount,
                            each.currency,
                            each.named))
            .toArray(String[]::new);
    for (int i = 0; i < costs.length; i++) {
      costs[i] = i + " | " + costs[i];
    }
    String[] rows =
        tickets.stream()
            .map(
                each ->
                    "t%d | a%d | 2024-0%d-11 | p%d | p%d | %s | %s | %s | %s | %s | %s"
                        .formatted(
                            each.id,
                            each.account,
                            each.month + 1,
                            each.provider,
                            each.first,
                            each.solved ? "2024-03-12" : null,
                            each.broken(),
                            each.lateReply,
                            each.lateSolution,
                            each.line(),
                            each.firstLine()))
            .toArray(String[]::new);
    String[] providers = new String[PROVIDERS];
    for (int i = 0; i < PROVIDERS; i++) {
      providers[i] = "p" + i + " | 2023-01-01 | outsourced | " + LINES[i] + " | " + AGREED[i];
    }
    Dataset<Row> made =
        new SupportCostMonthly()
            .build(
                new Staged()
                    .with(
                        "support_costs",
                        "cost_id, provider_id, month, category, hours, amount, currency, line",
                        costs)
                    .with(
                        "support_providers",
                        "provider_id, valid_from, model, lines, kept_target, credit_share",
                        providers)
                    .with(
                        "support_tickets",
                        wide(
                            "support_tickets",
                            table(
                                "ticket_id string, account_id string, created_on date, provider_id"
                                    + " string, opened_provider_id string, first_solved_on date,"
                                    + " sla_breached boolean, sla_response_breached boolean,"
                                    + " sla_resolution_breached boolean, line string, opened_line string",
                                rows)))
                    .at("2024-03-31"))
            .get("support_cost_monthly")
            .localCheckpoint();
    assertKeepsContract("support_cost_monthly", made);
    return made;
  }
}
