package dev.bellwether.prediction.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Bootstrap BOOTSTRAP = new Bootstrap(300, 1);

  /** Forecasts whose log odds are the true ones times a factor, each row said so many times. */
  private static Forecasts drawn(int ids, int rowsEach, double factor, long seed) {
    Random random = new Random(seed);
    int n = ids * rowsEach;
    double[] said = new double[n];
    boolean[] events = new boolean[n];
    List<String> names = new ArrayList<>();
    for (int id = 0; id < ids; id++) {
      double logit = random.nextGaussian() - 1;
      boolean event = random.nextDouble() < 1 / (1 + Math.exp(-logit));
      for (int row = 0; row < rowsEach; row++) {
        said[names.size()] = 1 / (1 + Math.exp(-factor * logit));
        events[names.size()] = event;
        names.add("id " + id);
      }
    }
    return Forecasts.of(said, events, names);
  }

  @Test
  void theSlopeTellsExaggerationAndTimidity() {
    assertThat(Evaluation.of(drawn(20_000, 1, 1, 2), BOOTSTRAP).calibrationSlope())
        .isCloseTo(1, within(0.06));
    assertThat(Evaluation.of(drawn(20_000, 1, 2, 2), BOOTSTRAP).calibrationSlope())
        .isCloseTo(0.5, within(0.04));
  }

  @Test
  void intervalsHoldTheTruthInAboutNineteenOfTwentyCases() {
    double truth = Evaluation.of(drawn(200_000, 1, 1, 99), new Bootstrap(1, 1)).auc().value();
    long held =
        IntStream.range(0, 100)
            .mapToObj(seed -> Evaluation.of(drawn(300, 1, 1, seed), BOOTSTRAP).auc())
            .filter(auc -> auc.low() <= truth && truth <= auc.high())
            .count();
    assertThat(held).isBetween(88L, 100L);
  }

  @Test
  void repeatingTheRowsOfAnIdNarrowsNoInterval() {
    Estimate once = Evaluation.of(drawn(400, 1, 1, 4), BOOTSTRAP).auc();
    Estimate often = Evaluation.of(drawn(400, 5, 1, 4), BOOTSTRAP).auc();
    assertThat(often.value()).isCloseTo(once.value(), within(1e-12));
    assertThat(often.high() - often.low()).isCloseTo(once.high() - once.low(), within(0.02));
  }

  @Test
  void theSameSeedGivesTheSameIntervals() {
    Forecasts forecasts = drawn(300, 2, 1, 5);
    assertThat(Evaluation.of(forecasts, BOOTSTRAP)).isEqualTo(Evaluation.of(forecasts, BOOTSTRAP));
    assertThat(Evaluation.of(forecasts, new Bootstrap(300, 2)).auc())
        .isNotEqualTo(Evaluation.of(forecasts, BOOTSTRAP).auc());
  }

  @Test
  void aConstantProbabilityRanksNobodyAndHasNoSlope() {
    boolean[] events = new boolean[1000];
    IntStream.range(0, 200).forEach(i -> events[i] = true);
    double[] same = new double[1000];
    java.util.Arrays.fill(same, 0.2);
    List<String> ids = Collections.nCopies(1000, "x");
    Evaluation evaluation = Evaluation.of(Forecasts.of(same, events, ids), BOOTSTRAP);
    assertThat(evaluation.auc().value()).isEqualTo(0.5);
    assertThat(evaluation.calibrationSlope()).isNull();
    assertThat(evaluation.observedOverExpected()).isCloseTo(1, within(1e-9));
    assertThat(evaluation.top())
        .extracting(TopShare::lift)
        .allSatisfy(lift -> assertThat(lift).isCloseTo(1, within(1e-9)));
  }
}
