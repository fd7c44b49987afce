package dev.bellwether.simulator;

import java.time.LocalDate;

/** Writes what a CSM, and at times the leader, say of the renewals of terms that they look at. */
final class ReviewEmitter {

  static final String FILE = "renewal_reviews.csv";
  private static final int[] DAYS_BEFORE = {150, 75, 30};
  private static final double REVIEWED_SHARE = 0.6;
  private static final double SETTLED_SHARE = 0.3;

  private final World world;
  private final AccountProfile account;
  private final ChunkOutput out;
  private final Draws draws;

  ReviewEmitter(World world, AccountProfile account, ChunkOutput out) {
    this.world = world;
    this.account = account;
    this.out = out;
    this.draws = world.draws(account.number(), Purpose.REVIEWS);
  }

  void emit(Week week) {
    boolean hasTerms =
        account.kind() == ContractKind.ANNUAL || account.kind() == ContractKind.MULTI_YEAR;
    LocalDate deadline =
        hasTerms && account.csm() != null ? week.book().nextDeadline(week.start()) : null;
    for (int i = 0; deadline != null && i < DAYS_BEFORE.length; i++) {
      LocalDate day = deadline.minusDays(DAYS_BEFORE[i]);
      boolean isNow = !day.isBefore(week.start()) && day.isBefore(week.start().plusDays(7));
      if (isNow) {
        review(week, day, DAYS_BEFORE[i]);
      }
    }
  }

  private void review(Week week, LocalDate day, int daysBefore) {
    double belief = week.state().belief(draws.normal());
    boolean reviews = draws.chance(REVIEWED_SHARE);
    boolean settles = draws.chance(SETTLED_SHARE) && daysBefore < 180;
    boolean snoozes = draws.chance(0.1);
    boolean inside =
        !day.isBefore(world.start) && world.delivered(day) && week.book().activeOn(day);
    if (!reviews || !inside) {
      return;
    }
    String unsure = daysBefore > 90 ? "monitor" : belief > -0.45 ? "good" : "at_risk";
    String status = belief > 0 ? "good" : belief > -0.9 ? unsure : "at_risk";
    String forecast = belief > 1.5 ? "expands" : belief > -0.6 ? "renews" : "churns";
    String[] fields = {
      "R-" + account.number() + "-" + day,
      account.id(),
      day.toString(),
      account.csm(),
      snoozes ? day.plusDays(14).toString() : "",
      status,
      forecast,
      settles && !status.equals("monitor") ? status : "",
      status.equals("at_risk") ? "asked for a call with the sponsor" : ""
    };
    out.file(FILE).append(String.join(",", fields)).append('\n');
  }
}
