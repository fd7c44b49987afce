package dev.bellwether.simulator;

import java.time.DayOfWeek;
import java.time.LocalDate;

/** Writes what belongs to no account: exchange rates, support providers and their costs. */
final class CompanyTables {

  static final String RATES = "exchange_rates.csv";
  static final String PROVIDERS = "support_providers.csv";
  static final String COSTS = "support_costs.csv";

  static final String INCIDENTS = "security_incidents.csv";
  static final String SLA_POLICIES = "sla_policies.csv";

  private static final String[] PROVIDER_ROWS = {
    "P-01,Own desk,in_house,dedicated,onshore,L1",
    "P-02,Own engineers,in_house,dedicated,onshore,L2",
    "P-03,Brightline Services,outsourced,shared,nearshore,L1",
    "P-04,Kestrel Care,outsourced,dedicated,offshore,L1",
    "P-05,Handson People,outstaffed,dedicated,onshore,L2",
    "P-06,Northway Consulting,consulting,shared,onshore,L3"
  };

  /** A month of labour of each provider for 1,000 accounts, in USD. */
  private static final int[] LABOUR = {14_000, 17_000, 5_200, 4_300, 6_500, 7_000};

  /** Tickets that each can take in on a day, of 1,000 accounts. */
  private static final int[] PER_DAY = {14, 12, 9, 9, 6, 6};

  private static final double[] HOURLY = {42, 55, 26, 14, 38, 90};

  private static final String[] CATEGORIES = {
    "labour", "technology", "training_management", "additional"
  };
  private static final double[] SHARES = {1, 0.18, 0.12, 0.06};

  private CompanyTables() {}

  static void write(World world, ChunkOutput out) {
    rates(world, out);
    providers(world, out);
    costs(world, out);
    incidents(world, out);
    policies(world, out);
  }

  /** Working days only, as central banks publish; from before the oldest contract on. */
  private static void rates(World world, ChunkOutput out) {
    Draws draws = world.draws(-2, Purpose.COMPANY);
    double rate = 1.09;
    LocalDate first = world.start.minusDays(1510);
    for (LocalDate day = first; world.delivered(day); day = day.plusDays(1)) {
      rate += 0.003 * draws.normal() + 0.002 * (1.09 - rate);
      boolean weekend =
          day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
      if (!weekend) {
        out.file(RATES).append(day).append(",EUR,USD,").append(Text.number(rate)).append('\n');
      }
    }
  }

  private static void providers(World world, ChunkOutput out) {
    for (int i = 0; i < PROVIDER_ROWS.length; i++) {
      String perDay = "" + Math.max(1, (int) (PER_DAY[i] * scale(world)));
      String row = String.join(",", PROVIDER_ROWS[i], perDay, "" + world.start);
      out.file(PROVIDERS).append(row).append('\n');
    }
  }

  /** Few, and more of them where data is in the hands of others. */
  private static void incidents(World world, ChunkOutput out) {
    Draws draws = world.draws(-4, Purpose.COMPANY);
    int number = 0;
    for (LocalDate day = world.start; world.delivered(day); day = day.plusDays(30)) {
      int provider = draws.below(PROVIDER_ROWS.length);
      LocalDate on = day.plusDays(draws.below(30));
      boolean happens = draws.chance(provider < 2 ? 0.05 : 0.2);
      String severity = draws.pick("low", "low", "medium", "high");
      if (happens && world.delivered(on)) {
        number++;
        String id = PROVIDER_ROWS[provider].substring(0, 4);
        String row = String.join(",", "I-" + number, id, "" + on, severity);
        out.file(INCIDENTS).append(row).append('\n');
      }
    }
  }

  /** What is promised is what tickets are answered by, unless a target is breached. */
  private static void policies(World world, ChunkOutput out) {
    for (int i = 0; i < TicketEmitter.PRIORITIES.length; i++) {
      String priority = TicketEmitter.PRIORITIES[i];
      int minutes = (int) (60 * TicketEmitter.TARGET_HOURS[i]);
      String row = String.join(",", "S-0" + (i + 1), priority, "" + minutes, "", "" + world.start);
      out.file(SLA_POLICIES).append(row).append('\n');
    }
  }

  private static void costs(World world, ChunkOutput out) {
    Draws draws = world.draws(-3, Purpose.COMPANY);
    LocalDate month = world.start.withDayOfMonth(1);
    boolean first = true;
    while (world.delivered(month.plusMonths(1).minusDays(1))) {
      for (int i = 0; i < LABOUR.length; i++) {
        providerMonth(world, out, i, month, draws.between(0.92, 1.08));
        if (first && i >= 2) {
          cost(out, i, month, "additional", LABOUR[i] * scale(world) * 0.8, "set_up");
        }
      }
      first = false;
      month = month.plusMonths(1);
    }
  }

  private static void providerMonth(
      World world, ChunkOutput out, int provider, LocalDate month, double noise) {
    for (int i = 0; i < CATEGORIES.length; i++) {
      double amount = LABOUR[provider] * SHARES[i] * scale(world) * noise;
      cost(out, provider, month, CATEGORIES[i], amount, i == 3 ? "premium" : "");
    }
  }

  private static void cost(
      ChunkOutput out,
      int provider,
      LocalDate month,
      String category,
      double amount,
      String hidden) {
    String id = PROVIDER_ROWS[provider].substring(0, 4);
    long cents = StrictMath.round(amount * 100);
    boolean byTheHour = category.equals("labour");
    String hours = byTheHour ? Text.money(StrictMath.round(amount * 100 / HOURLY[provider])) : "";
    String[] fields = {id, "" + month, category, Text.money(cents), "USD", hidden, hours};
    out.file(COSTS).append(String.join(",", fields)).append('\n');
  }

  private static double scale(World world) {
    return world.options.accounts() / 1000.0;
  }
}
