package dev.bellwether.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * One request to support: what decides who handles it, and whether that is too late.
 *
 * @param complex whether it takes expertise
 * @param outside whether an outside provider handles it
 * @param breached whether it is answered later than promised
 */
record Request(boolean complex, boolean outside, boolean breached) {

  /** By how much an outside provider raises the chance of a late answer, at an effect of 1. */
  static final double OUTSIDE_BREACHES = 0.18;

  /** A week's requests; whoever handles one makes it late, and nothing else of the account does. */
  static List<Request> drawn(
      int count, boolean incident, boolean outsourced, double supportEffect, Draws draws) {
    List<Request> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean complex = draws.chance(incident ? 0.7 : 0.4);
      boolean outside = draws.chance(outsideShare(outsourced, complex));
      double late = 0.12 + (outside ? OUTSIDE_BREACHES * supportEffect : 0) + (incident ? 0.1 : 0);
      requests.add(new Request(complex, outside, draws.chance(Math.min(0.9, late))));
    }
    return requests;
  }

  /** Simple requests follow the account's model; complex ones stay inside more often. */
  private static double outsideShare(boolean outsourced, boolean complex) {
    return outsourced ? (complex ? 0.5 : 0.95) : (complex ? 0.02 : 0.08);
  }
}
