package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How the values of a number are spread: counts of its bins.
 *
 * @param cuts where a bin ends and the next begins, ascending
 * @param counts of each bin, and last of unknown values
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Histogram(double[] cuts, long[] counts) implements Serializable {
  private static final int BINS = 10;

  /** Ten bins of about equal count; NaN is unknown. */
  public static Histogram of(double[] values) {
    double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    double[] cuts =
        IntStream.range(1, known.length == 0 ? 1 : BINS)
            .mapToDouble(i -> known[(int) ((long) i * known.length / BINS)])
            .distinct()
            .toArray();
    Histogram empty = new Histogram(cuts, new long[cuts.length + 2]);
    Arrays.stream(values).forEach(empty::add);
    return empty;
  }

  /** The same bins, without any values. */
  public Histogram emptied() {
    return new Histogram(cuts, new long[counts.length]);
  }

  /** Counts a value; NaN is unknown. */
  public void add(double value) {
    counts[bin(value)]++;
  }

  private int bin(double value) {
    if (Double.isNaN(value)) {
      return counts.length - 1;
    }
    int found = Arrays.binarySearch(cuts, value);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The counts of both, which have the same bins. */
  public Histogram plus(Histogram other) {
    long[] sums = counts.clone();
    Arrays.setAll(sums, bin -> counts[bin] + other.counts[bin]);
    return new Histogram(cuts, sums);
  }

  /**
   * The population stability index: the sum over bins of (share now - share then) x ln(share now /
   * share then), half a value added to each bin. Under 0.1 is steady, over 0.25 another population
   * (Siddiqi 2006).
   *
   * @param now the same bins, with the values of now
   */
  public double stabilityOf(Histogram now) {
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
}
