package dev.bellwether.simulator;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Writes the sponsors of one account, as far as somebody notices that they come and go. */
final class ContactEmitter {

  static final String FILE = "contacts.csv";
  private static final double NOTICED = 0.7;

  private record Sponsor(LocalDate since, LocalDate leftOn) {}

  private final World world;
  private final AccountProfile account;
  private final ChunkOutput out;
  private final Draws draws;
  private final List<Sponsor> past = new ArrayList<>();
  private LocalDate since;
  private boolean wasThere;

  ContactEmitter(World world, AccountProfile account, ChunkOutput out) {
    this.world = world;
    this.account = account;
    this.out = out;
    this.draws = world.draws(account.number(), Purpose.CONTACTS);
  }

  /** A sponsor that comes is known at once; that one has left, only most of the time. */
  void see(Week week) {
    boolean isThere = week.state().sponsor;
    if (isThere && since == null) {
      since = later(week.start(), account.createdOn());
    } else if (!isThere && wasThere && draws.chance(NOTICED)) {
      past.add(new Sponsor(since, week.start().plusDays(draws.below(7))));
      since = null;
    }
    wasThere = isThere;
  }

  void emit() {
    if (account.csm() == null) {
      return;
    }
    if (since != null) {
      past.add(new Sponsor(since, null));
    }
    int number = 0;
    for (Sponsor sponsor : past) {
      number++;
      if (world.delivered(sponsor.since())) {
        LocalDate left = sponsor.leftOn();
        boolean known = left != null && world.delivered(left);
        String id = "N-" + account.number() + "-" + number;
        String until = known ? left.toString() : "";
        String[] fields = {id, account.id(), "sponsor", sponsor.since().toString(), until};
        out.file(FILE).append(String.join(",", fields)).append('\n');
      }
    }
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
