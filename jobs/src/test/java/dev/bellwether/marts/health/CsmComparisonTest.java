package dev.bellwether.marts.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsmComparisonTest {
  @ParameterizedTest
  @CsvSource({"0, red", "50, yellow", "99, yellow", "100, green", ", "})
  void pointsAreABand(Double points, String band) {
    assertThat(CsmComparison.csmBand(points)).isEqualTo(band);
  }

  @ParameterizedTest
  @CsvSource({
    "green, red, csm_more_worried",
    "green, yellow, csm_more_worried",
    "yellow, green, csm_less_worried",
    "red, green, csm_less_worried",
    "red, red, ",
    "unknown, red, ",
    "green, , ",
  })
  void whoSeesItWorseIsToldWhereBothKnow(String band, String csmBand, String expected) {
    assertThat(CsmComparison.disagreement(band, csmBand)).isEqualTo(expected);
  }

  @Test
  void nobodyDisagreesWithoutABand() {
    assertThat(CsmComparison.disagreement(null, "red")).isNull();
  }
}
