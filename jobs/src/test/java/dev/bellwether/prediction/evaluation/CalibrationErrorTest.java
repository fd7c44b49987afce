package dev.bellwether.prediction.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {

  private static Forecasts drawn(int n, long seed, double exaggeration) {
    Random random = new Random(seed);
    double[] said = new double[n];
    boolean[] events = new boolean[n];
    for (int i = 0; i < n; i++) {
      double logit = random.nextGaussian() - 1;
      said[i] = 1 / (1 + Math.exp(-exaggeration * logit));
      events[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit));
    }
    return Forecasts.of(said, events, Collections.nCopies(n, "x"));
  }

  @Property(tries = 100)
  void withoutTiesItIsTheMeanDistanceOverTenSlicesOfSortedRows(
      @ForAll @IntRange(min = 20, max = 300) int n, @ForAll long seed) {
    Forecasts forecasts = drawn(n, seed, 1);
    double error = 0;
    for (int bin = 0; bin < 10; bin++) {
      int from = (int) Math.round(n * bin / 10.0);
      int to = (int) Math.round(n * (bin + 1) / 10.0);
      double said = 0;
      int happened = 0;
      for (int i = from; i < to; i++) {
        said += forecasts.probabilities()[i];
        happened += forecasts.events()[i] ? 1 : 0;
      }
      error += Math.abs(said / (to - from) - (double) happened / (to - from)) * (to - from) / n;
    }
    assertThat(CalibrationError.of(forecasts)).isCloseTo(error, within(1e-12));
  }

  @Test
  void equalProbabilitiesShareABin() {
    boolean[] events = {true, false, false, false};
    Forecasts forecasts =
        Forecasts.of(new double[] {0.25, 0.25, 0.25, 0.25}, events, Collections.nCopies(4, "x"));
    List<CalibrationBin> bins = CalibrationError.bins(forecasts);
    assertThat(bins).hasSize(1);
    assertThat(bins.get(0).n()).isEqualTo(4);
    assertThat(CalibrationError.of(forecasts)).isZero();
  }

  @Test
  void binsRiseAndHoldEveryRowOnce() {
    List<CalibrationBin> bins = CalibrationError.bins(drawn(1003, 3, 1));
    assertThat(bins).hasSize(10);
    assertThat(bins.stream().mapToInt(CalibrationBin::n).sum()).isEqualTo(1003);
    assertThat(bins).isSortedAccordingTo((a, b) -> Double.compare(a.lowest(), b.lowest()));
  }

  @Test
  void perfectProbabilitiesStayUnderTheirQuantileInAboutNineteenOfTwentyCases() {
    long under =
        IntStream.range(0, 200)
            .mapToObj(seed -> drawn(2000, seed, 1))
            .filter(f -> CalibrationError.of(f) <= CalibrationError.nullP95(f, 5))
            .count();
    assertThat(under).isBetween(180L, 199L);
  }

  @Test
  void exaggeratedProbabilitiesDoNot() {
    Forecasts forecasts = drawn(5000, 1, 2);
    assertThat(CalibrationError.of(forecasts))
        .isGreaterThan(2 * CalibrationError.nullP95(forecasts, 1));
  }
}
