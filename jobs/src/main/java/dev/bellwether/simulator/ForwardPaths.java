package dev.bellwether.simulator;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.LocalDate;

/**
 * The true probability of churn, from the hidden state on, under usual practice.
 *
 * <p>Paths of the hidden state are drawn; along each, the probabilities of leaving at every
 * decision are known exactly and are multiplied out, so few paths suffice. The economy stays as it
 * is: nobody knows the next quarter's.
 */
final class ForwardPaths {

  static final int PATHS = 16;
  static final int[] HORIZONS = {30, 90, 180};
  private static final int LAST = HORIZONS[HORIZONS.length - 1];

  private final World world;
  private final AccountProfile account;
  private final int switchWeek;
  private final HiddenState path = new HiddenState();

  /**
   * Probabilities from one day on.
   *
   * @param within30 of service ending within 30 days, the next ones within 90 and 180
   * @param nextDecision of leaving at the next decision; 0 where there is none
   * @param firstPathWithin180 that within 180 days on the first path alone, for outcomes on common
   *     random numbers
   */
  record Odds(
      double within30,
      double within90,
      double within180,
      double nextDecision,
      double firstPathWithin180) {}

  /** What is done from the first day on. */
  record Treatment(boolean touched, Boolean outsourced) {
    static final Treatment NONE = new Treatment(false, null);
  }

  ForwardPaths(World world, AccountProfile account) {
    LocalDate switchOn = account.switchOn();
    this.switchWeek = switchOn == null ? Integer.MAX_VALUE : world.week(switchOn.plusDays(6));
    this.world = world;
    this.account = account;
  }

  /** The odds of a customer that has not decided to leave, as of the end of a day. */
  Odds odds(LocalDate day, HiddenState state, ContractBook book, Treatment treatment) {
    Draws draws =
        Draws.of(world.options.seed() + day.toEpochDay(), account.number(), Purpose.PATHS);
    double[] within = new double[HORIZONS.length];
    double nextDecision = 0;
    double first = 0;
    for (int i = 0; i < PATHS; i++) {
      path.copyFrom(state);
      if (treatment.touched()) {
        path.touch(world.options);
      }
      double before = within[HORIZONS.length - 1];
      nextDecision += walk(day, book, treatment, draws, within);
      first = i == 0 ? within[HORIZONS.length - 1] - before : first;
    }
    return new Odds(
        within[0] / PATHS, within[1] / PATHS, within[2] / PATHS, nextDecision / PATHS, first);
  }

  /** One path: adds to the masses within the horizons, gives the odds of its first decision. */
  private double walk(
      LocalDate day, ContractBook book, Treatment treatment, Draws draws, double[] within) {
    LocalDate deadline = book.nextDeadline(day.plusDays(1));
    LocalDate renewal = book.nextRenewal;
    double macro = world.macro(day);
    double staying = 1;
    double first = -1;
    int week = world.week(day);
    while (first < 0 || DAYS.between(day, deadline) <= LAST) {
      week = stepTo(week, world.week(deadline), treatment, draws);
      double leaving = Decisions.leaving(account, path, macro, world.options);
      leaving *= 1 - Decisions.noticeShare(account) * Decisions.WITHDRAWN_SHARE;
      first = first < 0 ? leaving : first;
      addLosses(day, deadline, renewal, staying * leaving, within);
      staying *= 1 - leaving;
      if (renewal == null) {
        deadline = deadline.plusDays(7);
      } else {
        renewal = renewal.plusMonths(account.termMonths());
        deadline = renewal.minusDays(account.noticeDays());
      }
    }
    return first;
  }

  private int stepTo(int from, int to, Treatment treatment, Draws draws) {
    for (int week = from + 1; week <= to; week++) {
      boolean outsourced =
          treatment.outsourced() == null ? outsourcedIn(week) : treatment.outsourced();
      path.step(account, world.options, world.season(week), outsourced, draws);
    }
    return Math.max(from, to);
  }

  private boolean outsourcedIn(int week) {
    return account.outsourced() != (week >= switchWeek);
  }

  /** Puts the mass of leaving at a decision on the days on which service would end. */
  private void addLosses(
      LocalDate day, LocalDate deadline, LocalDate renewal, double mass, double[] within) {
    if (renewal != null) {
      addLoss(DAYS.between(day, renewal), mass, within);
      return;
    }
    double kept = Decisions.noticeShare(account) * (1 - Decisions.WITHDRAWN_SHARE);
    double noticed = kept / (kept + 1 - Decisions.noticeShare(account));
    addLoss(DAYS.between(day, deadline) + account.noticeDays() - 3, mass * noticed, within);
    addLoss(DAYS.between(day, deadline) + 1, mass * (1 - noticed), within);
  }

  private static void addLoss(long days, double mass, double[] within) {
    for (int i = 0; i < HORIZONS.length; i++) {
      if (days <= HORIZONS[i]) {
        within[i] += mass;
      }
    }
  }
}
