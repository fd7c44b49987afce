package dev.bellwether.facts.billing;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The terms of one subscription: when each ends.
 *
 * <p>Terms are counted from the start, whichever of them the renewal date ends: 31 January, 28
 * February, 31 March. A renewal date that lies no whole terms after the start is counted from
 * instead, both ways; no term but the one that it states itself is then shorter than a whole one by
 * more than {@value #DAYS_SHORT} days, since exports write a term's last day for its end, and days
 * of the month drift: 31 January, 28 February, 28 March. A renewal date alone is the only end
 * known; without one and without a term there is none (evergreen).
 *
 * @param start first day of service
 * @param renewal the end of one of its terms, where it is stated
 * @param months the length of a term, where it is stated, at least 1
 */
record SubscriptionTerms(LocalDate start, Optional<LocalDate> renewal, Optional<Integer> months) {
  private static final int DAYS_SHORT = 3;

  /** A renewal before the start states no term. */
  SubscriptionTerms {
    LocalDate begins = start;
    renewal = renewal.filter(date -> date.isAfter(begins));
  }

  /** The ends of terms from one day to another, both inclusive, ascending. */
  List<LocalDate> endsBetween(LocalDate from, LocalDate until) {
    List<LocalDate> ends = new ArrayList<>();
    Optional<LocalDate> end = firstEndFrom(from);
    while (end.filter(day -> !day.isAfter(until)).isPresent()) {
      ends.add(end.get());
      end = firstEndFrom(end.get().plusDays(1));
    }
    return ends;
  }

  /** The first end of a term on a day or after it. */
  Optional<LocalDate> firstEndFrom(LocalDate day) {
    if (months.isEmpty()) {
      return renewal.filter(date -> !date.isBefore(day));
    }
    LocalDate least = day.isAfter(firstEnd()) ? day : firstEnd();
    LocalDate anchor = countedFrom();
    // whole months do not tell the day: the term under way may end before it
    long term = Math.floorDiv(monthsApart(anchor, least), months.get().longValue());
    LocalDate end = anchor.plusMonths(term * months.get());
    return Optional.of(end.isBefore(least) ? anchor.plusMonths((term + 1) * months.get()) : end);
  }

  private LocalDate firstEnd() {
    LocalDate wholeTerm = start.plusMonths(months.orElseThrow());
    LocalDate least = stated().isPresent() ? wholeTerm.minusDays(DAYS_SHORT) : wholeTerm;
    return renewal.filter(date -> date.isBefore(least)).orElse(least);
  }

  private LocalDate countedFrom() {
    return stated().orElse(start);
  }

  /** The stated end, where it lies no whole terms after the start. */
  private Optional<LocalDate> stated() {
    return renewal.filter(date -> !isWholeTermsAfterStart(date));
  }

  private boolean isWholeTermsAfterStart(LocalDate date) {
    long apart = monthsApart(start, date);
    return apart % months.orElseThrow() == 0 && start.plusMonths(apart).equals(date);
  }

  private static long monthsApart(LocalDate from, LocalDate to) {
    return ChronoUnit.MONTHS.between(YearMonth.from(from), YearMonth.from(to));
  }
}
