package dev.bellwether.simulator;

import java.time.LocalDate;

/**
 * What to simulate: size, knobs and how much has been delivered. Immutable; each {@code with}
 * method gives a changed copy.
 */
public final class SimulatorOptions {

  private int accounts = 1000;
  private int months = 36;
  private long seed = 1;
  private LocalDate end = LocalDate.of(2026, 6, 30);
  private double signal = 1;
  private double supportEffect = 1;
  private double touchEffect = 1;
  private int macroJump = -1;
  private LocalDate outageFrom;
  private LocalDate outageTo;
  private double eventsPerUserDay = 1;
  private LocalDate deliveredThrough;
  private int dailyFiles = 7;
  private boolean truth = true;

  private SimulatorOptions() {}

  /** The demo: 1,000 accounts over 36 months, all delivered, with truth. */
  public static SimulatorOptions defaults() {
    return new SimulatorOptions();
  }

  /** How many accounts there are over the whole time. */
  public SimulatorOptions withAccounts(int value) {
    require(value > 0 && value < 10_000_000, "accounts must be 1 to 9,999,999");
    SimulatorOptions copy = copy();
    copy.accounts = value;
    return copy;
  }

  /** How many months of history end with the last day. */
  public SimulatorOptions withMonths(int value) {
    require(value > 1 && value <= 120, "months must be 2 to 120");
    SimulatorOptions copy = copy();
    copy.months = value;
    return copy;
  }

  /** What all random draws follow from. */
  public SimulatorOptions withSeed(long value) {
    SimulatorOptions copy = copy();
    copy.seed = value;
    return copy;
  }

  /** The last simulated day. */
  public SimulatorOptions withEnd(LocalDate value) {
    SimulatorOptions copy = copy();
    copy.end = value;
    return copy;
  }

  /** How much the hidden state says about churn: 1 as designed, 0 nothing at all. */
  public SimulatorOptions withSignal(double value) {
    SimulatorOptions copy = copy();
    copy.signal = value;
    return copy;
  }

  /** How much worse outside providers keep targets: 1 as designed, 0 no difference. */
  public SimulatorOptions withSupportEffect(double value) {
    SimulatorOptions copy = copy();
    copy.supportEffect = value;
    return copy;
  }

  /** How much a CSM's touch helps: 1 as designed, 0 not at all. */
  public SimulatorOptions withTouchEffect(double value) {
    SimulatorOptions copy = copy();
    copy.touchEffect = value;
    return copy;
  }

  /** From which month (0 = the first) on all churn more; negative for no such jump. */
  public SimulatorOptions withMacroJump(int month) {
    SimulatorOptions copy = copy();
    copy.macroJump = month;
    return copy;
  }

  /** No usage arrives from one day to another; it is delivered on the day after, if simulated. */
  public SimulatorOptions withFeedOutage(LocalDate from, LocalDate to) {
    require(!to.isBefore(from), "an outage cannot end before it starts");
    SimulatorOptions copy = copy();
    copy.outageFrom = from;
    copy.outageTo = to;
    return copy;
  }

  /** Scales the number of usage rows: 1 gives about 350 for an account. */
  public SimulatorOptions withEventsPerUserDay(double value) {
    require(value > 0, "eventsPerUserDay must be positive");
    SimulatorOptions copy = copy();
    copy.eventsPerUserDay = value;
    return copy;
  }

  /** Only what had arrived by this day is written; null for all. */
  public SimulatorOptions withDeliveredThrough(LocalDate value) {
    SimulatorOptions copy = copy();
    copy.deliveredThrough = value;
    return copy;
  }

  /** How many of the last days get a usage file each; earlier arrivals have one per month. */
  public SimulatorOptions withDailyFiles(int days) {
    require(days >= 1, "dailyFiles must be at least 1");
    SimulatorOptions copy = copy();
    copy.dailyFiles = days;
    return copy;
  }

  /** Whether hidden states, probabilities and outcomes are written; warts are counted always. */
  public SimulatorOptions withTruth(boolean value) {
    SimulatorOptions copy = copy();
    copy.truth = value;
    return copy;
  }

  public int accounts() {
    return accounts;
  }

  public long seed() {
    return seed;
  }

  public LocalDate end() {
    return end;
  }

  public double signal() {
    return signal;
  }

  public double supportEffect() {
    return supportEffect;
  }

  public double touchEffect() {
    return touchEffect;
  }

  /** The month of the macro jump, negative for none. */
  public int macroJump() {
    return macroJump;
  }

  public double eventsPerUserDay() {
    return eventsPerUserDay;
  }

  public boolean truth() {
    return truth;
  }

  /**
   * First simulated day: the first day of the month {@code months} before the day after the end.
   */
  public LocalDate start() {
    return end.plusDays(1).minusMonths(months);
  }

  /** The last day whose arrivals are written. */
  public LocalDate deliveredThrough() {
    return deliveredThrough == null || deliveredThrough.isAfter(end) ? end : deliveredThrough;
  }

  /** First day whose arrivals have a usage file of their own. */
  public LocalDate dailyFilesFrom() {
    return end.minusDays(dailyFiles - 1L);
  }

  /** When a usage row that would have arrived on a day arrives, given the outage. */
  LocalDate arrival(LocalDate day) {
    boolean out = outageFrom != null && !day.isBefore(outageFrom) && !day.isAfter(outageTo);
    return out ? outageTo.plusDays(1) : day;
  }

  /** All that the content of history depends on, hence what two deliveries must share. */
  String fingerprint() {
    return String.join(
        " ",
        "accounts=" + accounts,
        "months=" + months,
        "seed=" + seed,
        "end=" + end,
        "signal=" + signal,
        "supportEffect=" + supportEffect,
        "touchEffect=" + touchEffect,
        "macroJump=" + macroJump,
        "outage=" + outageFrom + ".." + outageTo,
        "eventsPerUserDay=" + eventsPerUserDay,
        "dailyFiles=" + dailyFiles);
  }

  private SimulatorOptions copy() {
    SimulatorOptions copy = new SimulatorOptions();
    copy.accounts = accounts;
    copy.months = months;
    copy.seed = seed;
    copy.end = end;
    copy.signal = signal;
    copy.supportEffect = supportEffect;
    copy.touchEffect = touchEffect;
    copy.macroJump = macroJump;
    copy.outageFrom = outageFrom;
    copy.outageTo = outageTo;
    copy.eventsPerUserDay = eventsPerUserDay;
    copy.deliveredThrough = deliveredThrough;
    copy.dailyFiles = dailyFiles;
    copy.truth = truth;
    return copy;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
