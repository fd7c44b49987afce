package dev.bellwether.prediction.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.prediction.evaluation.GeneratedForecasts.Row;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Each metric against its definition in plain loops, weighted rows against rows written out. */
class MetricsTest {
  private static final double EXACT = 1e-12;

  @Property(tries = 300)
  void aucIsTheShareOfPairsInOrder(@ForAll("rows") List<Row> rows, @ForAll long seed) {
    check(new Auc(), MetricsTest::auc, rows, seed);
  }

  @Property(tries = 300)
  void averagePrecisionIsTheMeanPrecisionAtEachEvent(
      @ForAll("rows") List<Row> rows, @ForAll long seed) {
    check(new AveragePrecision(), MetricsTest::averagePrecision, rows, seed);
  }

  @Property(tries = 100)
  void logLossIsTheMeanSurprise(@ForAll("rows") List<Row> rows, @ForAll long seed) {
    check(
        new LogLoss(),
        all ->
            all.stream()
                .mapToDouble(r -> -Math.log(r.event() ? r.probability() : 1 - r.probability()))
                .average()
                .orElse(Double.NaN),
        rows,
        seed);
  }

  @Test
  void aCertainErrorLosesAsMuchAsOneInAMillion() {
    assertThat(LogLoss.of(0, true)).isCloseTo(Math.log(1e6), within(EXACT));
    assertThat(LogLoss.of(1, false)).isCloseTo(Math.log(1e6), within(EXACT));
    assertThat(LogLoss.of(0, false)).isCloseTo(1e-6, within(EXACT));
  }

  @Test
  void levelsThatRiseAreRefused() {
    RiskLevels levels = new RiskLevels();
    levels.add(0.5, 2, 1, 1);
    levels.add(0.5, 1, 0, 0.5);
    levels.add(0.25, 0, 0, 0);

    assertThat(levels.size()).isEqualTo(1);
    assertThat(levels.rows()).isEqualTo(3);
    assertThatThrownBy(() -> levels.add(0.75, 1, 0, 0.75)).hasMessageContaining("above the level");
  }

  @Property(tries = 100)
  void brierIsTheMeanSquaredError(@ForAll("rows") List<Row> rows, @ForAll long seed) {
    check(
        new Brier(),
        all ->
            all.stream()
                .mapToDouble(r -> Math.pow((r.event() ? 1 : 0) - r.probability(), 2))
                .average()
                .orElse(Double.NaN),
        rows,
        seed);
  }

  @Property(tries = 200)
  void theTopShareHoldsWhatItsRowsHoldAndItsPartOfATie(
      @ForAll("rows") List<Row> rows, @ForAll("shares") double share) {
    TopShare top = TopShare.of(GeneratedForecasts.of(rows).levels(), share);
    double places = share * rows.size();
    double found = 0;
    for (Row row : rows) {
      long above = rows.stream().filter(r -> r.probability() > row.probability()).count();
      long tied = rows.stream().filter(r -> r.probability() == row.probability()).count();
      double chance = Math.max(0, Math.min(1, (places - above) / tied));
      found += row.event() ? chance : 0;
    }
    double recall = found / rows.stream().filter(Row::event).count();
    assertThat(top.recall()).isCloseTo(recall, within(EXACT));
    assertThat(top.lift()).isCloseTo(recall / share, within(1e-9));
  }

  private interface Naive {
    double of(List<Row> rows);
  }

  private static void check(Metric metric, Naive naive, List<Row> rows, long seed) {
    Forecasts forecasts = GeneratedForecasts.of(rows);
    assertThat(metric.of(forecasts.levels())).isCloseTo(naive.of(rows), within(EXACT));
    Random random = new Random(seed);
    int[] weights = random.ints(rows.size(), 0, 3).toArray();
    List<Row> repeated = GeneratedForecasts.repeated(forecasts, weights);
    if (repeated.stream().map(Row::event).distinct().count() == 2) {
      assertThat(metric.of(forecasts.levels(weights))).isCloseTo(naive.of(repeated), within(EXACT));
    }
  }

  private static double auc(List<Row> rows) {
    double inOrder = 0;
    double pairs = 0;
    for (Row event : rows) {
      for (Row other : rows) {
        if (event.event() && !other.event()) {
          pairs++;
          inOrder +=
              event.probability() > other.probability()
                  ? 1
                  : event.probability() == other.probability() ? 0.5 : 0;
        }
      }
    }
    return inOrder / pairs;
  }

  private static double averagePrecision(List<Row> rows) {
    return rows.stream()
        .filter(Row::event)
        .mapToDouble(
            event -> {
              List<Row> asProbable =
                  rows.stream().filter(r -> r.probability() >= event.probability()).toList();
              return (double) asProbable.stream().filter(Row::event).count() / asProbable.size();
            })
        .average()
        .orElse(Double.NaN);
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    return GeneratedForecasts.rows();
  }

  @Provide
  Arbitrary<Double> shares() {
    return net.jqwik.api.Arbitraries.of(0.05, 0.1, 0.2, 0.37, 1.0);
  }
}
