package dev.bellwether.simulator;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The contract rows of one account, and what comes next in them. */
final class ContractBook {

  private final AccountProfile account;
  final List<SubscriptionRow> rows = new ArrayList<>();
  final List<Churn> churns = new ArrayList<>();

  /** End of the term that runs or is agreed; null for evergreen contracts and after churn. */
  LocalDate nextRenewal;

  boolean ended;
  LocalDate returnOn;
  private double pricePerSeat;

  /** One loss: decided on, first day without service, and the return if there was one. */
  record Churn(LocalDate decidedOn, LocalDate endOn, LocalDate noticeOn, LocalDate returnOn) {}

  ContractBook(AccountProfile account) {
    this.account = account;
    this.pricePerSeat = account.pricePerSeat();
    LocalDate start = account.createdOn();
    if (account.trialDays() > 0) {
      SubscriptionRow trial = append(start, null, account.seats(), 0, true);
      trial.end = start.plusDays(account.trialDays());
      start = trial.end;
    }
    if (account.converts()) {
      open(start, account.seats());
    } else {
      ended = true;
    }
  }

  SubscriptionRow last() {
    return rows.get(rows.size() - 1);
  }

  boolean activeOn(LocalDate day) {
    return rowOn(day) != null;
  }

  boolean paidOn(LocalDate day) {
    SubscriptionRow row = rowOn(day);
    return row != null && row.monthlyCents > 0;
  }

  SubscriptionRow rowOn(LocalDate day) {
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (rows.get(i).activeOn(day)) {
        return rows.get(i);
      }
    }
    return null;
  }

  /** The next day on or after a given one on which the customer decides; null once it has left. */
  LocalDate nextDeadline(LocalDate from) {
    if (ended) {
      return null;
    }
    if (account.kind() == ContractKind.EVERGREEN) {
      LocalDate earliest = last().start.plusDays(14);
      LocalDate first = from.isBefore(earliest) ? earliest : from;
      return first.plusDays(Math.floorMod(account.number() - first.toEpochDay(), 7L));
    }
    return nextRenewal.minusDays(account.noticeDays());
  }

  /** Starts the first or a new contract. */
  void open(LocalDate start, int seats) {
    ended = false;
    returnOn = null;
    nextRenewal = account.termMonths() == null ? null : start.plusMonths(account.termMonths());
    append(start, nextRenewal, seats, cents(seats), false);
  }

  /** Goes on by silence: past renewals before the first simulated day. */
  void renewUntil(LocalDate day) {
    while (nextRenewal != null && !nextRenewal.minusDays(account.noticeDays()).isAfter(day)) {
      nextRenewal = nextRenewal.plusMonths(account.termMonths());
    }
  }

  /** The customer leaves: the last row ends, after a notice where one was given. */
  void leave(LocalDate decidedOn, LocalDate noticeOn, LocalDate endOn, LocalDate comesBackOn) {
    SubscriptionRow row = last();
    row.end = endOn;
    row.noticeOn = noticeOn;
    row.noticedEnd = endOn;
    row.withdrawnOn = null;
    ended = true;
    nextRenewal = null;
    returnOn = comesBackOn;
    churns.add(new Churn(decidedOn, endOn, noticeOn, comesBackOn));
  }

  /** Notice was given for the end of the term, or after its period, and taken back. */
  void noticeTakenBack(LocalDate noticeOn, int daysLater) {
    LocalDate end = nextRenewal == null ? noticeOn.plusDays(account.noticeDays()) : nextRenewal;
    LocalDate withdrawnOn = noticeOn.plusDays(daysLater);
    SubscriptionRow row = last();
    row.noticeOn = noticeOn;
    row.noticedEnd = end;
    row.withdrawnOn = withdrawnOn.isBefore(end) ? withdrawnOn : noticeOn;
  }

  /**
   * The customer stays: a new row follows where anything changes or the renewal is late or the
   * system makes one anyway, else the same row goes on.
   */
  void renew(int seats, double priceRise, int daysLate, boolean newRow) {
    LocalDate renewed = nextRenewal.plusDays(daysLate);
    SubscriptionRow old = last();
    pricePerSeat *= 1 + priceRise;
    nextRenewal = renewed.plusMonths(account.termMonths());
    if (newRow || daysLate > 0 || priceRise != 0 || seats != old.seats) {
      old.end = renewed.minusDays(daysLate);
      append(renewed, nextRenewal, seats, cents(seats), false);
    }
  }

  /** A new row of an evergreen contract follows. */
  void change(LocalDate on, int seats) {
    last().end = on;
    append(on, null, seats, cents(seats), false);
  }

  private long cents(int seats) {
    return StrictMath.round(pricePerSeat * seats * 100);
  }

  private SubscriptionRow append(
      LocalDate start, LocalDate renewal, int seats, long cents, boolean trial) {
    String id = String.format(Locale.ROOT, "S-%06d-%02d", account.number(), rows.size() + 1);
    SubscriptionRow row = new SubscriptionRow(id, start, renewal, seats, cents, trial);
    rows.add(row);
    return row;
  }
}
