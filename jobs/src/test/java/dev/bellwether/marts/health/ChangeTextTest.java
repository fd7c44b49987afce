package dev.bellwether.marts.health;

import static dev.bellwether.marts.health.Change.Effect.AVAILABILITY;
import static dev.bellwether.marts.health.Change.Effect.CURVE;
import static dev.bellwether.marts.health.Change.Effect.DATA;
import static dev.bellwether.marts.health.Change.Effect.OVERRIDE;
import static dev.bellwether.marts.health.Change.Effect.SCORECARD_EDITED;
import static dev.bellwether.marts.health.Change.Effect.SCORECARD_SWITCHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeTextTest {
  private static final LocalDate SINCE = LocalDate.of(2025, 11, 1);

  private static String text(Change... changes) {
    return ChangeText.of(SINCE, LocalDate.of(2025, 11, 29), List.of(changes), "default");
  }

  private static Change data(String measure, String feature, double from, double to, double by) {
    return new Change(
        "d", measure, feature, DATA, by, line(measure, feature, from), line(measure, feature, to));
  }

  private static ScoreSheet.Line line(String measure, String feature, Double raw) {
    return new ScoreSheet.Line("d", measure, feature, raw, raw == null ? null : 50.0, 0.1, "known");
  }

  @Test
  void theSentenceNamesTheLargestCausesWithTheirPoints() {
    assertThat(
            text(
                data("payment", "days_past_due", 12, 0, 1.2),
                data("active_users", "active_users_28d", 38, 21, -9.1),
                data("escalations", "open_escalations", 0, 2, -6.1)))
        .isEqualTo(
            "Down 14 since 1 Nov: active users fell 38 → 21 (-9), two escalations opened (-6),"
                + " invoice paid (+1)");
  }

  @Test
  void whatIsNotNamedIsOtherSoThatPointsAddUp() {
    assertThat(
            text(
                data("a", "active_users_28d", 1, 2, 4),
                data("b", "features_used_28d", 1, 2, 3),
                data("c", "events_28d", 1, 2, 2),
                data("d", "open_tickets", 0, 1, -1.4),
                data("e", "open_escalations", 0, 1, -1.4)))
        .isEqualTo(
            "Up 6 since 1 Nov: active users rose 1 → 2 (+4), features in use rose 1 → 2 (+3),"
                + " activity rose 1 → 2 (+2), other (-3)");
  }

  @Test
  void causesThatCancelAreNamedToo() {
    assertThat(text(data("a", "active_users_28d", 1, 2, 4), data("b", "open_tickets", 3, 12, -4.2)))
        .isEqualTo("Unchanged since 1 Nov: nine tickets opened (-4), active users rose 1 → 2 (+4)");
    assertThat(text(data("a", "active_users_28d", 1, 2, 0.4))).isEqualTo("Unchanged since 1 Nov");
    assertThat(text()).isEqualTo("Unchanged since 1 Nov");
  }

  @Test
  void anotherYearIsNamed() {
    assertThat(ChangeText.of(SINCE, LocalDate.of(2026, 1, 30), List.of(), "default"))
        .isEqualTo("Unchanged since 1 Nov 2025");
  }

  @Test
  void availabilityNamesWhatIsNoLongerAndWhatIsNowKnown() {
    ScoreSheet.Line known = line("csat", "csat_90d", 0.5);
    ScoreSheet.Line unknown = line("csat", "csat_90d", null);
    Change lost = new Change("d", "csat", "csat_90d", AVAILABILITY, -3, known, unknown);
    Change sibling = new Change("d", "other", "mrr", AVAILABILITY, -2, known, known);
    Change found = new Change("d", "nps_answers", "nps_mean", AVAILABILITY, 1, unknown, known);

    assertThat(text(lost, sibling)).isEqualTo("Down 5 since 1 Nov: csat no longer known (-5)");
    assertThat(text(lost, sibling, found))
        .isEqualTo("Down 4 since 1 Nov: csat no longer known, nps answers now known (-4)");
  }

  @Test
  void changesOfRulesAreOneCauseEach() {
    ScoreSheet.Line line = line("a", "mrr", 1.0);
    assertThat(
            text(
                new Change("d", "a", "mrr", CURVE, 2, line, line),
                new Change("d", "a", "mrr", SCORECARD_EDITED, 3, line, line),
                new Change("d", "b", "mrr", SCORECARD_SWITCHED, -4, line, line),
                new Change(null, "notice_given", null, OVERRIDE, -20, null, null)))
        .isEqualTo(
            "Down 19 since 1 Nov: override notice given (-20), scorecard edited (+5),"
                + " now by scorecard default (-4)");
  }
}
