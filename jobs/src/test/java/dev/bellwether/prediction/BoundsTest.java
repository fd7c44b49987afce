package dev.bellwether.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static double[] normal(int count) {
    Random random = new Random(1);
    return DoubleStream.generate(random::nextGaussian).limit(count).toArray();
  }

  @Test
  void normalValuesAreAllWithinSevenDeviations() {
    Bounds bounds = Bounds.of(normal(3000));
    assertThat(bounds.high()).isCloseTo(4 * 1.645, within(0.4));
    assertThat(bounds.low()).isCloseTo(-4 * 1.645, within(0.4));
    assertThat(DoubleStream.of(normal(3000)).anyMatch(bounds::isBeyond)).isFalse();
  }

  @Test
  void upToATenthOfTheValuesOnASideMayBeAbsurd() {
    double[] values = normal(3000);
    IntStream.range(0, 100).forEach(i -> values[i * 30] = 5e6);
    assertThat(Bounds.of(values).high()).isLessThan(12);
    assertThat(Bounds.of(values).within(5e6)).isEqualTo(Bounds.of(values).high());
  }

  @Test
  void rareFlagsAndSkewedAmountsStayAsTheyAre() {
    double[] flag = IntStream.range(0, 1000).mapToDouble(i -> i % 250 == 0 ? 1 : 0).toArray();
    assertThat(DoubleStream.of(flag).anyMatch(Bounds.of(flag)::isBeyond)).isFalse();
    double[] amounts = DoubleStream.of(normal(3000)).map(Math::exp).toArray();
    assertThat(DoubleStream.of(amounts).filter(Bounds.of(amounts)::isBeyond).count())
        .isLessThan(20);
  }

  @Test
  void aSingleOddValueIsNoReasonToReachAnywhere() {
    double[] values = new double[100];
    values[7] = 900;
    assertThat(Bounds.of(values)).isEqualTo(new Bounds(0, 0));
    assertThat(Bounds.of(new double[] {Double.NaN})).isEqualTo(Bounds.NONE);
    assertThat(Bounds.of(values).within(Double.NaN)).isNaN();
  }
}
