package dev.bellwether.prediction.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeakGuardTest {
  private static final int N = 4000;
  private final boolean[] events = new boolean[N];
  private final Random random = new Random(1);

  LeakGuardTest() {
    IntStream.range(0, N).forEach(i -> events[i] = i % 5 == 0);
  }

  private SingleFeature number(java.util.function.IntToDoubleFunction value) {
    return SingleFeature.of("f", IntStream.range(0, N).mapToDouble(value).toArray(), events);
  }

  @Test
  void whatIsFilledOnlyAfterChurnIsTold() {
    SingleFeature filled = number(i -> events[i] ? random.nextInt(40) : Double.NaN);
    assertThat(filled.auc()).isEqualTo(1);
    assertThat(LeakGuard.warnings(0.99, List.of(filled)))
        .hasSize(2)
        .allMatch(warning -> warning.contains("f (1.000)"));
  }

  @Test
  void whatRisesAndFallsIsFoundToo() {
    SingleFeature middle =
        number(i -> events[i] ? random.nextDouble() : 3 * random.nextDouble() - 1);
    assertThat(middle.auc()).isCloseTo(5.0 / 6, within(0.03));
  }

  @Test
  void noiseStaysNearChance() {
    assertThat(number(i -> random.nextGaussian()).auc()).isCloseTo(0.5, within(0.05));
    List<String> levels =
        IntStream.range(0, N).mapToObj(i -> "level " + random.nextInt(1000)).toList();
    assertThat(SingleFeature.of("f", levels, events).auc()).isCloseTo(0.5, within(0.03));
  }

  @Test
  void aCategoryIsJudgedByItsFrequentLevels() {
    List<String> status =
        Arrays.asList(
            IntStream.range(0, N)
                .mapToObj(i -> events[i] ? "closed" : null)
                .toArray(String[]::new));
    assertThat(SingleFeature.of("status", status, events).auc()).isEqualTo(1);
  }

  @Test
  void aGoodModelOfManyFeaturesIsNoSuspect() {
    assertThat(LeakGuard.warnings(0.85, List.of(new SingleFeature("tenure", 0.74)))).isEmpty();
    assertThat(LeakGuard.warnings(0.62, List.of(new SingleFeature("tenure", 0.62)))).isEmpty();
    assertThat(LeakGuard.warnings(0.86, List.of(new SingleFeature("status", 0.85)))).hasSize(1);
  }
}
