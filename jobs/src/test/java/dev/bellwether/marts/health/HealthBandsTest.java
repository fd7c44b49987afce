package dev.bellwether.marts.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class HealthBandsTest {
  private static final HealthBands BANDS = new HealthBands(70, 45, 3, 1, 0.5);

  @Test
  void plainCutOffsIncludeTheirBound() {
    assertThat(BANDS.plain(70.0, 1.0)).isEqualTo("green");
    assertThat(BANDS.plain(69.9, 1.0)).isEqualTo("yellow");
    assertThat(BANDS.plain(45.0, 1.0)).isEqualTo("yellow");
    assertThat(BANDS.plain(44.9, 1.0)).isEqualTo("red");
  }

  @Test
  void underTheMinimumCoverageTheBandIsUnknown() {
    assertThat(BANDS.plain(90.0, 0.49)).isEqualTo("unknown");
    assertThat(BANDS.after("green", 90.0, 0.49)).isEqualTo("unknown");
    assertThat(BANDS.plain(90.0, 0.5)).isEqualTo("green");
    assertThat(BANDS.plain(null, 0.0)).isEqualTo("unknown");
  }

  @Test
  void bandChangesOnlyOnceTheMarginIsPassed() {
    assertThat(BANDS.after("green", 67.0, 1.0)).isEqualTo("green");
    assertThat(BANDS.after("green", 66.9, 1.0)).isEqualTo("yellow");
    assertThat(BANDS.after("yellow", 72.9, 1.0)).isEqualTo("yellow");
    assertThat(BANDS.after("yellow", 73.0, 1.0)).isEqualTo("green");
    assertThat(BANDS.after("yellow", 42.0, 1.0)).isEqualTo("yellow");
    assertThat(BANDS.after("yellow", 41.9, 1.0)).isEqualTo("red");
    assertThat(BANDS.after("red", 47.9, 1.0)).isEqualTo("red");
    assertThat(BANDS.after("red", 48.0, 1.0)).isEqualTo("yellow");
  }

  @Test
  void bandMayJumpOverTheMiddleOne() {
    assertThat(BANDS.after("green", 41.0, 1.0)).isEqualTo("red");
    assertThat(BANDS.after("red", 73.0, 1.0)).isEqualTo("green");
    assertThat(BANDS.after("red", 72.0, 1.0)).isEqualTo("yellow");
  }

  private static BandState nights(HealthBands bands, double... scores) {
    BandState state = null;
    LocalDate date = LocalDate.of(2024, 1, 1);
    for (double score : scores) {
      state = bands.next(state, date, score, 1.0);
      date = date.plusDays(1);
    }
    return state;
  }

  @Test
  void bandChangesOnlyAfterEnoughNightsAcross() {
    HealthBands three = new HealthBands(70, 45, 0, 3, 0.5);
    assertThat(nights(three, 60).band()).isEqualTo("yellow");
    assertThat(nights(three, 60, 44, 44))
        .isEqualTo(new BandState("yellow", LocalDate.of(2024, 1, 2), 44.0, 1.0));
    assertThat(nights(three, 60, 44, 44, 40)).isEqualTo(new BandState("red", null, 40.0, 1.0));
    assertThat(nights(three, 60, 44, 46, 44, 44).acrossSince())
        .as("a night on the other side begins anew")
        .isEqualTo(LocalDate.of(2024, 1, 4));
    assertThat(nights(three, 60, 44, 44, 80))
        .as("across the other cut-off begins anew")
        .isEqualTo(new BandState("yellow", LocalDate.of(2024, 1, 4), 80.0, 1.0));
    assertThat(nights(three, 80, 60, 44, 44).band())
        .as("further across on the same side goes on")
        .isEqualTo("red");
  }

  @Test
  void nightsAcrossAreDaysSoThatAMissedNightCounts() {
    HealthBands three = new HealthBands(70, 45, 0, 3, 0.5);
    BandState first = three.next(new BandState("yellow", null, 60.0, 1.0), day(1), 40.0, 1.0);
    assertThat(three.next(first, day(3), 40.0, 1.0).band()).isEqualTo("red");
    assertThat(three.next(first, day(2), 40.0, 1.0).band()).isEqualTo("yellow");
  }

  @Test
  void marginAndNightsWorkTogether() {
    HealthBands both = new HealthBands(70, 45, 3, 2, 0.5);
    assertThat(nights(both, 60, 43, 43).band()).isEqualTo("yellow");
    assertThat(nights(both, 60, 41, 41).band()).isEqualTo("red");
  }

  @Test
  void anUnknownNightForgets() {
    HealthBands three = new HealthBands(70, 45, 0, 3, 0.5);
    BandState across = three.next(new BandState("yellow", null, 60.0, 1.0), day(1), 40.0, 1.0);
    BandState unknown = three.next(across, day(2), 40.0, 0.1);
    assertThat(unknown).isEqualTo(new BandState("unknown", null, 40.0, 0.1));
    assertThat(three.next(unknown, day(3), 40.0, 1.0).band()).isEqualTo("red");
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2024, 1, day);
  }

  @Test
  void withoutAKnownBandBeforeThePlainCutOffsHold() {
    assertThat(BANDS.after(null, 70.0, 1.0)).isEqualTo("green");
    assertThat(BANDS.after("unknown", 70.0, 1.0)).isEqualTo("green");
  }
}
