package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.Explained;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sums up what drives the champion, from rows held out with what each column added to them. */
final class Drivers {
  /** Half of the rows with the larger values must lie so far from the others to be a direction. */
  private static final double CLEAR = 0.25;

  private static final int FEWEST_OF_LEVEL = 10;

  private final List<Explained> rows;
  private final Method method;

  private Drivers(List<Explained> rows, Method method) {
    this.rows = rows;
    this.method = method;
  }

  /** The columns, the strongest first; none where the base rate is champion. */
  static List<Driver> of(FeatureTable table, List<Explained> rows, String champion) {
    return Arrays.stream(Method.values())
        .filter(method -> method.label().equals(champion) && !rows.isEmpty())
        .findFirst()
        .map(method -> new Drivers(rows, method).all(table))
        .orElse(List.of());
  }

  private List<Driver> all(FeatureTable table) {
    List<double[]> added = rows.stream().map(row -> row.ofFeatures(method)).toList();
    List<Driver> drivers = new ArrayList<>();
    int numbers = table.numbers().size();
    for (int i = 0; i < numbers + table.texts().size(); i++) {
      int feature = i;
      double[] ofFeature = added.stream().mapToDouble(row -> row[feature]).toArray();
      drivers.add(
          i < numbers
              ? number(table.numbers().get(i).name(), i, ofFeature)
              : text(table.texts().get(i - numbers), i - numbers, ofFeature));
    }
    drivers.sort(Comparator.comparingDouble(Driver::strength).reversed());
    return drivers;
  }

  private Driver number(String name, int position, double[] added) {
    double[] values = rows.stream().mapToDouble(row -> row.row().numbers()[position]).toArray();
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    // of a flag that most rows have, too, having it is the most
    int most = sorted.length == 0 ? 0 : below(sorted, sorted[sorted.length - 1]);
    double[] levels =
        Arrays.stream(values)
            .map(v -> Double.isNaN(v) ? Double.NaN : below(sorted, v) / Math.max(1.0, most))
            .toArray();
    double correlation = correlation(levels, added);
    String direction =
        correlation > CLEAR
            ? "more raises the risk"
            : correlation < -CLEAR ? "less raises the risk" : "in both directions";
    return new Driver(name, meanSize(added), direction, dots(added, levels));
  }

  private Driver text(String name, int position, double[] added) {
    Map<String, List<Double>> ofLevels = new TreeMap<>();
    for (int i = 0; i < added.length; i++) {
      String level = rows.get(i).row().texts()[position];
      ofLevels
          .computeIfAbsent(level == null ? "unknown" : level, l -> new ArrayList<>())
          .add(added[i]);
    }
    Map<String, Double> means =
        ofLevels.entrySet().stream()
            .filter(level -> level.getValue().size() >= FEWEST_OF_LEVEL)
            .collect(Collectors.toMap(Map.Entry::getKey, level -> mean(level.getValue())));
    double[] levels = new double[added.length];
    Arrays.fill(levels, Double.NaN);
    String direction =
        means.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(level -> "highest: " + level.getKey())
            .orElse("");
    return new Driver(name, meanSize(added), direction, dots(added, levels));
  }

  private static List<Driver.Dot> dots(double[] added, double[] levels) {
    return IntStream.range(0, added.length)
        .mapToObj(i -> new Driver.Dot(added[i], levels[i]))
        .toList();
  }

  private static int below(double[] sorted, double value) {
    int found = 0;
    while (found < sorted.length && sorted[found] < value) {
      found++;
    }
    return found;
  }

  private static double meanSize(double[] added) {
    return Arrays.stream(added).map(Math::abs).average().orElse(0);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** Of the pairs without an unknown; 0 where either never varies. */
  private static double correlation(double[] one, double[] other) {
    int[] known = IntStream.range(0, one.length).filter(i -> !Double.isNaN(one[i])).toArray();
    double meanOne = IntStream.of(known).mapToDouble(i -> one[i]).average().orElse(0);
    double meanOther = IntStream.of(known).mapToDouble(i -> other[i]).average().orElse(0);
    double both = 0;
    double ofOne = 0;
    double ofOther = 0;
    for (int i : known) {
      both += (one[i] - meanOne) * (other[i] - meanOther);
      ofOne += (one[i] - meanOne) * (one[i] - meanOne);
      ofOther += (other[i] - meanOther) * (other[i] - meanOther);
    }
    return ofOne == 0 || ofOther == 0 ? 0 : both / Math.sqrt(ofOne * ofOther);
  }
}
