package dev.bellwether.simulator;

import java.time.LocalDate;

/** One account's life, week by week, from its first day to the last simulated one. */
final class AccountSimulation {

  private final World world;
  private final AccountProfile account;
  private final ContractBook book;
  private final Negotiation negotiation;
  private final Draws stateDraws;
  private final HiddenState state;
  private final UsageEmitter usage;
  private final TicketEmitter tickets;
  private final BillingEmitter billing;
  private final RelationshipEmitter relationship;
  private final ReviewEmitter reviews;
  private final ContactEmitter contacts;
  private final TruthRecorder truth;

  AccountSimulation(World world, int number, ChunkOutput raw, ChunkOutput hidden) {
    this.world = world;
    this.account = AccountProfile.of(world, number);
    this.book = new ContractBook(account);
    this.negotiation = new Negotiation(world, account, book);
    this.stateDraws = world.draws(number, Purpose.STATE);
    this.state = HiddenState.initial(account, stateDraws);
    this.usage = new UsageEmitter(world, account, raw);
    this.tickets = new TicketEmitter(world, account, raw);
    this.billing = new BillingEmitter(world, account, raw);
    this.relationship = new RelationshipEmitter(world, account, raw);
    this.reviews = new ReviewEmitter(world, account, raw);
    this.contacts = new ContactEmitter(world, account, raw);
    this.truth = new TruthRecorder(world, account, book, hidden);
  }

  void run() {
    book.renewUntil(world.start.minusDays(1));
    int first = Math.max(0, world.week(account.createdOn()));
    for (int week = first; week <= world.week(world.end) && !gone(week); week++) {
      live(world.weekStart(week));
    }
    billing.account();
    billing.subscriptions(book);
    contacts.emit();
    if (world.options.truth()) {
      truth.finish();
    }
  }

  private boolean gone(int week) {
    return book.ended && book.returnOn == null && !book.activeOn(world.weekStart(week));
  }

  private void live(LocalDate start) {
    LocalDate last = start.plusDays(6);
    if (book.ended && !book.activeOn(start)) {
      if (book.returnOn.isAfter(last)) {
        return;
      }
      state.restart(account);
      book.open(book.returnOn, account.seats());
    }
    state.step(
        account,
        world.options,
        world.season(world.week(start)),
        account.outsourcedOn(start),
        stateDraws);
    decide(start, last);
    Week week = new Week(start, state, book);
    usage.emit(week);
    tickets.emit(week);
    billing.invoices(week);
    relationship.emit(week);
    reviews.emit(week);
    contacts.see(week);
    if (world.options.truth() && book.activeOn(start)) {
      truth.state(start, state);
    }
  }

  /** Makes the week's decisions in order of days, and looks up the truth where a month ends. */
  private void decide(LocalDate start, LocalDate last) {
    LocalDate monthEnd = start.withDayOfMonth(start.lengthOfMonth());
    LocalDate from = start;
    if (!monthEnd.isAfter(last) && !monthEnd.isAfter(world.end)) {
      decideThrough(from, monthEnd);
      from = monthEnd.plusDays(1);
      if (world.options.truth()) {
        truth.observe(monthEnd, state);
      }
    }
    decideThrough(from, last.isAfter(world.end) ? world.end : last);
  }

  private void decideThrough(LocalDate from, LocalDate to) {
    LocalDate deadline = book.nextDeadline(from);
    while (deadline != null && !deadline.isAfter(to)) {
      negotiation.decide(deadline, state);
      deadline = book.nextDeadline(deadline.plusDays(1));
    }
  }
}
