package dev.bellwether.simulator;

import java.time.LocalDate;

/** What a customer does on a day on which it may decide. */
final class Negotiation {

  private static final double RETURN_SHARE = 0.08;

  private final World world;
  private final AccountProfile account;
  private final ContractBook book;
  private final Draws draws;

  Negotiation(World world, AccountProfile account, ContractBook book) {
    this.world = world;
    this.account = account;
    this.book = book;
    this.draws = world.draws(account.number(), Purpose.DECISIONS);
  }

  /** Decides on a deadline, by the state of that week. */
  void decide(LocalDate deadline, HiddenState state) {
    double leaving = Decisions.leaving(account, state, world.macro(deadline), world.options);
    boolean leaves = draws.chance(leaving);
    boolean noticed = leaves && draws.chance(Decisions.noticeShare(account));
    boolean withdrawn = noticed && draws.chance(Decisions.WITHDRAWN_SHARE);
    LocalDate noticeOn = noticed ? noticeDay(deadline) : null;
    if (leaves && !withdrawn) {
      leave(deadline, noticeOn);
      return;
    }
    if (withdrawn) {
      book.noticeTakenBack(noticeOn, draws.whole(2, 12));
    }
    stay(deadline, state, withdrawn);
  }

  private LocalDate noticeDay(LocalDate deadline) {
    LocalDate day = deadline.minusDays(draws.below(6));
    return day.isBefore(book.last().start) ? book.last().start : day;
  }

  private void leave(LocalDate deadline, LocalDate noticeOn) {
    LocalDate end =
        account.kind() != ContractKind.EVERGREEN
            ? book.nextRenewal
            : noticeOn == null ? deadline.plusDays(1) : noticeOn.plusDays(account.noticeDays());
    LocalDate comesBack = draws.chance(RETURN_SHARE) ? end.plusDays(draws.whole(40, 150)) : null;
    book.leave(deadline, noticeOn, end, comesBack);
  }

  /** After a notice taken back a new row follows, so that the old one ends as the notice said. */
  private void stay(LocalDate deadline, HiddenState state, boolean withdrawn) {
    if (account.kind() == ContractKind.EVERGREEN) {
      boolean changes = draws.chance(0.006);
      int seats = seats(state, 1);
      if (withdrawn) {
        book.change(book.last().noticedEnd, book.last().seats);
      } else if (changes && seats != book.last().seats) {
        book.change(deadline.plusDays(1), seats);
      }
      return;
    }
    boolean monthly = account.kind() == ContractKind.MONTHLY;
    boolean late = draws.chance(monthly ? 0.008 : 0.1) && !withdrawn;
    int daysLate = draws.whole(1, 25);
    double rise = draws.chance(monthly ? 0.02 : 0.3) ? draws.between(0.02, 0.06) : 0;
    int seats = seats(state, monthly ? 0.1 : 1);
    boolean newRow = draws.chance(monthly ? 0.02 : 0.25);
    book.renew(seats, rise, late ? daysLate : 0, newRow || withdrawn);
  }

  /** Seats after a decision to stay: fewer where many are idle, more where most are busy. */
  private int seats(HiddenState state, double scale) {
    double use = Draws.logistic(state.usage());
    double fewer = use < 0.2 ? 0.3 * scale : 0.02 * scale;
    double more = use > 0.36 ? 0.35 * scale : 0.05 * scale;
    double draw = draws.uniform();
    double size = draws.between(0.05, 0.25);
    int seats = book.last().seats;
    int step = Math.max(1, (int) StrictMath.round(seats * size));
    if (draw < fewer) {
      return Math.max(1, seats - step);
    }
    return draw < fewer + more ? seats + step : seats;
  }
}
