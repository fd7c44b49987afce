package dev.bellwether.tools.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A what-if in words and ranges, each assumption named. */
public final class WhatIfText {
  private static final String MONEY = "%,.0f";

  private WhatIfText() {}

  /** Lines for people. */
  public static List<String> lines(
      CurrentSupport now, WhatIf.Plan plan, WhatIf result, String currency) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,.0f tickets a month, %,.0f in the busiest one",
            now.name(),
            now.ticketsPerMonth(),
            now.peakMonth()));
    lines.add(
        row("costs a year now", Range.of(now.total()).text(MONEY) + " " + currency)
            + (now.isEstimated() ? "  (estimated at the company's mean cost of a ticket)" : ""));
    lines.add(row("would cost a year", WhatIf.total(result.newCost()).text(MONEY)));
    result
        .newCost()
        .forEach((category, range) -> lines.add(row("  " + category, range.text(MONEY))));
    lines.add(row("one-off costs", result.oneOff().text(MONEY)));
    lines.add(row("saving a year", result.saving().text(MONEY)));
    lines.add(row("return of the first year", returned(result.returnOfYear())));
    lines.add(row("paid back after", payBack(result)));
    lines.add(row("break-even", breakEven(result)));
    lines.add(
        row(
            "agents kept busy",
            result.agentsOnAverage().text("%.1f")
                + ", in the busiest month "
                + result.agentsAtPeak().text("%.1f")));
    lines.add("");
    lines.addAll(assumptions(now, plan, currency));
    return lines;
  }

  private static String row(String what, String value) {
    return String.format(Locale.ROOT, "  %-26s %s", what, value);
  }

  private static String returned(Range share) {
    if (Double.isInfinite(share.low())) {
      return "no share of anything, since nothing is spent";
    }
    Range percent = share.times(100);
    return Double.isInfinite(share.high())
        ? String.format(Locale.ROOT, "%.0f %% or more", percent.low())
        : percent.text("%.0f %%");
  }

  private static String payBack(WhatIf result) {
    return result
        .payBackMonths()
        .map(
            months ->
                Double.isInfinite(months.high())
                    ? String.format(
                        Locale.ROOT, "%.1f months at best, never at worst", months.low())
                    : months.text("%.1f") + " months")
        .orElse("never");
  }

  private static String breakEven(WhatIf result) {
    return result
        .breakEvenPoints()
        .map(
            points ->
                points.high() <= 0
                    ? "there is no saving to lose"
                    : "the saving is gone if gross revenue retention falls by "
                        + new Range(Math.max(0, points.low()), points.high()).text("%.2f")
                        + " points a year of all revenue of its customers")
        .orElse("unknown, since revenue is");
  }

  private static List<String> assumptions(CurrentSupport now, WhatIf.Plan plan, String currency) {
    List<String> lines = new ArrayList<>(List.of("It rests on:"));
    lines.add(
        now.isEstimated()
            ? "  costs now at the company's mean cost of a ticket in the last twelve months, shared by"
                + " all who worked on it, set-up and integration left out"
            : "  costs now as invoiced since its first ticket or invoice of the last twelve months,"
                + " set-up and integration left out");
    String rate = plan.assumedRate().text("%.2f") + " " + currency + " an hour, ";
    lines.add("  " + rate + (plan.rate().isPresent() ? "as given" : plan.destination().source()));
    String hours = WhatIf.hoursPerTicket(now, plan).text("%.2f") + " hours for each ticket, ";
    lines.add(
        "  "
            + hours
            + (plan.hoursPerTicket().isPresent()
                ? "as given"
                : plan.destination().hoursPerTicket().isPresent()
                    ? plan.destination().source()
                    : now.hoursPerTicket().isPresent()
                        ? "those invoiced now, from 15 % less to 25 % more in other hands"
                        : "a default (--hours-per-ticket)"));
    lines.add(
        "  other categories as shares of labour, a default: "
            + Defaults.ON_LABOUR.keySet().stream()
                .sorted()
                .map(c -> c + " " + Defaults.ON_LABOUR.get(c).text("%.2f"))
                .toList());
    lines.add(
        String.format(
            Locale.ROOT,
            "  an agent works %.0f hours a month on tickets, a default",
            Defaults.HOURS_OF_AN_AGENT_A_MONTH));
    now.fixedShare()
        .ifPresent(
            share ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "  %.0f %% of its cost now is a fixed sum, and saved only if that is ended",
                        100 * share)));
    if (plan.oneOff().isEmpty()) {
      lines.add(
          "  one-off costs of "
              + Defaults.ONE_OFF.text("%.2f")
              + " of a year's new cost, a default (--one-off)");
    }
    lines.add(
        "Ranges hold what was assumed, no more; what service does to customers is not in them.");
    return lines;
  }
}
