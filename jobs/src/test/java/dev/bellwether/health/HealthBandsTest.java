package dev.bellwether.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthBandsTest {
  private static final HealthBands BANDS = new HealthBands(70, 45, 3, 0.5);

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

  @Test
  void withoutAKnownBandBeforeThePlainCutOffsHold() {
    assertThat(BANDS.after(null, 70.0, 1.0)).isEqualTo("green");
    assertThat(BANDS.after("unknown", 70.0, 1.0)).isEqualTo("green");
  }
}
