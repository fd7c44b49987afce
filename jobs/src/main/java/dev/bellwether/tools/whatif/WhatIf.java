package dev.bellwether.tools.whatif;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What another way of support would cost and save.
 *
 * @param hours hours of work a year
 * @param newCost cost of a year by category
 * @param oneOff what setting it up costs once
 * @param saving cost of a year less than now; below 0 it costs more
 * @param returnOfYear cost avoided less cost incurred in the first year, one-off costs included,
 *     for each unit incurred
 * @param payBackMonths months until savings have paid the one-off costs; empty when they may never
 * @param breakEvenPoints points of gross revenue retention whose loss eats the saving; empty when
 *     revenue is unknown
 * @param agentsOnAverage agents that the mean month keeps busy
 * @param agentsAtPeak agents that the busiest month keeps busy
 */
public record WhatIf(
    Range hours,
    Map<String, Range> newCost,
    Range oneOff,
    Range saving,
    Range returnOfYear,
    Optional<Range> payBackMonths,
    Optional<Range> breakEvenPoints,
    Range agentsOnAverage,
    Range agentsAtPeak) {
  private static final int MONTHS = 12;

  /**
   * What support is to become; what the user does not say is that of the destination.
   *
   * @param destination where it is to go
   * @param rate amount an hour
   * @param hoursPerTicket hours of work for each ticket
   * @param oneOff what setting it up costs once
   */
  public record Plan(
      Destination destination,
      Optional<Range> rate,
      Optional<Range> hoursPerTicket,
      Optional<Range> oneOff) {

    Range assumedRate() {
      return rate.orElse(destination.rate());
    }
  }

  /** What a plan would come to. */
  public static WhatIf of(CurrentSupport now, Plan plan) {
    Range each = hoursPerTicket(now, plan);
    Range hours = each.times(now.ticketsPerMonth() * MONTHS);
    Map<String, Range> cost = cost(hours.times(plan.assumedRate()));
    Range total = total(cost);
    Range oneOff = plan.oneOff().orElse(total.times(Defaults.ONE_OFF));
    Range saving = Range.of(now.total()).minus(total);
    Range incurred = total.plus(oneOff);
    Range perAgent = each.times(1 / Defaults.HOURS_OF_AN_AGENT_A_MONTH);
    return new WhatIf(
        hours,
        cost,
        oneOff,
        saving,
        new Range(returned(now, incurred.high()), returned(now, incurred.low())),
        payBack(oneOff, saving),
        points(saving, now.arr()),
        perAgent.times(now.ticketsPerMonth()),
        perAgent.times(now.peakMonth()));
  }

  static Range hoursPerTicket(CurrentSupport now, Plan plan) {
    return plan.hoursPerTicket()
        .or(plan.destination()::hoursPerTicket)
        .orElse(
            now.hoursPerTicket().isPresent()
                ? Defaults.OTHER_HANDS.times(now.hoursPerTicket().getAsDouble())
                : Defaults.HOURS_PER_TICKET);
  }

  /** The other categories follow labour. */
  private static Map<String, Range> cost(Range labour) {
    Map<String, Range> cost = new TreeMap<>(Map.of("labour", labour));
    Defaults.ON_LABOUR.forEach((category, share) -> cost.put(category, labour.times(share)));
    return cost;
  }

  static Range total(Map<String, Range> cost) {
    return cost.values().stream().reduce(Range.of(0), Range::plus);
  }

  private static double returned(CurrentSupport now, double incurred) {
    return incurred == 0 ? Double.POSITIVE_INFINITY : (now.total() - incurred) / incurred;
  }

  private static Optional<Range> payBack(Range oneOff, Range saving) {
    return saving.high() <= 0
        ? Optional.empty()
        : Optional.of(
            new Range(
                oneOff.low() / saving.high() * MONTHS,
                saving.low() <= 0
                    ? Double.POSITIVE_INFINITY
                    : oneOff.high() / saving.low() * MONTHS));
  }

  private static Optional<Range> points(Range saving, OptionalDouble arr) {
    return arr.isEmpty() || arr.getAsDouble() <= 0
        ? Optional.empty()
        : Optional.of(saving.times(100 / arr.getAsDouble()));
  }
}
