package dev.bellwether.facts.tickets;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * When somebody is at work: open spans of weekdays in a time zone, but not on holidays.
 *
 * @param spans the spans, none across midnight; given in any order, those that overlap or meet are
 *     held as one
 */
record BusinessCalendar(ZoneId zone, List<Span> spans, Set<LocalDate> holidays) {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final Comparator<Span> IN_ORDER =
      Comparator.comparingInt(Span::weekday).thenComparingInt(Span::opens);

  /**
   * An open span of a weekday, in minutes of the local clock.
   *
   * @param weekday 1 is Monday, 7 Sunday
   */
  record Span(int weekday, int opens, int closes) implements Serializable {}

  BusinessCalendar {
    spans = merged(spans);
  }

  private static List<Span> merged(List<Span> given) {
    List<Span> merged = new ArrayList<>();
    for (Span span : given.stream().sorted(IN_ORDER).toList()) {
      Span before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (before != null && before.weekday == span.weekday && span.opens <= before.closes) {
        int closes = Math.max(before.closes, span.closes);
        merged.set(merged.size() - 1, new Span(span.weekday, before.opens, closes));
      } else {
        merged.add(span);
      }
    }
    return List.copyOf(merged);
  }

  /** Open seconds from one instant to another; 0 when the other is not later. */
  double secondsBetween(Instant from, Instant to) {
    LocalDate last = to.atZone(zone).toLocalDate();
    long nanos = 0;
    for (LocalDate day = from.atZone(zone).toLocalDate();
        !day.isAfter(last);
        day = day.plusDays(1)) {
      for (Span span : spansOn(day)) {
        Instant begin = later(at(day, span.opens), from);
        Instant end = earlier(at(day, span.closes), to);
        nanos += Math.max(0, Duration.between(begin, end).toNanos());
      }
    }
    return nanos / NANOS_PER_SECOND;
  }

  /** Whether it is open at an instant. */
  boolean isOpen(Instant instant) {
    LocalDate day = instant.atZone(zone).toLocalDate();
    return spansOn(day).stream()
        .anyMatch(
            span ->
                !instant.isBefore(at(day, span.opens)) && instant.isBefore(at(day, span.closes)));
  }

  private List<Span> spansOn(LocalDate day) {
    int weekday = day.getDayOfWeek().getValue();
    return holidays.contains(day)
        ? List.of()
        : spans.stream().filter(span -> span.weekday == weekday).toList();
  }

  /** On the day on which the clock changes, what the clock shows counts. */
  private Instant at(LocalDate day, int minute) {
    return minute == 24 * 60
        ? day.plusDays(1).atStartOfDay(zone).toInstant()
        : day.atTime(minute / 60, minute % 60).atZone(zone).toInstant();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
