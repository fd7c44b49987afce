package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Histogram;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How customers were spread over each number when a model was tried: what drift is measured
 * against.
 *
 * @param spreads by name of the number
 */
record Population(Map<String, Histogram> spreads) implements Serializable {
  /** That of models whose trial recorded none. */
  static final Population UNKNOWN = new Population(Map.of());

  /** The name of the probability that the model gives, beside those of features. */
  static final String PROBABILITY = "probability";

  /** The spreads of observations, and of the probabilities that a model gave. */
  static Population of(List<Observation> observations, double[] probabilities) {
    Map<String, Histogram> spreads = new LinkedHashMap<>();
    spreads.put(PROBABILITY, Histogram.of(probabilities));
    for (int i = 0; i < HazardFeatures.NUMBERS.size(); i++) {
      int position = i;
      double[] values =
          observations.stream().mapToDouble(each -> each.numbers()[position]).toArray();
      spreads.put(HazardFeatures.NUMBERS.get(i), Histogram.of(values));
    }
    return new Population(spreads);
  }

  /** Whether a trial recorded it. */
  boolean isKnown() {
    return !spreads.isEmpty();
  }

  /** How many customers it counts. */
  long customers() {
    return Arrays.stream(spreads.get(PROBABILITY).counts()).sum();
  }

  /** The same numbers, without any values. */
  Population emptied() {
    Map<String, Histogram> empty = new LinkedHashMap<>();
    spreads.forEach((name, spread) -> empty.put(name, spread.emptied()));
    return new Population(empty);
  }

  /** Adds an observation; numbers that are no longer made are unknown. */
  Population add(Observation observation, double probability) {
    spreads.forEach(
        (name, spread) -> {
          boolean isProbability = name.equals(PROBABILITY);
          spread.add(isProbability ? probability : observation.number(name).orElse(Double.NaN));
        });
    return this;
  }

  Population plus(Population other) {
    Map<String, Histogram> sums = new LinkedHashMap<>();
    spreads.forEach((name, spread) -> sums.put(name, spread.plus(other.spreads.get(name))));
    return new Population(sums);
  }

  /** The population stability index of each number (see {@link Histogram#stabilityOf}). */
  Map<String, Double> stabilityOf(Population now) {
    Map<String, Double> indexes = new TreeMap<>();
    spreads.forEach(
        (name, spread) -> indexes.put(name, spread.stabilityOf(now.spreads().get(name))));
    return indexes;
  }
}
