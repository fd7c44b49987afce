package dev.bellwether.marts.churn;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;

/** How many observations there are, how many periods of known outcome, and how much is known. */
final class ObservationCounts implements Serializable {
  private static final long serialVersionUID = 1;

  /** Shares that differ by more say that a number began, or ended, on the way. */
  private static final double STEADY = 0.2;

  private final long[] known = new long[HazardFeatures.NUMBERS.size()];
  private long observations;
  private long periods;

  private ObservationCounts() {}

  /**
   * The counts of each observation date, in one pass.
   *
   * @param knownOn periods count whose outcome was known on this day
   */
  static Map<Integer, ObservationCounts> perDay(JavaRDD<Observation> observations, int knownOn) {
    JavaPairRDD<Integer, Observation> byDay = observations.keyBy(Observation::day);
    return byDay
        .aggregateByKey(
            new ObservationCounts(),
            (counts, observation) -> counts.add(observation, knownOn),
            ObservationCounts::plus)
        .collectAsMap();
  }

  /** The sum over some of the dates. */
  static ObservationCounts sum(Map<Integer, ObservationCounts> perDay, IntPredicate wanted) {
    ObservationCounts sum = new ObservationCounts();
    perDay.forEach(
        (day, counts) -> {
          if (wanted.test(day)) {
            sum.plus(counts);
          }
        });
    return sum;
  }

  private ObservationCounts add(Observation observation, int knownOn) {
    observations++;
    periods += HazardPeriods.known(observation, knownOn).size();
    for (int i = 0; i < known.length; i++) {
      known[i] += Double.isNaN(observation.numbers()[i]) ? 0 : 1;
    }
    return this;
  }

  private ObservationCounts plus(ObservationCounts other) {
    observations += other.observations;
    periods += other.periods;
    for (int i = 0; i < known.length; i++) {
      known[i] += other.known[i];
    }
    return this;
  }

  /** How many observations. */
  long observations() {
    return observations;
  }

  /** How many periods of known outcome. */
  long periods() {
    return periods;
  }

  /**
   * The numbers that are known of another share of customers than before: early in a history,
   * windows of many days are known of new accounts only, and a model would take that for what they
   * tell.
   */
  Set<String> unsteadySince(ObservationCounts before) {
    Set<String> unsteady = new TreeSet<>();
    List<String> names = HazardFeatures.NUMBERS;
    for (int i = 0; i < known.length; i++) {
      if (Math.abs(share(i) - before.share(i)) > STEADY) {
        unsteady.add(names.get(i));
      }
    }
    return unsteady;
  }

  private double share(int number) {
    return observations == 0 ? 0 : (double) known[number] / observations;
  }
}
