package dev.bellwether.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.churn.Population.Spread;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PopulationTest {
  private static double[] normal(int seed, int count, double mean) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> mean + random.nextGaussian()).limit(count).toArray();
  }

  private static Spread spread(Spread bins, double[] values) {
    Spread spread = bins.emptied();
    Arrays.stream(values).forEach(spread::add);
    return spread;
  }

  @Test
  void theSamePopulationIsSteadyAndAShiftedOneIsNot() {
    Spread then = Spread.of(normal(1, 5000, 0));

    assertThat(then.stabilityOf(spread(then, normal(2, 5000, 0)))).isLessThan(0.02);
    // the index of two normal distributions that lie d apart is d^2
    assertThat(then.stabilityOf(spread(then, normal(3, 5000, 0.5)))).isCloseTo(0.25, within(0.06));
    assertThat(then.stabilityOf(spread(then, normal(4, 5000, 1)))).isGreaterThan(0.6);
  }

  @Test
  void theIndexIsTheSumOverBinsOfDifferenceTimesLogRatio() {
    Spread then = new Spread(new double[] {5}, new long[] {60, 39, 1});
    Spread now = new Spread(new double[] {5}, new long[] {20, 79, 1});
    double expected =
        (20.5 - 60.5) / 101.5 * Math.log(20.5 / 60.5)
            + (79.5 - 39.5) / 101.5 * Math.log(79.5 / 39.5);

    assertThat(then.stabilityOf(now)).isCloseTo(expected, within(1e-12));
    assertThat(then.stabilityOf(then)).isZero();
  }

  @Test
  void unknownIsABinOfItsOwnAndEqualValuesShareOne() {
    double[] values = {0, 0, 0, 0, 0, 0, 0, 0, 3, Double.NaN};
    Spread spread = Spread.of(values);

    assertThat(spread.cuts()).containsExactly(0, 3);
    assertThat(spread.counts()).containsExactly(0, 8, 1, 1);
    Spread unknown = spread(spread, new double[] {Double.NaN, Double.NaN, Double.NaN});
    assertThat(spread.stabilityOf(unknown)).isGreaterThan(0.25);
  }

  @Test
  void noKnownValueIsNoError() {
    Spread spread = Spread.of(new double[] {Double.NaN, Double.NaN});

    assertThat(spread.counts()).containsExactly(0, 2);
    assertThat(Spread.of(new double[0]).stabilityOf(Spread.of(new double[0]))).isZero();
  }
}
