package dev.bellwether.simulator;

import java.util.List;

/**
 * What nobody sees of an account, and how it moves from week to week.
 *
 * <p>Every step takes the same number of draws, so that two paths on equal draws differ only by
 * what is done to them.
 */
final class HiddenState {

  private static final double SPONSOR_LOSS = 0.004;
  private static final double SPONSOR_REPLACED = 0.025;
  private static final double TOUCH_LIFT = 0.6;

  double value;
  boolean sponsor;
  double friction;
  double budget;

  /** What the CSM believes: the value of some weeks ago. */
  double perceived;

  boolean incident;

  /** What is asked of support in the week. */
  List<Request> requests = List.of();

  boolean touched;

  /** The state of a customer of long standing, or of a new one. */
  static HiddenState initial(AccountProfile account, Draws draws) {
    HiddenState state = new HiddenState();
    state.value = account.fit() * (account.existing() ? 1 : 0.6) + 0.6 * draws.normal() - 0.2;
    state.sponsor = draws.chance(account.existing() ? 0.88 : 1);
    state.friction = 0.1;
    state.budget = 0.6 * draws.normal();
    state.perceived = state.value;
    return state;
  }

  void copyFrom(HiddenState other) {
    value = other.value;
    sponsor = other.sponsor;
    friction = other.friction;
    budget = other.budget;
    perceived = other.perceived;
  }

  /** The share of its seats that would be active in a week, in logits, but for the season. */
  double usage() {
    return 0.6 * value - 1.1;
  }

  /** Lives through one week. */
  void step(
      AccountProfile account,
      SimulatorOptions options,
      double season,
      boolean outsourced,
      Draws draws) {
    incident = draws.chance(0.03);
    ask(account, options, season, outsourced, draws);
    boolean sponsorMoved = draws.chance(sponsor ? SPONSOR_LOSS : SPONSOR_REPLACED);
    boolean sponsorLost = sponsor && sponsorMoved;
    sponsor = sponsor != sponsorMoved;
    touched = draws.chance(touchProbability(account, draws.normal()));
    perceived = 0.75 * perceived + 0.25 * value;
    value =
        0.95 * value
            + 0.05 * account.fit()
            - 0.2 * friction
            - (sponsorLost ? 0.3 : 0)
            + (touched ? TOUCH_LIFT * options.touchEffect() : 0)
            + 0.2 * draws.normal();
    double breachWeight = 0.1 / account.segment().ticketsPerWeek;
    friction = 0.8 * friction + (incident ? 0.25 : 0) + breachWeight * breaches();
    budget = 0.98 * budget + 0.12 * draws.normal();
  }

  /** Comes back after having left. */
  void restart(AccountProfile account) {
    value = 0.6 * account.fit() + 0.6;
    sponsor = true;
    friction = 0;
    perceived = value;
  }

  /** The lift of one touch more. */
  void touch(SimulatorOptions options) {
    value += TOUCH_LIFT * options.touchEffect();
  }

  /** A CSM's belief: late, hopeful and noisy. */
  double belief(double noise) {
    return perceived + 0.5 + 0.7 * noise;
  }

  /** How many of the week's requests are answered later than promised. */
  int breaches() {
    int breaches = 0;
    for (Request request : requests) {
      breaches += request.breached() ? 1 : 0;
    }
    return breaches;
  }

  /** Tickets rise with usage and with incidents. */
  private void ask(
      AccountProfile account,
      SimulatorOptions options,
      double season,
      boolean outsourced,
      Draws draws) {
    double luck = draws.uniform();
    double calm = account.segment().ticketsPerWeek * (0.6 + (incident ? 3 : 0));
    // 1 - x <= exp(-x): most weeks bring no ticket, whatever the usage, and are cheap to tell
    int tickets = 0;
    if (luck >= 1 - calm - account.segment().ticketsPerWeek) {
      double active = Draws.logistic(usage() + season);
      tickets = Draws.poisson(luck, calm + account.segment().ticketsPerWeek * active);
    }
    long point = draws.next();
    requests =
        tickets == 0
            ? List.of()
            : Request.drawn(
                tickets, incident, outsourced, options.supportEffect(), Draws.from(point));
  }

  private double touchProbability(AccountProfile account, double noise) {
    if (account.csm() == null) {
      return 0;
    }
    return belief(noise) < -0.2 ? 0.09 : 0.012;
  }
}
