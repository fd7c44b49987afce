package dev.bellwether.simulator;

import static java.time.temporal.ChronoUnit.DAYS;

import dev.bellwether.simulator.ForwardPaths.Odds;
import dev.bellwether.simulator.ForwardPaths.Treatment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Writes what is true of one account and shows in no input. */
final class TruthRecorder {

  static final String STATES = "hidden_states.csv.gz";
  static final String ODDS = "churn_probability.csv";
  static final String OUTCOMES = "potential_outcomes.csv";
  static final String CHURNS = "churns.csv";

  private final World world;
  private final AccountProfile account;
  private final ContractBook book;
  private final ChunkOutput out;
  private final ForwardPaths paths;
  private final Draws draws;
  private final List<Observation> observations = new ArrayList<>();

  private record Observation(
      LocalDate day, boolean decided, Odds odds, LocalDate nextDecision, long monthlyCents) {}

  TruthRecorder(World world, AccountProfile account, ContractBook book, ChunkOutput out) {
    this.world = world;
    this.account = account;
    this.book = book;
    this.out = out;
    this.paths = new ForwardPaths(world, account);
    this.draws = world.draws(account.number(), Purpose.COMPANY);
  }

  void state(LocalDate weekStart, HiddenState state) {
    double macro = world.macro(weekStart);
    String[] fields = {
      weekStart.toString(),
      account.id(),
      Text.number(state.value),
      Text.flag(state.sponsor),
      Text.number(state.friction),
      Text.number(state.budget),
      Text.number(macro),
      Text.flag(state.incident),
      Text.flag(state.touched),
      Text.flag(account.outsourcedOn(weekStart)),
      Text.number(Decisions.leaving(account, state, macro, world.options))
    };
    line(STATES, fields);
  }

  /** Takes down the odds of a customer at a month's end, all decisions up to then made. */
  void observe(LocalDate day, HiddenState state) {
    SubscriptionRow row = book.rowOn(day);
    if (row == null || row.monthlyCents == 0) {
      return;
    }
    if (book.ended) {
      observations.add(new Observation(day, true, certain(day), null, row.monthlyCents));
      return;
    }
    Odds odds = paths.odds(day, state, book, Treatment.NONE);
    LocalDate next = book.nextDeadline(day.plusDays(1));
    observations.add(new Observation(day, false, odds, next, row.monthlyCents));
    if (day.getMonthValue() % 3 == 0) {
      potentialOutcomes(day, state, odds);
    }
  }

  void finish() {
    for (Observation seen : observations) {
      observation(seen);
    }
    for (ContractBook.Churn churn : book.churns) {
      line(
          CHURNS,
          account.id(),
          account.segment().label,
          churn.decidedOn().toString(),
          churn.endOn().toString(),
          Text.orEmpty(churn.noticeOn()),
          Text.orEmpty(churn.returnOn()));
    }
  }

  private Odds certain(LocalDate day) {
    long days = DAYS.between(day, book.last().end);
    double within30 = days <= 30 ? 1 : 0;
    double within90 = days <= 90 ? 1 : 0;
    double within180 = days <= 180 ? 1 : 0;
    return new Odds(within30, within90, within180, 1, within180);
  }

  private void observation(Observation seen) {
    String[] fields = {
      seen.day().toString(),
      account.id(),
      account.segment().label,
      Text.money(seen.monthlyCents()),
      account.currency(),
      Text.flag(seen.decided()),
      Text.number(seen.odds().within30()),
      Text.number(seen.odds().within90()),
      Text.number(seen.odds().within180()),
      Text.orEmpty(seen.nextDecision()),
      Text.number(seen.odds().nextDecision()),
      leftAt(seen.nextDecision())
    };
    line(ODDS, fields);
  }

  /** Whether the customer left at a decision; nothing where that lies beyond the last day. */
  private String leftAt(LocalDate decision) {
    if (decision == null || decision.isAfter(world.end)) {
      return "";
    }
    return Text.flag(book.churns.stream().anyMatch(churn -> churn.decidedOn().equals(decision)));
  }

  private void potentialOutcomes(LocalDate day, HiddenState state, Odds asIs) {
    Odds touched = paths.odds(day, state, book, new Treatment(true, null));
    Odds inHouse = paths.odds(day, state, book, new Treatment(false, false));
    Odds outsourced = paths.odds(day, state, book, new Treatment(false, true));
    double luck = draws.uniform();
    line(
        OUTCOMES,
        day.toString(),
        account.id(),
        Text.flag(account.outsourcedOn(day)),
        within180(asIs),
        within180(touched),
        within180(inHouse),
        within180(outsourced),
        Text.flag(luck < asIs.firstPathWithin180()),
        Text.flag(luck < touched.firstPathWithin180()),
        Text.flag(luck < inHouse.firstPathWithin180()),
        Text.flag(luck < outsourced.firstPathWithin180()));
  }

  private static String within180(Odds odds) {
    return Text.number(odds.within180());
  }

  private void line(String file, String... fields) {
    out.file(file).append(String.join(",", fields)).append('\n');
  }
}
