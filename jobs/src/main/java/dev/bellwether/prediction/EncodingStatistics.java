package dev.bellwether.prediction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What an encoding has to know of its training rows: sums and counts. */
final class EncodingStatistics {
  /** Levels of fewer rows, or of a smaller share of them, are rare and pooled. */
  private static final int RARE_ROWS = 10;

  private static final double RARE_SHARE = 0.002;
  private static final int MOST_LEVELS = 60;

  /** Beyond so many distinct values a column names things; new ones are no longer counted. */
  private static final int MOST_COUNTED = 10_000;

  private final List<Bounds> bounds;
  private final double[] sums;
  private final long[] known;
  private final List<Map<String, Long>> levels = new ArrayList<>();
  private final long[] withoutText;
  private long rows;

  EncodingStatistics(List<Bounds> bounds, int texts) {
    this.bounds = bounds;
    sums = new double[bounds.size()];
    known = new long[bounds.size()];
    withoutText = new long[texts];
    IntStream.range(0, texts).forEach(i -> levels.add(new HashMap<>()));
  }

  void add(Example example) {
    rows++;
    for (int i = 0; i < sums.length; i++) {
      double value = example.numbers()[i];
      if (!Double.isNaN(value)) {
        sums[i] += bounds.get(i).within(value);
        known[i]++;
      }
    }
    for (int i = 0; i < levels.size(); i++) {
      count(levels.get(i), example.texts()[i]);
      withoutText[i] += example.texts()[i] == null ? 1 : 0;
    }
  }

  private static void count(Map<String, Long> counts, String level) {
    if (level != null && (counts.size() < MOST_COUNTED || counts.containsKey(level))) {
      counts.merge(level, 1L, Long::sum);
    }
  }

  long rows() {
    return rows;
  }

  /** The average of each column of a filled row. */
  double[] averages() {
    DoubleStream.Builder averages = DoubleStream.builder();
    for (int i = 0; i < sums.length; i++) {
      averages.add(known[i] == 0 ? 0 : sums[i] / known[i]);
    }
    for (int i = 0; i < levels.size(); i++) {
      double rare = 1 - share(withoutText[i]);
      for (String level : frequent(levels.get(i))) {
        double share = share(levels.get(i).get(level));
        rare -= share;
        averages.add(share);
      }
      averages.add(rare).add(share(withoutText[i]));
    }
    IntStream.of(gaps()).forEach(gap -> averages.add(share(rows - known[gap])));
    return averages.build().toArray();
  }

  private double share(long some) {
    return rows == 0 ? 0 : (double) some / rows;
  }

  int[] gaps() {
    return IntStream.range(0, sums.length).filter(i -> known[i] < rows).toArray();
  }

  /** The frequent levels of each categorical feature, in order of their text. */
  List<List<String>> frequentLevels() {
    return levels.stream().map(this::frequent).toList();
  }

  private List<String> frequent(Map<String, Long> counts) {
    double least = Math.max(RARE_ROWS, RARE_SHARE * rows);
    return counts.entrySet().stream()
        .filter(level -> level.getValue() >= least)
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_LEVELS)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
