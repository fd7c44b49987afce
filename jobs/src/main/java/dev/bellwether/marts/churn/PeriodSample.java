package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Draw;
import dev.bellwether.prediction.Example;
import java.time.LocalDate;
import org.apache.spark.api.java.JavaRDD;

/**
 * Which periods a model learns from, and which it is tested on: no more than can be worked on at
 * once, drawn the same way and in the same order each time.
 */
final class PeriodSample {
  /** Month-ends between an account's observations: neighbours say much the same. */
  private static final int MONTHS_APART = 3;

  /** Periods above which they lie further apart: trees are grown by one thread, in memory. */
  private static final long MOST_PERIODS = 1_000_000;

  /** Periods of the test above which fewer accounts are judged: they are judged on the driver. */
  private static final long MOST_TEST_PERIODS = 300_000;

  private PeriodSample() {}

  /**
   * Periods to learn from that were decided by a day: those of each account's every third
   * month-end, or of fewer if they are too many.
   *
   * @param knownOn how they ended is told as known on this day
   */
  static JavaRDD<Example> training(
      JavaRDD<Observation> earlier, int knownOn, int gapDays, int decidedBy) {
    int every = (int) Math.max(MONTHS_APART, count(earlier, knownOn) / MOST_PERIODS + 1);
    JavaRDD<Observation> thinned =
        earlier.filter(
            each -> (Draw.of(each.accountId(), "month", every) + month(each.day())) % every == 0);
    return ordered(
        periods(thinned, knownOn)
            .filter(period -> HazardTrainer.isDecided(period, gapDays, decidedBy)));
  }

  private static int month(int day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    return date.getYear() * 12 + date.getMonthValue();
  }

  /** Customers to be tested on: of all accounts, or of one of so many. */
  static JavaRDD<Observation> tested(JavaRDD<Observation> later, int knownOn) {
    int every = (int) (count(later, knownOn) / MOST_TEST_PERIODS + 1);
    return every == 1 ? later : later.filter(each -> Draw.of(each.accountId(), "test", every) == 0);
  }

  /** Their periods. */
  static JavaRDD<Example> test(JavaRDD<Observation> tested, int knownOn) {
    return ordered(periods(tested, knownOn));
  }

  private static JavaRDD<Example> periods(JavaRDD<Observation> observations, int knownOn) {
    return observations.flatMap(each -> HazardPeriods.known(each, knownOn).iterator());
  }

  private static long count(JavaRDD<Observation> observations, int knownOn) {
    return observations
        .map(each -> (long) HazardPeriods.known(each, knownOn).size())
        .fold(0L, Long::sum);
  }

  /** In one order and one partition, so that the same rows train the same model. */
  private static JavaRDD<Example> ordered(JavaRDD<Example> periods) {
    return periods.sortBy(each -> each.id() + " " + each.row(), true, 1);
  }
}
