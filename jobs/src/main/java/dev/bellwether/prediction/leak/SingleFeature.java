package dev.bellwether.prediction.leak;

import dev.bellwether.prediction.evaluation.Auc;
import dev.bellwether.prediction.evaluation.RiskLevels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How well one feature alone tells events apart.
 *
 * @param name the feature
 * @param auc of the rate of events among other rows of like value; unknown is a value, too
 */
public record SingleFeature(String name, double auc) {
  private static final int MOST_BINS = 20;
  private static final int LEAST_IN_BIN = 50;
  private static final int PARTS = 5;
  private static final String UNKNOWN = "unknown";
  private static final String RARE = "rare";

  /** A numeric feature, by bins of about equal count. */
  static SingleFeature of(String name, double[] values, boolean[] events) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int bins = Math.max(2, Math.min(MOST_BINS, sorted.length / LEAST_IN_BIN));
    double[] cuts =
        IntStream.range(1, bins)
            .mapToDouble(
                i -> sorted.length == 0 ? 0 : sorted[(int) ((long) i * sorted.length / bins)])
            .distinct()
            .toArray();
    List<String> cells =
        Arrays.stream(values)
            .mapToObj(v -> Double.isNaN(v) ? UNKNOWN : String.valueOf(bin(cuts, v)))
            .toList();
    return new SingleFeature(name, auc(cells, events));
  }

  private static int bin(double[] cuts, double value) {
    int found = Arrays.binarySearch(cuts, value);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** A categorical feature, by its frequent values. */
  static SingleFeature of(String name, List<String> values, boolean[] events) {
    List<String> cells = values.stream().map(v -> v == null ? UNKNOWN : "=" + v).toList();
    Map<String, Integer> counts = new HashMap<>();
    cells.forEach(cell -> counts.merge(cell, 1, Integer::sum));
    List<String> pooled =
        cells.stream()
            .map(c -> counts.get(c) < LEAST_IN_BIN && !c.equals(UNKNOWN) ? RARE : c)
            .toList();
    return new SingleFeature(name, auc(pooled, events));
  }

  /** Each row by the rate of its cell among the rows of other parts, one row of the mean added. */
  private static double auc(List<String> cells, boolean[] events) {
    double[] rates = new double[events.length];
    // by lot, since a table may be sorted, or repeat itself
    int[] parts = new SplittableRandom(1).ints(rates.length, 0, PARTS).toArray();
    for (int part = 0; part < PARTS; part++) {
      Map<String, int[]> counts = new HashMap<>();
      int[] all = new int[2];
      for (int i = 0; i < rates.length; i++) {
        if (parts[i] != part) {
          count(counts.computeIfAbsent(cells.get(i), cell -> new int[2]), events[i]);
          count(all, events[i]);
        }
      }
      double mean = (double) all[1] / all[0];
      for (int i = 0; i < rates.length; i++) {
        if (parts[i] == part) {
          int[] count = counts.getOrDefault(cells.get(i), new int[2]);
          rates[i] = (count[1] + mean) / (count[0] + 1);
        }
      }
    }
    return new Auc().of(RiskLevels.of(rates, events));
  }

  private static void count(int[] rowsAndEvents, boolean event) {
    rowsAndEvents[0]++;
    rowsAndEvents[1] += event ? 1 : 0;
  }
}
