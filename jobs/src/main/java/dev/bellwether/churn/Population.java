package dev.bellwether.churn;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How customers were spread over each number when a model was tried: what drift is measured
 * against.
 *
 * @param spreads by name of the number
 */
record Population(Map<String, Spread> spreads) implements Serializable {
  /** The name of the probability that the model gives, beside those of features. */
  static final String PROBABILITY = "probability";

  private static final int BINS = 10;

  /**
   * Counts of a number's bins.
   *
   * @param cuts where a bin ends and the next begins, ascending
   * @param counts of each bin, and last of unknown values
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Spread(double[] cuts, long[] counts) implements Serializable {

    /** Ten bins of about equal count. */
    static Spread of(double[] values) {
      double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
      double[] cuts =
          IntStream.range(1, known.length == 0 ? 1 : BINS)
              .mapToDouble(i -> known[(int) ((long) i * known.length / BINS)])
              .distinct()
              .toArray();
      Spread empty = new Spread(cuts, new long[cuts.length + 2]);
      Arrays.stream(values).forEach(empty::add);
      return empty;
    }

    /** The same bins, without any values. */
    Spread emptied() {
      return new Spread(cuts, new long[counts.length]);
    }

    void add(double value) {
      counts[bin(value)]++;
    }

    private int bin(double value) {
      if (Double.isNaN(value)) {
        return counts.length - 1;
      }
      int found = Arrays.binarySearch(cuts, value);
      return found >= 0 ? found + 1 : -found - 1;
    }

    /**
     * The population stability index: the sum over bins of (share now - share then) x ln(share now
     * / share then), half a value added to each bin. Under 0.1 is steady, over 0.25 another
     * population (Siddiqi 2006).
     */
    double stabilityOf(Spread now) {
      double index = 0;
      for (int bin = 0; bin < counts.length; bin++) {
        double before = share(counts, bin);
        double after = share(now.counts, bin);
        index += (after - before) * Math.log(after / before);
      }
      return index;
    }

    private static double share(long[] counts, int bin) {
      double all = Arrays.stream(counts).sum() + 0.5 * counts.length;
      return (counts[bin] + 0.5) / all;
    }

    Spread plus(Spread other) {
      long[] sums = counts.clone();
      Arrays.setAll(sums, bin -> counts[bin] + other.counts[bin]);
      return new Spread(cuts, sums);
    }
  }

  /** The spreads of observations, and of the probabilities that a model gave. */
  static Population of(List<Observation> observations, double[] probabilities) {
    Map<String, Spread> spreads = new LinkedHashMap<>();
    spreads.put(PROBABILITY, Spread.of(probabilities));
    for (int i = 0; i < HazardFeatures.NUMBERS.size(); i++) {
      int position = i;
      double[] values =
          observations.stream().mapToDouble(each -> each.numbers()[position]).toArray();
      spreads.put(HazardFeatures.NUMBERS.get(i), Spread.of(values));
    }
    return new Population(spreads);
  }

  /** How many customers it counts. */
  long customers() {
    return Arrays.stream(spreads.get(PROBABILITY).counts()).sum();
  }

  /** The same numbers, without any values. */
  Population emptied() {
    Map<String, Spread> empty = new LinkedHashMap<>();
    spreads.forEach((name, spread) -> empty.put(name, spread.emptied()));
    return new Population(empty);
  }

  /** Adds an observation; numbers that are no longer made are unknown. */
  Population add(Observation observation, double probability) {
    spreads.forEach(
        (name, spread) -> {
          Double value =
              name.equals(PROBABILITY) ? Double.valueOf(probability) : observation.number(name);
          spread.add(value == null ? Double.NaN : value);
        });
    return this;
  }

  Population plus(Population other) {
    Map<String, Spread> sums = new LinkedHashMap<>();
    spreads.forEach((name, spread) -> sums.put(name, spread.plus(other.spreads.get(name))));
    return new Population(sums);
  }

  /** The population stability index of each number (see {@link Spread#stabilityOf}). */
  Map<String, Double> stabilityOf(Population now) {
    Map<String, Double> indexes = new TreeMap<>();
    spreads.forEach(
        (name, spread) -> indexes.put(name, spread.stabilityOf(now.spreads().get(name))));
    return indexes;
  }
}
