package dev.bellwether.marts.renewals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReasonWordsTest {
  private static final LocalDate DATE = LocalDate.parse("2026-06-29");
  private static final LocalDate EARLIER = LocalDate.parse("2026-03-31");

  private static Optional<String> told(String feature, double value, Double earlier, Double usual) {
    LocalDate on = earlier == null ? null : EARLIER;
    return ReasonWords.of(new ReasonWords.Known(DATE, feature, value, earlier, on, usual));
  }

  @Test
  void whatBecameWorseIsToldAsThatMove() {
    assertThat(told("active_users_90d", 46, 61.0, 20.0))
        .contains("quarterly active users fell 61 → 46 since 31 Mar");
    assertThat(told("days_since_last_event", 12, 3.0, null)).contains("no use for 12 days");
  }

  @Test
  void aMoveThatItsWordsDoNotShowIsNone() {
    assertThat(told("stickiness_28d", 0.041, 0.049, null))
        .contains("share of days in use fell 5 % → 4 % since 31 Mar");
    assertThat(told("stickiness_28d", 0.046, 0.054, null)).isEmpty();
  }

  @Test
  void whatIsWorseThanUsualIsHeldAgainstThat() {
    assertThat(told("active_users_90d", 46, 43.0, 120.0))
        .contains("46 active users in 90 days (usual in its segment: 120)");
    assertThat(told("nps_mean", 5, 5.0, 8.0))
        .contains("would recommend: 5 of 10 (usual in its segment: 8)");
  }

  @Test
  void whatIsNeitherWorseThanBeforeNorThanUsualIsNoReason() {
    assertThat(told("active_users_90d", 46, 45.0, 40.0)).isEmpty();
    assertThat(told("active_users_90d", 46, 47.0, null)).isEmpty();
    assertThat(told("resolution_hours_90d", 20, null, 30.0)).isEmpty();
  }

  @Test
  void aMoveIsToldAsItIsAndWhatStandsAloneToo() {
    assertThat(told("active_users_28d_change", -0.45, 0.1, 0.0)).contains("active users down 45 %");
    assertThat(told("open_escalations", 2, null, null)).contains("2 open escalations");
  }

  @Test
  void aMoveOfLastYearNamesTheYear() {
    assertThat(
            ReasonWords.of(
                new ReasonWords.Known(
                    LocalDate.parse("2026-02-10"),
                    "open_escalations",
                    3,
                    1.0,
                    LocalDate.parse("2025-10-31"),
                    0.0)))
        .contains("two escalations opened since 31 Oct 2025");
  }
}
