package dev.bellwether.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static double[] normal(int seed, int count, double mean) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> mean + random.nextGaussian()).limit(count).toArray();
  }

  private static Histogram histogram(Histogram bins, double[] values) {
    Histogram histogram = bins.emptied();
    Arrays.stream(values).forEach(histogram::add);
    return histogram;
  }

  @Test
  void theSamePopulationIsSteadyAndAShiftedOneIsNot() {
    Histogram then = Histogram.of(normal(1, 5000, 0));

    assertThat(then.stabilityOf(histogram(then, normal(2, 5000, 0)))).isLessThan(0.02);
    // the index of two normal distributions that lie d apart is d^2
    assertThat(then.stabilityOf(histogram(then, normal(3, 5000, 0.5))))
        .isCloseTo(0.25, within(0.06));
    assertThat(then.stabilityOf(histogram(then, normal(4, 5000, 1)))).isGreaterThan(0.6);
  }

  @Test
  void theIndexIsTheSumOverBinsOfDifferenceTimesLogRatio() {
    Histogram then = new Histogram(new double[] {5}, new long[] {60, 39, 1});
    Histogram now = new Histogram(new double[] {5}, new long[] {20, 79, 1});
    double expected =
        (20.5 - 60.5) / 101.5 * Math.log(20.5 / 60.5)
            + (79.5 - 39.5) / 101.5 * Math.log(79.5 / 39.5);

    assertThat(then.stabilityOf(now)).isCloseTo(expected, within(1e-12));
    assertThat(then.stabilityOf(then)).isZero();
  }

  @Test
  void unknownIsABinOfItsOwnAndEqualValuesShareOne() {
    double[] values = {0, 0, 0, 0, 0, 0, 0, 0, 3, Double.NaN};
    Histogram histogram = Histogram.of(values);

    assertThat(histogram.cuts()).containsExactly(0, 3);
    assertThat(histogram.counts()).containsExactly(0, 8, 1, 1);
    Histogram unknown = histogram(histogram, new double[] {Double.NaN, Double.NaN, Double.NaN});
    assertThat(histogram.stabilityOf(unknown)).isGreaterThan(0.25);
  }

  @Test
  void noKnownValueIsNoError() {
    Histogram histogram = Histogram.of(new double[] {Double.NaN, Double.NaN});

    assertThat(histogram.counts()).containsExactly(0, 2);
    assertThat(Histogram.of(new double[0]).stabilityOf(Histogram.of(new double[0]))).isZero();
  }
}
