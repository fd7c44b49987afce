package dev.bellwether.marts.support;

/**
 * How many agents a queue needs: arrivals at random, one queue, nobody hangs up (A. K. Erlang 1917;
 * Cooper, Introduction to Queueing Theory, 3.4).
 */
final class ErlangC {
  private static final int MOST_AGENTS = 100_000;

  private ErlangC() {}

  /**
   * The probability that an arrival has to wait.
   *
   * @param agents at least 1
   * @param load arrivals x mean handling time, in agents kept busy; a load of as many agents or
   *     more makes everybody wait
   */
  static double waits(int agents, double load) {
    if (load >= agents) {
      return 1;
    }
    // Erlang B by its recursion, which neither over- nor underflows
    double blocked = 1;
    for (int n = 1; n <= agents; n++) {
      blocked = load * blocked / (n + load * blocked);
    }
    return blocked / (1 - load / agents * (1 - blocked));
  }

  /** The share of arrivals that wait no longer than {@code target}, in mean handling times. */
  static double withinTarget(int agents, double load, double target) {
    return load >= agents ? 0 : 1 - waits(agents, load) * Math.exp(-(agents - load) * target);
  }

  /** The fewest agents with which such a share waits no longer than the target; 0 without load. */
  static int agents(double load, double target, double share) {
    if (!(load > 0)) {
      return 0;
    }
    int agents = (int) Math.floor(Math.min(load, MOST_AGENTS)) + 1;
    while (agents < MOST_AGENTS && withinTarget(agents, load, target) < share) {
      agents++;
    }
    return agents;
  }
}
