package dev.bellwether.prediction.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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
    assertThat(CalibrationError.of(forecasts.levels())).isCloseTo(error, within(1e-12));
  }

  /** A run of ties goes to the bin of its first row, counted from the most probable. */
  @Property(tries = 300)
  void withTiesARunGoesWholeToTheBinOfItsFirstRow(
      @ForAll @Size(min = 1, max = 80) List<@IntRange(max = 19) Integer> drawn) {
    List<Integer> rows = drawn.stream().sorted((a, b) -> b / 2 - a / 2).toList();
    double[] excess = new double[11];
    for (int i = 0; i < rows.size(); i++) {
      int level = rows.get(i) / 2;
      int first = (int) rows.stream().filter(other -> other / 2 > level).count();
      int bin = 1;
      while (Math.round(rows.size() * bin / 10.0) <= first) {
        bin++;
      }
      excess[bin] += level / 10.0 - rows.get(i) % 2;
    }
    double error = Arrays.stream(excess).map(Math::abs).sum() / rows.size();

    RiskLevels one = new RiskLevels();
    rows.forEach(row -> one.add(row / 2, 1, row % 2, row / 2 / 10.0));
    assertThat(CalibrationError.of(one)).isCloseTo(error, within(1e-12));
    assertThat(CalibrationError.of(counted(rows))).isCloseTo(error, within(1e-12));
  }

  /** The same rows, each level added at once. */
  private static RiskLevels counted(List<Integer> rows) {
    RiskLevels levels = new RiskLevels();
    for (int level = 9; level >= 0; level--) {
      int here = level;
      List<Integer> tied = rows.stream().filter(row -> row / 2 == here).toList();
      long events = tied.stream().filter(row -> row % 2 == 1).count();
      levels.add(level, tied.size(), events, tied.size() * level / 10.0);
    }
    return levels;
  }

  @Test
  void equalProbabilitiesShareABin() {
    boolean[] events = {true, false, false, false};
    Forecasts forecasts =
        Forecasts.of(new double[] {0.25, 0.25, 0.25, 0.25}, events, Collections.nCopies(4, "x"));
    List<CalibrationBin> bins = CalibrationError.bins(forecasts.levels());
    assertThat(bins).hasSize(1);
    assertThat(bins.get(0).n()).isEqualTo(4);
    assertThat(CalibrationError.of(forecasts.levels())).isZero();
  }

  @Test
  void binsRiseAndHoldEveryRowOnce() {
    List<CalibrationBin> bins = CalibrationError.bins(drawn(1003, 3, 1).levels());
    assertThat(bins).hasSize(10);
    assertThat(bins.stream().mapToLong(CalibrationBin::n).sum()).isEqualTo(1003);
    assertThat(bins).isSortedAccordingTo((a, b) -> Double.compare(a.lowest(), b.lowest()));
  }

  @Test
  void perfectProbabilitiesStayUnderTheirQuantileInAboutNineteenOfTwentyCases() {
    long under =
        IntStream.range(0, 200)
            .mapToObj(seed -> drawn(2000, seed, 1).levels())
            .filter(f -> CalibrationError.of(f) <= CalibrationError.nullP95(f, 5))
            .count();
    assertThat(under).isBetween(180L, 199L);
  }

  @Test
  void exaggeratedProbabilitiesDoNot() {
    Forecasts forecasts = drawn(5000, 1, 2);
    assertThat(CalibrationError.of(forecasts.levels()))
        .isGreaterThan(2 * CalibrationError.nullP95(forecasts.levels(), 1));
  }
}
