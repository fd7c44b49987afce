package dev.bellwether.demo;

import java.time.LocalDate;

/** One contract row, as the billing system keeps it; dates that are null have not happened. */
final class SubscriptionRow {
  final String id;
  final LocalDate start;
  final LocalDate renewal;
  final int seats;
  final long monthlyCents;
  final boolean trial;

  /** First day without service; also set while a notice stood that was withdrawn later. */
  LocalDate end;

  LocalDate noticeOn;
  LocalDate withdrawnOn;

  SubscriptionRow(
      String id, LocalDate start, LocalDate renewal, int seats, long monthlyCents, boolean trial) {
    this.id = id;
    this.start = start;
    this.renewal = renewal;
    this.seats = seats;
    this.monthlyCents = monthlyCents;
    this.trial = trial;
  }

  boolean activeOn(LocalDate day) {
    return !day.isBefore(start) && (end == null || day.isBefore(end));
  }

  boolean paidOn(LocalDate day) {
    return monthlyCents > 0 && activeOn(day);
  }

  /** The end as it was known on a day: from the notice on, or else when it came. */
  LocalDate endKnownOn(LocalDate day) {
    if (end == null) {
      return null;
    }
    boolean noticed = noticeOn != null && !noticeOn.isAfter(day);
    return noticed || !end.isAfter(day) ? end : null;
  }
}
