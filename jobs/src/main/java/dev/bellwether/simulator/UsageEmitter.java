package dev.bellwether.simulator;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Writes the usage rows of one account: a row is a user's work with one feature on one day. */
final class UsageEmitter {

  static final String TABLE = "usage_events";
  private static final double ROWS_PER_ACTIVE_WEEK = 0.85;

  private final World world;
  private final AccountProfile account;
  private final UsageRows rows;
  private final Draws draws;

  UsageEmitter(World world, AccountProfile account, ChunkOutput out) {
    this.world = world;
    this.account = account;
    this.rows = new UsageRows(world, account, out);
    this.draws = world.draws(account.number(), Purpose.USAGE);
  }

  void emit(Week week) {
    SubscriptionRow contract = firstActive(week);
    if (contract == null) {
      return;
    }
    ZoneOffset offset = account.zone().getRules().getOffset(week.start().atTime(12, 0));
    double season = world.season(world.week(week.start()));
    for (int user = 0; user < contract.seats; user++) {
      double activity = activity(week.state(), season, user);
      if (draws.chance(activity)) {
        workOfWeek(week, user, activity, offset);
      }
    }
    machines(week, offset);
  }

  private SubscriptionRow firstActive(Week week) {
    SubscriptionRow first = week.book().rowOn(week.start());
    return first != null ? first : week.book().rowOn(week.start().plusDays(6));
  }

  /** The odds that a user is active this week; of quiet accounts they tell nothing. */
  private double activity(HiddenState state, double season, int user) {
    long spread = Math.floorMod(account.number() * 31L + user * 17L, 21L) - 10;
    double own = spread * 0.12;
    double logit = account.quiet() ? -2.2 : state.usage() + season + own;
    return Draws.logistic(logit);
  }

  private void workOfWeek(Week week, int user, double activity, ZoneOffset offset) {
    double mean = ROWS_PER_ACTIVE_WEEK * world.options.eventsPerUserDay();
    int count = (int) mean + (draws.chance(mean - (int) mean) ? 1 : 0);
    for (int i = 0; i < count; i++) {
      int known = 4 + (int) ((Names.FEATURES.length - 4) * activity);
      double popular = draws.uniform();
      String feature = Names.FEATURES[(int) (known * popular * popular)];
      int errors = draws.poisson(week.state().incident ? 0.5 : 0.06);
      String id = userId(user);
      row(week, id, feature, 1 + draws.poisson(3), 30 + draws.below(3000), errors, "user", offset);
    }
  }

  /** Rows that are not a customer's work: integrations, and the vendor's own staff. */
  private void machines(Week week, ZoneOffset offset) {
    double apiRows = (account.quiet() ? 2.5 : 0.15) * world.options.eventsPerUserDay();
    int calls = draws.poisson(apiRows);
    for (int i = 0; i < calls; i++) {
      int events = 20 + draws.below(200);
      row(
          week,
          "api-" + account.number(),
          "api_keys",
          events,
          0,
          draws.poisson(0.2),
          "api",
          offset);
    }
    if (account.csm() != null && draws.chance(0.04)) {
      String staff = "staff-" + account.csm().charAt(0);
      row(week, staff, "dashboard", 1 + draws.poisson(2), 600, 0, "staff", offset);
    }
  }

  private String userId(int user) {
    return "u-" + account.number() + "-" + user;
  }

  private void row(
      Week week,
      String user,
      String feature,
      int events,
      int seconds,
      int errors,
      String actor,
      ZoneOffset offset) {
    LocalDate day = week.anyDay(draws);
    int minute = Math.min(20 * 60, 8 * 60 + draws.below(600)) - offset.getTotalSeconds() / 60;
    int secondOfDay = Math.max(0, minute * 60 + draws.below(60));
    boolean inside = !day.isBefore(world.start) && !day.isAfter(world.end);
    if (inside && week.book().activeOn(day)) {
      rows.write(new UsageRow(user, day, secondOfDay, feature, events, seconds, errors, actor));
    }
  }

  /** One row before it meets the export's faults. */
  record UsageRow(
      String user,
      LocalDate day,
      int secondOfDay,
      String feature,
      int events,
      int seconds,
      int errors,
      String actor) {}
}
