package dev.bellwether.marts.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.SparkTest;
import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Feature;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Scored;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class HazardTrainerTest extends SparkTest {
  private static final int GAP_DAYS = 31;
  private static final double EARLY = 0.05;
  private static final double LATE = 0.15;

  private static List<Integer> monthEnds(int months) {
    return IntStream.range(0, months).map(month -> 10_000 + 30 * month).boxed().toList();
  }

  /**
   * First periods of 200 accounts a month; in the last quarter of months three times as many churn.
   */
  private static List<Example> periods(List<Integer> days) {
    Random random = new Random(5);
    List<Example> periods = new ArrayList<>();
    for (int day : days) {
      double rate = days.indexOf(day) < days.size() * 3 / 4 ? EARLY : LATE;
      for (int account = 0; account < 200; account++) {
        double[] numbers = {random.nextGaussian(), 1, 0, 0, 0};
        boolean churns = random.nextDouble() < rate;
        String id = "a" + account;
        periods.add(new Example(periods.size(), id, day, churns, numbers, new String[0]));
      }
    }
    return periods;
  }

  private static double meanProbability(int months) {
    List<Example> periods = periods(monthEnds(months));
    List<Feature> features = new ArrayList<>(List.of(Feature.of("x")));
    HazardPeriods.FEATURES.forEach(name -> features.add(Feature.of(name)));
    FeatureTable table =
        new FeatureTable(
            spark(),
            features,
            List.of(),
            JavaSparkContext.fromSparkContext(spark().sparkContext()).parallelize(periods, 1));
    CalibratedModels trained = new HazardTrainer(GAP_DAYS).train(table, monthEnds(months));
    Iterator<Scored> scored = trained.score(periods.iterator());
    return periods.stream()
        .mapToDouble(period -> trained.probability(trained.best(), scored.next()))
        .average()
        .orElseThrow();
  }

  @Test
  void aLongHistoryIsCalibratedOnItsLastQuarter() {
    assertThat(meanProbability(36)).isCloseTo(LATE, within(0.02));
  }

  @Test
  void aShortHistoryIsCalibratedOutOfFoldOnAllOfIt() {
    assertThat(meanProbability(20)).isCloseTo(0.75 * EARLY + 0.25 * LATE, within(0.02));
  }

  @Test
  void aPeriodIsDecidedWhenItAndTheGapHavePassed() {
    double[] second = {0, 2, 0, 0, 0};
    Example period = new Example(0, "a", 1000, false, second, new String[0]);

    assertThat(HazardTrainer.isDecided(period, GAP_DAYS, 1090)).isFalse();
    assertThat(HazardTrainer.isDecided(period, GAP_DAYS, 1091)).isTrue();
  }
}
