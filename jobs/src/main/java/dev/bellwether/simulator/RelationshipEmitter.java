package dev.bellwether.simulator;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Writes surveys, the CSM's assessments and touches of one account. */
final class RelationshipEmitter {

  static final String SURVEYS = "surveys.jsonl";
  static final String ASSESSMENTS = "csm_assessments.csv";
  static final String TOUCHPOINTS = "touchpoints.csv";
  private static final int ASSESSED_ON_DAY = 20;

  private final World world;
  private final AccountProfile account;
  private final ChunkOutput out;
  private final Draws draws;
  private int written;

  RelationshipEmitter(World world, AccountProfile account, ChunkOutput out) {
    this.world = world;
    this.account = account;
    this.out = out;
    this.draws = world.draws(account.number(), Purpose.RELATIONSHIP);
  }

  void emit(Week week) {
    surveys(week);
    if (account.csm() != null) {
      assessment(week);
      touchpoint(week);
    }
  }

  private void surveys(Week week) {
    int kind = draws.weighted(0.08, 0.02, 0.02, 0.88);
    int respondents = Math.min(3, 1 + account.seats() / 6);
    for (int i = 0; kind < 3 && i < respondents; i++) {
      survey(week, kind, i);
    }
  }

  private void survey(Week week, int kind, int respondent) {
    LocalDate day = week.anyDay(draws);
    long sent = day.atTime(draws.whole(8, 17), draws.below(60)).toEpochSecond(ZoneOffset.UTC);
    double feeling = week.state().value + 0.8 * draws.normal();
    long answered = sent + draws.whole(1, 14 * 24) * 3600L;
    boolean answers = draws.chance(answerShare(feeling));
    written++;
    if (!shows(week, day)) {
      return;
    }
    boolean known = answers && world.delivered(Text.utcDay(answered));
    new JsonLine(out.file(SURVEYS))
        .text("survey_id", "V-" + account.number() + "-" + written)
        .text("account_id", account.id())
        .text("respondent_id", "u-" + account.number() + "-" + respondent)
        .text("kind", kind == 0 ? "nps" : kind == 1 ? "csat" : "csi")
        .text("sent_at", Text.zoned(sent, ZoneOffset.UTC))
        .text("answered_at", known ? Text.zoned(answered, ZoneOffset.UTC) : null)
        .number("score", known ? score(kind, feeling) : null)
        .end();
  }

  /** Missing not at random: the delighted and the angry answer, the gone-quiet do not. */
  private double answerShare(double feeling) {
    double share = account.surveyPropensity();
    return feeling > 1.2
        ? share * 1.6
        : feeling < -1.8 ? share * 1.3 : feeling < -0.4 ? share / 2 : share;
  }

  private static long score(int kind, double feeling) {
    return switch (kind) {
      case 0 -> within(0, 10, 7.3 + 1.5 * feeling);
      case 1 -> within(1, 5, 3.9 + 0.7 * feeling);
      default -> within(0, 100, 70 + 14 * feeling);
    };
  }

  private static long within(long low, long high, double value) {
    return Math.max(low, Math.min(high, StrictMath.round(value)));
  }

  private void assessment(Week week) {
    double belief = week.state().belief(draws.normal());
    for (int i = 0; i < 7; i++) {
      LocalDate day = week.start().plusDays(i);
      if (day.getDayOfMonth() == ASSESSED_ON_DAY && shows(week, day)) {
        String rating = belief > 0 ? "G" : belief > -0.9 ? "Y" : "R";
        String id = "H-" + account.number() + "-" + day.toString().substring(0, 7);
        line(ASSESSMENTS, id, account.id(), day.toString(), account.csm(), rating);
      }
    }
  }

  private void touchpoint(Week week) {
    LocalDate day = week.anyDay(draws);
    String kind = draws.pick("call", "email", "meeting");
    if (week.state().touched && shows(week, day)) {
      String id = "K-" + account.number() + "-" + day;
      line(TOUCHPOINTS, id, account.id(), day.toString(), account.csm(), kind);
    }
  }

  private boolean shows(Week week, LocalDate day) {
    boolean inside = !day.isBefore(world.start) && world.delivered(day);
    return inside && week.book().activeOn(day);
  }

  private void line(String file, String... fields) {
    out.file(file).append(String.join(",", fields)).append('\n');
  }
}
