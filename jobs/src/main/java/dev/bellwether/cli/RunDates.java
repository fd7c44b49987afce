package dev.bellwether.cli;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.errors.BellwetherException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The as-of dates that {@code --from}, {@code --every} and {@code --as-of} name. */
final class RunDates {
  private static final Pattern DAYS = Pattern.compile("([1-9]\\d{0,2})d");
  private static final String MONTH_END = "month-end";

  private RunDates() {}

  /** All dates from the first to the last in the given steps; the last is always among them. */
  static List<LocalDate> between(LocalDate from, LocalDate asOf, String every) {
    if (from == null) {
      return List.of(asOf);
    }
    if (from.isAfter(asOf)) {
      throw BellwetherException.configuration(
          "--from " + from + " is later than --as-of " + asOf,
          "a backfill goes from an earlier day to a later one",
          "swap them");
    }
    List<LocalDate> dates = new ArrayList<>(steps(from, asOf, every));
    if (!dates.contains(asOf)) {
      dates.add(asOf);
    }
    return List.copyOf(dates);
  }

  /**
   * Refuses nights that are still to come: what is ingested after one was published would count
   * from the day after it, so that a slip in the year leaves the nights between without rows.
   */
  static void requirePast(List<LocalDate> dates, LocalDate today) {
    LocalDate last = dates.get(dates.size() - 1);
    if (last.isAfter(today)) {
      throw BellwetherException.configuration(
          "--as-of " + last + " lies after today, " + today,
          "nights until then would go on without what is ingested from now on",
          "mend the date, or add --allow-future if you mean it");
    }
  }

  private static List<LocalDate> steps(LocalDate from, LocalDate asOf, String every) {
    if (every.equals(MONTH_END)) {
      return Dates.monthEnds(from, asOf);
    }
    Matcher days = DAYS.matcher(every);
    if (!days.matches()) {
      throw BellwetherException.configuration(
          "--every " + every + " is not a valid interval",
          "it takes a number of days or month-ends",
          "write 1d, 7d or " + MONTH_END);
    }
    int step = Integer.parseInt(days.group(1));
    return from.datesUntil(asOf.plusDays(1), Period.ofDays(step)).toList();
  }
}
