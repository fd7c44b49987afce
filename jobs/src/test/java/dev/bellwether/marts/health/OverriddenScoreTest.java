package dev.bellwether.marts.health;

import static dev.bellwether.platform.config.Scorecard.Limit.CAP;
import static dev.bellwether.platform.config.Scorecard.Limit.FLOOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.platform.config.Scorecard.Limit;
import dev.bellwether.platform.config.Scorecard.ScoreOverride;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverriddenScoreTest {
  private static final ScoreOverride CAP_40 = override(CAP, 40);
  private static final ScoreOverride CAP_60 = override(CAP, 60);
  private static final ScoreOverride FLOOR_30 = override(FLOOR, 30);
  private static final ScoreOverride FLOOR_50 = override(FLOOR, 50);

  private static ScoreOverride override(Limit limit, double score) {
    return new ScoreOverride(
        limit + "_" + score, limit, score, "why", LocalDate.MAX, List.of(), List.of());
  }

  private static void assertScore(
      double score, double expected, ScoreOverride by, ScoreOverride... overrides) {
    assertThat(OverriddenScore.of(score, List.of(overrides)))
        .isEqualTo(new OverriddenScore(expected, by));
  }

  @Test
  void aCapHoldsDownAndAFloorHoldsUp() {
    assertScore(70, 40, CAP_40, CAP_40);
    assertScore(20, 30, FLOOR_30, FLOOR_30);
    assertScore(35, 35, null, CAP_40, FLOOR_30);
    assertScore(40, 40, null, CAP_40);
    assertScore(70, 70, null);
  }

  @Test
  void theTightestOfSeveralCounts() {
    assertScore(70, 40, CAP_40, CAP_60, CAP_40);
    assertScore(20, 50, FLOOR_50, FLOOR_50, FLOOR_30);
  }

  @Test
  void aFloorLiftsNoFurtherThanTheCap() {
    assertScore(20, 40, FLOOR_50, CAP_40, FLOOR_50);
    assertScore(70, 40, CAP_40, CAP_40, FLOOR_50);
  }
}
