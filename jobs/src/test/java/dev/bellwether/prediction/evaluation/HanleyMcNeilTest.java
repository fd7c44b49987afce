package dev.bellwether.prediction.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HanleyMcNeilTest {

  @Test
  void theStandardErrorIsThatOfThePaper() {
    // the paper's own example: area 0.893, 51 abnormal and 58 normal cases, standard error 0.0326
    assertThat(HanleyMcNeil.standardError(0.893, 51, 58)).isCloseTo(0.0326, within(0.0003));
  }

  @Test
  void theIntervalStaysWithinZeroAndOne() {
    Estimate best = HanleyMcNeil.of(0.99, 3, 5);

    assertThat(best.value()).isEqualTo(0.99);
    assertThat(best.high()).isEqualTo(1);
    assertThat(best.low()).isBetween(0.0, 0.99);
  }

  @Test
  void theIntervalOfOrdersWithoutSkillHoldsAHalfNineteenTimesInTwenty() {
    Random random = new Random(5);
    int held = 0;
    for (int trial = 0; trial < 1000; trial++) {
      boolean[] events = new boolean[200];
      for (int i = 0; i < 30; i++) {
        events[random.nextInt(200)] = true;
      }
      RiskLevels levels = new RiskLevels();
      for (int i = 0; i < events.length; i++) {
        levels.add(-i, 1, events[i] ? 1 : 0, 0);
      }
      double others = (double) levels.rows() - levels.events();
      Estimate auc = HanleyMcNeil.of(new Auc().of(levels), (double) levels.events(), others);
      held += auc.low() <= 0.5 && 0.5 <= auc.high() ? 1 : 0;
    }
    assertThat(held).isBetween(925, 975);
  }
}
