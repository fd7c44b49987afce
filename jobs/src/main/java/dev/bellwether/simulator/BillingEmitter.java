package dev.bellwether.simulator;

import static java.time.temporal.ChronoUnit.MONTHS;

import java.time.LocalDate;

/** Writes an account, its contract rows and its invoices, which tight budgets pay late. */
final class BillingEmitter {

  static final String ACCOUNTS = "accounts.csv";
  static final String SUBSCRIPTIONS = "subscriptions.csv";
  static final String INVOICES = "invoices.csv";
  static final String TABLE = "invoices";

  /** Days after which a debt that was never paid is written off, and its invoice voided. */
  private static final int WRITTEN_OFF_DAYS = 120;

  private final World world;
  private final AccountProfile account;
  private final ChunkOutput out;
  private final Draws draws;
  private int written;

  BillingEmitter(World world, AccountProfile account, ChunkOutput out) {
    this.world = world;
    this.account = account;
    this.out = out;
    this.draws = world.draws(account.number(), Purpose.BILLING);
  }

  void account() {
    if (world.delivered(account.createdOn())) {
      String[] fields = {
        account.id(),
        account.name(),
        account.segment().label,
        account.industry(),
        account.country(),
        account.createdOn().toString(),
        "",
        Text.orEmpty(account.csm()),
        plan()
      };
      line(ACCOUNTS, ",", fields);
    }
  }

  void subscriptions(ContractBook book) {
    for (SubscriptionRow row : book.rows) {
      if (world.delivered(row.start) && !row.start.isAfter(world.end)) {
        subscription(row);
      }
    }
  }

  void invoices(Week week) {
    for (int i = 0; i < 7; i++) {
      LocalDate day = week.start().plusDays(i);
      SubscriptionRow row = week.book().rowOn(day);
      boolean inside = !day.isBefore(world.start) && !day.isAfter(world.end);
      if (inside && row != null && row.monthlyCents > 0 && billedOn(row, day)) {
        invoice(row, day, week.state());
      }
    }
  }

  private void subscription(SubscriptionRow row) {
    LocalDate day = world.deliveredThrough;
    String[] fields = {
      row.id,
      account.id(),
      Text.german(row.start),
      Text.german(row.endKnownOn(day)),
      Text.german(row.renewal),
      row.trial ? "" : Text.orEmpty(account.termMonths()),
      row.trial || account.termMonths() == null ? "" : Boolean.toString(account.autoRenew()),
      row.trial ? "" : Integer.toString(account.noticeDays()),
      Text.german(known(row.noticeOn)),
      Text.german(known(row.withdrawnOn)),
      plan(),
      Integer.toString(row.seats),
      Text.money(row.monthlyCents),
      account.currency(),
      Boolean.toString(row.trial)
    };
    line(SUBSCRIPTIONS, ";", fields);
  }

  private String plan() {
    return switch (account.segment()) {
      case SMB -> "Starter";
      case MID_MARKET -> "Business";
      case ENTERPRISE -> "Enterprise";
    };
  }

  private boolean billedOn(SubscriptionRow row, LocalDate day) {
    long months = MONTHS.between(row.start.withDayOfMonth(1), day.withDayOfMonth(1));
    return months % account.billingMonths() == 0 && row.start.plusMonths(months).equals(day);
  }

  private void invoice(SubscriptionRow row, LocalDate issued, HiddenState state) {
    int terms = account.segment() == Segment.SMB ? 14 : 30;
    LocalDate due = issued.plusDays(terms);
    boolean late = draws.chance(Draws.logistic(-2.4 + 1.2 * state.budget));
    LocalDate paid = late ? due.plusDays(draws.whole(1, 45)) : due.minusDays(draws.below(terms));
    boolean never = draws.chance(0.004);
    LocalDate writtenOff = never ? due.plusDays(WRITTEN_OFF_DAYS) : null;
    LocalDate failed = draws.chance(late ? 0.5 : 0.02) ? due : null;
    LocalDate voided = draws.chance(0.005) ? issued.plusDays(draws.whole(1, 10)) : null;
    double odd = draws.uniform();
    written++;
    if (!world.delivered(issued)) {
      return;
    }
    long cents = row.monthlyCents * account.billingMonths() * (odd < 0.0015 ? -1 : 1);
    boolean badDate = odd > 0.999;
    countWarts(cents < 0, badDate);
    String[] fields = {
      "I-" + account.number() + "-" + written,
      account.id(),
      issued.toString(),
      badDate ? "31.02.0000" : due.toString(),
      Text.money(cents),
      account.currency(),
      Text.orEmpty(never || voided != null ? null : known(paid)),
      Text.orEmpty(known(voided == null ? writtenOff : voided)),
      Text.orEmpty(known(failed))
    };
    line(INVOICES, ",", fields);
  }

  private void countWarts(boolean negative, boolean badDate) {
    if (negative) {
      out.wart(TABLE, "negative_amount");
    }
    if (badDate) {
      out.wart(TABLE, "bad_date");
    }
  }

  private LocalDate known(LocalDate day) {
    return day != null && world.delivered(day) ? day : null;
  }

  private void line(String file, String separator, String... fields) {
    out.file(file).append(String.join(separator, fields)).append('\n');
  }
}
