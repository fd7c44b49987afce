package dev.bellwether.marts.churn;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;

/** Of how many observations each number is known. */
final class KnownShares implements Serializable {
  private static final long serialVersionUID = 1;

  /** Shares that differ by more say that a number began, or ended, on the way. */
  private static final double STEADY = 0.2;

  private final long[] known = new long[HazardFeatures.NUMBERS.size()];
  private long observations;

  private KnownShares() {}

  static KnownShares of(JavaRDD<Observation> observations) {
    return observations.aggregate(new KnownShares(), KnownShares::add, KnownShares::plus);
  }

  private KnownShares add(Observation observation) {
    observations++;
    for (int i = 0; i < known.length; i++) {
      known[i] += Double.isNaN(observation.numbers()[i]) ? 0 : 1;
    }
    return this;
  }

  private KnownShares plus(KnownShares other) {
    observations += other.observations;
    for (int i = 0; i < known.length; i++) {
      known[i] += other.known[i];
    }
    return this;
  }

  /**
   * The numbers that are known of another share of customers than before: early in a history,
   * windows of many days are known of new accounts only, and a model would take that for what they
   * tell.
   */
  Set<String> unsteadySince(KnownShares before) {
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
