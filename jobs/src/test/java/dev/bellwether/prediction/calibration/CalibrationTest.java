package dev.bellwether.prediction.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  /** Margins, and outcomes drawn by the probabilities that {@code truth} gives them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Drawn(double[] margins, boolean[] events) {
    static Drawn of(int n, long seed, java.util.function.DoubleUnaryOperator truth) {
      Random random = new Random(seed);
      double[] margins = random.doubles(n, -3, 3).toArray();
      boolean[] events = new boolean[n];
      for (int i = 0; i < n; i++) {
        events[i] = random.nextDouble() < truth.applyAsDouble(margins[i]);
      }
      return new Drawn(margins, events);
    }
  }

  @Test
  void aLineFindsTheTruth() {
    Drawn drawn = Drawn.of(1500, 1, m -> Logit.probability(0.5 * m - 2));
    Calibration calibration = Calibration.fit(drawn.margins(), drawn.events(), 0);
    assertThat(calibration.kind()).isEqualTo("platt");
    assertThat(calibration.line().slope()).isCloseTo(0.5, within(0.15));
    assertThat(calibration.line().intercept()).isCloseTo(-2, within(0.25));
  }

  @Test
  void aCurveBendsWhereALineCannot() {
    java.util.function.DoubleUnaryOperator bent = m -> m < 0 ? 0.1 : 0.5;
    Drawn drawn = Drawn.of(20_000, 2, bent);
    Calibration calibration = Calibration.fit(drawn.margins(), drawn.events(), 0.9);
    LogitLine line = calibration.line();
    assertThat(calibration.kind()).isEqualTo("isotonic");
    for (double margin : new double[] {-1.5, -0.5, 0.5, 1.5}) {
      double error = Math.abs(calibration.probability(margin) - bent.applyAsDouble(margin));
      double ofLine = Math.abs(Logit.probability(line.logit(margin)) - bent.applyAsDouble(margin));
      assertThat(error).as("at %s", margin).isLessThan(Math.max(ofLine, 0.02));
    }
  }

  @Test
  void aSteepLineOnFewRowsTiesNobodyAtItsEnds() {
    for (int seed = 0; seed < 200; seed++) {
      Drawn drawn = Drawn.of(40, seed, m -> Logit.probability(4 * m));
      Calibration calibration = Calibration.fit(drawn.margins(), drawn.events(), 0.9);
      long different =
          Arrays.stream(drawn.margins()).map(calibration::probability).distinct().count();
      assertThat(different).as("seed %d", seed).isEqualTo(40);
    }
  }

  @Property(tries = 200)
  void itRisesStrictlyAndNeverReachesZeroOrOne(
      @ForAll @IntRange(min = 30, max = 3000) int n, @ForAll long seed) {
    Drawn drawn = Drawn.of(n, seed, m -> Logit.probability(2 * m));
    Calibration calibration = Calibration.fit(drawn.margins(), drawn.events(), 0.9);
    double[] sorted = Arrays.stream(drawn.margins()).sorted().distinct().toArray();
    for (int i = 1; i < sorted.length; i++) {
      double below = calibration.probability(sorted[i - 1]);
      double above = calibration.probability(sorted[i]);
      assertThat(above).isGreaterThan(below).isLessThan(1);
      assertThat(below).isPositive();
    }
  }

  @Test
  void aModelThatRanksTheWrongWayRoundIsIgnored() {
    Drawn drawn = Drawn.of(2000, 3, m -> Logit.probability(-m));
    Calibration calibration = Calibration.fit(drawn.margins(), drawn.events(), 0.9);
    assertThat(calibration.probability(3)).isCloseTo(0.5, within(0.05));
    assertThat(calibration.probability(3)).isGreaterThan(calibration.probability(-3));
  }

  @Property(tries = 100)
  void atTheLineOfMostLikelihoodTheGradientVanishes(
      @ForAll @IntRange(min = 10, max = 500) int n, @ForAll long seed) {
    Drawn drawn = Drawn.of(n, seed, m -> Logit.probability(0.3 * m + 0.2));
    double[] targets =
        IntStream.range(0, n).mapToDouble(i -> drawn.events()[i] ? 0.95 : 0.05).toArray();
    LogitLine line = LogitLine.fit(drawn.margins(), targets);
    double gradient0 = 0;
    double gradient1 = 0;
    for (int i = 0; i < n; i++) {
      double error = targets[i] - Logit.probability(line.logit(drawn.margins()[i]));
      gradient0 += error;
      gradient1 += error * drawn.margins()[i];
    }
    assertThat(gradient0 / n).isCloseTo(0, within(1e-4));
    assertThat(gradient1 / n).isCloseTo(0, within(1e-4));
  }

  @Property(tries = 200)
  void blocksAreThoseOfTheMinMaxFormula(
      @ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
    Random random = new Random(seed);
    double[] margins = IntStream.range(0, n).mapToDouble(i -> random.nextInt(15)).toArray();
    boolean[] events = new boolean[n];
    IntStream.range(0, n).forEach(i -> events[i] = random.nextBoolean());
    Isotonic fitted = Isotonic.fit(margins, events);
    List<Double> centres = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    naiveBlocks(margins, events, centres, rates);
    assertThat(fitted.rates()).hasSize(rates.size());
    for (int i = 0; i < rates.size(); i++) {
      assertThat(fitted.rates()[i]).isCloseTo(rates.get(i), within(1e-9));
      assertThat(fitted.margins()[i]).isCloseTo(centres.get(i), within(1e-9));
      assertThat(fitted.rate(centres.get(i))).isCloseTo(rates.get(i), within(1e-9));
    }
  }

  /** The isotonic fit at m is the highest, over starts up to m, of the lowest mean up to an end. */
  private static void naiveBlocks(
      double[] margins, boolean[] events, List<Double> centres, List<Double> rates) {
    double[] distinct = Arrays.stream(margins).sorted().distinct().toArray();
    double[] fit = new double[distinct.length];
    for (int i = 0; i < distinct.length; i++) {
      fit[i] = Double.NEGATIVE_INFINITY;
      for (int j = 0; j <= i; j++) {
        double lowest = Double.POSITIVE_INFINITY;
        for (int k = i; k < distinct.length; k++) {
          lowest = Math.min(lowest, mean(margins, events, distinct[j], distinct[k], false));
        }
        fit[i] = Math.max(fit[i], lowest);
      }
    }
    for (int start = 0; start < distinct.length; ) {
      int end = start;
      while (end + 1 < distinct.length && Math.abs(fit[end + 1] - fit[start]) < 1e-12) {
        end++;
      }
      centres.add(mean(margins, events, distinct[start], distinct[end], true));
      rates.add(fit[start]);
      start = end + 1;
    }
  }

  private static double mean(
      double[] margins, boolean[] events, double from, double to, boolean ofMargins) {
    return IntStream.range(0, margins.length)
        .filter(i -> margins[i] >= from && margins[i] <= to)
        .mapToDouble(i -> ofMargins ? margins[i] : events[i] ? 1 : 0)
        .average()
        .orElseThrow();
  }
}
