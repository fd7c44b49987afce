package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How far the values of a number reach that a model has learned from. Beyond, a straight line is no
 * longer what the data says, and one absurd value would tilt it for all.
 *
 * <p>The bounds lie four times as far from the median as nine tenths of the values on that side do:
 * some seven standard deviations where values are normal, and beyond all but two of a thousand
 * where their logarithms are. Up to a tenth of the values on a side may be absurd.
 *
 * @param low the least value that is taken as it is
 * @param high the greatest value that is taken as it is
 */
public record Bounds(double low, double high) implements Serializable {
  /** What models stored before there were bounds have. */
  static final Bounds NONE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private static final double REACHED_BY = 0.9;
  private static final double TIMES_AS_FAR = 4;

  /** The bounds of values; NaN is unknown. Without any known value, there are none. */
  public static Bounds of(double[] values) {
    double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    if (known.length == 0) {
      return NONE;
    }
    double median = known[known.length / 2];
    double[] above = Arrays.stream(known).filter(v -> v > median).map(v -> v - median).toArray();
    double[] below = Arrays.stream(known).filter(v -> v < median).map(v -> median - v).toArray();
    Arrays.sort(below);
    return new Bounds(median - TIMES_AS_FAR * reach(below), median + TIMES_AS_FAR * reach(above));
  }

  /** The distance that nine tenths stay within; a single value is no reason to go anywhere. */
  private static double reach(double[] distances) {
    int beyond = Math.max(1, (int) Math.ceil((1 - REACHED_BY) * distances.length));
    return distances.length < 2 ? 0 : distances[distances.length - 1 - beyond];
  }

  /** The value, or else the bound that it is beyond; NaN stays. */
  double within(double value) {
    return Double.isNaN(value) ? value : Math.min(high, Math.max(low, value));
  }

  /** Whether a value is beyond what was learned from; unknown is not. */
  public boolean isBeyond(double value) {
    return value < low || value > high;
  }
}
