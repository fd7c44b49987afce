package dev.bellwether.simulator;

import java.time.LocalDate;

/** One contract row, as the billing system keeps it; dates that are null have not happened. */
final class SubscriptionRow {
  final String id;
  final LocalDate start;
  final LocalDate renewal;
  final int seats;
  final long monthlyCents;
  final boolean trial;

  /** First day without service. */
  LocalDate end;

  /** The end that a notice names, also when that was withdrawn later. */
  LocalDate noticedEnd;

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

  /** The end as it was known on a day: while notice stands what that names, or else what came. */
  LocalDate endKnownOn(LocalDate day) {
    boolean noticed = noticeOn != null && !noticeOn.isAfter(day);
    boolean withdrawn = withdrawnOn != null && !withdrawnOn.isAfter(day);
    if (noticed && !withdrawn) {
      return noticedEnd;
    }
    return end != null && !end.isAfter(day) ? end : null;
  }
}
