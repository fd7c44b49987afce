package dev.bellwether.simulator;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.MONTHS;

import java.time.LocalDate;

/**
 * What all accounts share: the calendar of weeks, the season and the economy.
 *
 * <p>Week 0 starts on the first simulated day.
 */
final class World {

  private static final double MACRO_JUMP = 1.2;

  final SimulatorOptions options;
  final LocalDate start;
  final LocalDate end;
  final LocalDate deliveredThrough;
  private final double[] macroOfQuarter;
  private final double[] seasonOfWeek;

  World(SimulatorOptions options) {
    this.options = options;
    this.start = options.start();
    this.end = options.end();
    this.deliveredThrough = options.deliveredThrough();
    this.macroOfQuarter = economy(Draws.of(options.seed(), -1, Purpose.COMPANY));
    this.seasonOfWeek = new double[week(end) + 200];
    for (int i = 0; i < seasonOfWeek.length; i++) {
      seasonOfWeek[i] = season(weekStart(i));
    }
  }

  Draws draws(long account, int purpose) {
    return Draws.of(options.seed(), account, purpose);
  }

  int week(LocalDate day) {
    return Math.floorDiv((int) DAYS.between(start, day), 7);
  }

  LocalDate weekStart(int week) {
    return start.plusDays(7L * week);
  }

  boolean delivered(LocalDate day) {
    return !day.isAfter(deliveredThrough);
  }

  /** The economy's push to churn in the quarter of a day, with the jump where one was asked for. */
  double macro(LocalDate day) {
    int month = (int) MONTHS.between(start.withDayOfMonth(1), day.withDayOfMonth(1));
    double quarterly = macroOfQuarter[Math.max(0, Math.min(month / 3, macroOfQuarter.length - 1))];
    boolean jumped = options.macroJump() >= 0 && month >= options.macroJump();
    return jumped ? quarterly + MACRO_JUMP : quarterly;
  }

  /** How the time of year moves usage, in logits: summer and the turn of the year are quiet. */
  double season(int week) {
    return seasonOfWeek[Math.min(week, seasonOfWeek.length - 1)];
  }

  private static double season(LocalDate day) {
    int ofYear = day.getDayOfYear();
    if (ofYear >= 355 || ofYear <= 5) {
      return -1.0;
    }
    return ofYear >= 196 && ofYear <= 240 ? -0.35 : 0.05;
  }

  private static double[] economy(Draws draws) {
    double[] quarters = new double[44];
    double level = 0;
    for (int i = 0; i < quarters.length; i++) {
      level = 0.6 * level + 0.2 * draws.normal();
      quarters[i] = level;
    }
    return quarters;
  }
}
