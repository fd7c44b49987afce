package dev.bellwether.prediction.calibration;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The rates that rise with the margin and fit the outcomes best (pool adjacent violators), joined
 * by straight lines between the centres of the pooled blocks.
 *
 * <p>Plain isotonic regression is a staircase, whose treads tie what the model had ranked; through
 * the centres of its blocks it rises between any two margins of different blocks (centred isotonic
 * regression, Oron and Flournoy 2017).
 *
 * @param margins the mean margin of each block, rising
 * @param rates the rate of events of each block, rising
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
public record Isotonic(double[] margins, double[] rates) implements Serializable {

  /** Fits margins and outcomes of the same length, at least one. */
  public static Isotonic fit(double[] margins, boolean[] events) {
    int[] order =
        IntStream.range(0, margins.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> margins[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    Blocks blocks = new Blocks(margins.length);
    for (int start = 0; start < order.length; ) {
      int end = start;
      double churned = 0;
      while (end < order.length && margins[order[end]] == margins[order[start]]) {
        churned += events[order[end++]] ? 1 : 0;
      }
      blocks.add(end - start, churned, margins[order[start]] * (end - start));
      start = end;
    }
    return blocks.joined();
  }

  /** The rate at a margin; beyond the outermost centres, the rate of the outermost block. */
  public double rate(double margin) {
    int found = Arrays.binarySearch(margins, margin);
    if (found >= 0) {
      return rates[found];
    }
    int above = -found - 1;
    if (above == 0) {
      return rates[0];
    }
    if (above == margins.length) {
      return rates[above - 1];
    }
    double share = (margin - margins[above - 1]) / (margins[above] - margins[above - 1]);
    return rates[above - 1] + share * (rates[above] - rates[above - 1]);
  }

  /** Blocks of neighbouring margins, the last ones pooled until rates rise strictly. */
  private static final class Blocks {
    private final double[] weight;
    private final double[] events;
    private final double[] marginSum;
    private int count;

    Blocks(int capacity) {
      weight = new double[capacity];
      events = new double[capacity];
      marginSum = new double[capacity];
    }

    void add(double addedWeight, double addedEvents, double addedMarginSum) {
      weight[count] = addedWeight;
      events[count] = addedEvents;
      marginSum[count] = addedMarginSum;
      count++;
      while (count > 1 && rate(count - 2) >= rate(count - 1)) {
        count--;
        weight[count - 1] += weight[count];
        events[count - 1] += events[count];
        marginSum[count - 1] += marginSum[count];
      }
    }

    private double rate(int block) {
      return events[block] / weight[block];
    }

    Isotonic joined() {
      double[] centres =
          IntStream.range(0, count).mapToDouble(i -> marginSum[i] / weight[i]).toArray();
      return new Isotonic(centres, IntStream.range(0, count).mapToDouble(this::rate).toArray());
    }
  }
}
