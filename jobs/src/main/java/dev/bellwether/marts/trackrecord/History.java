package dev.bellwether.marts.trackrecord;

import dev.bellwether.platform.config.Band;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The signals of one account at month-ends, looked back at from the account's churn. */
final class History {
  private static final int DAYS_BEFORE_DECISION = 90;

  private record Observation(String band, LocalDate decision, LocalDate renewal) {}

  private final NavigableMap<LocalDate, Observation> monthEnds = new TreeMap<>();

  /**
   * Adds an observation.
   *
   * @param band the colour given; null from a subject that gives none
   * @param decision the next decision as known then, and null without one
   * @param renewal the renewal that it is about
   */
  void add(LocalDate monthEnd, String band, LocalDate decision, LocalDate renewal) {
    monthEnds.put(monthEnd, new Observation(band, decision, renewal));
  }

  /** The decision that a churn came from; the churn itself where no renewal fell on it. */
  LocalDate decisionOf(LocalDate churnedOn) {
    return monthEnds.headMap(churnedOn, false).values().stream()
        .filter(seen -> churnedOn.equals(seen.renewal()))
        .map(Observation::decision)
        .max(LocalDate::compareTo)
        .orElse(churnedOn);
  }

  /** Whether it was green at the last month-end 90 days before; empty when that has no colour. */
  Optional<Boolean> greenBefore(LocalDate decision) {
    LocalDate day = decision.minusDays(DAYS_BEFORE_DECISION);
    Observation seen = monthEnds.get(previousMonthEnd(day.plusDays(1)));
    return Optional.ofNullable(seen).map(Observation::band).map(Band.GREEN::equals);
  }

  /**
   * Days from the first of the unbroken red month-ends before the decision to the decision; 0 when
   * the last one before it was not red, empty when no colour was given before.
   */
  Optional<Integer> leadDays(LocalDate decision) {
    NavigableMap<LocalDate, Observation> before = monthEnds.headMap(decision, false);
    Map.Entry<LocalDate, Observation> last = before.lastEntry();
    if (last == null || last.getValue().band() == null) {
      return Optional.empty();
    }
    LocalDate start = decision;
    LocalDate monthEnd = last.getKey();
    while (isRed(before.get(monthEnd))) {
      start = monthEnd;
      monthEnd = previousMonthEnd(monthEnd);
    }
    return Optional.of((int) ChronoUnit.DAYS.between(start, decision));
  }

  private static boolean isRed(Observation seen) {
    return seen != null && Band.RED.equals(seen.band());
  }

  private static LocalDate previousMonthEnd(LocalDate day) {
    return YearMonth.from(day).minusMonths(1).atEndOfMonth();
  }
}
