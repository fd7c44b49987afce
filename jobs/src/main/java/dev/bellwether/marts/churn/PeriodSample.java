package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Draw;
import dev.bellwether.prediction.Example;
import java.time.LocalDate;
import org.apache.spark.api.java.JavaRDD;

/**
 * Which periods a model learns from, and which customers it is tested on: no more than can be
 * worked on at once, drawn the same way and in the same order each time.
 */
final class PeriodSample {
  /** Month-ends between an account's observations: neighbours say much the same. */
  private static final int MONTHS_APART = 3;

  /** Periods above which they lie further apart: trees are grown by one thread, in memory. */
  private static final long MOST_PERIODS = 1_000_000;

  /** Periods of the test above which fewer accounts are tested: they are judged on the driver. */
  private static final long MOST_TEST_PERIODS = 300_000;

  private PeriodSample() {}

  /**
   * Periods to learn from that were decided by a day: those of each account's every third
   * month-end, or of fewer if they are too many; in one order and one partition, so that the same
   * rows train the same model.
   *
   * @param counts of the observations
   * @param knownOn how they ended is told as known on this day
   */
  static JavaRDD<Example> training(
      JavaRDD<Observation> earlier,
      ObservationCounts counts,
      int knownOn,
      int gapDays,
      int decidedBy) {
    int every = (int) Math.max(MONTHS_APART, counts.periods() / MOST_PERIODS + 1);
    return earlier
        .filter(
            each -> (Draw.of(each.accountId(), "month", every) + month(each.day())) % every == 0)
        .flatMap(each -> HazardPeriods.known(each, knownOn).iterator())
        .filter(period -> HazardTrainer.isDecided(period, gapDays, decidedBy))
        .sortBy(each -> each.id() + " " + each.row(), true, 1);
  }

  private static int month(int day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    return date.getYear() * 12 + date.getMonthValue();
  }

  /**
   * Customers to be tested on: of all accounts, or of one of so many.
   *
   * @param counts of the observations
   */
  static JavaRDD<Observation> tested(JavaRDD<Observation> later, ObservationCounts counts) {
    int every = (int) (counts.periods() / MOST_TEST_PERIODS + 1);
    return every == 1 ? later : later.filter(each -> Draw.of(each.accountId(), "test", every) == 0);
  }
}
