package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;

/**
 * Observations cut at a day: a model learns from the earlier ones, and is tested on the later.
 *
 * @param knownOn how they ended is told as known on this day
 * @param testFrom the first observation date of the test
 * @param earlier observations before
 * @param earlierCounts what is counted of them
 * @param later observations from then on
 * @param laterCounts what is counted of them
 */
record ObservationSplit(
    int knownOn,
    int testFrom,
    JavaRDD<Observation> earlier,
    ObservationCounts earlierCounts,
    JavaRDD<Observation> later,
    ObservationCounts laterCounts) {

  /** Cuts the observations of which an outcome was known on a date; counts them in one pass. */
  static ObservationSplit of(JavaRDD<Observation> observations, LocalDate date, int testFrom) {
    int knownOn = (int) date.toEpochDay();
    JavaRDD<Observation> known = observations.filter(each -> each.knownOn(knownOn).isPresent());
    Map<Integer, ObservationCounts> perDay = ObservationCounts.perDay(known, knownOn);
    return new ObservationSplit(
        knownOn,
        testFrom,
        known.filter(each -> each.day() < testFrom),
        ObservationCounts.sum(perDay, day -> day < testFrom),
        known.filter(each -> each.day() >= testFrom),
        ObservationCounts.sum(perDay, day -> day >= testFrom));
  }

  /** Periods to learn from: those that had ended, gap included, before the test. */
  JavaRDD<Example> training(int gapDays) {
    return PeriodSample.training(earlier, earlierCounts, knownOn, gapDays, testFrom);
  }

  /** Customers to be tested on. */
  JavaRDD<Observation> tested() {
    return PeriodSample.tested(later, laterCounts);
  }

  /** The periods of these. */
  TestPeriods test() {
    return TestPeriods.of(LocalDate.ofEpochDay(testFrom), tested(), knownOn);
  }

  /** Numbers that are known of another share of customers on the other side. */
  Set<String> unsteady() {
    return laterCounts.unsteadySince(earlierCounts);
  }
}
