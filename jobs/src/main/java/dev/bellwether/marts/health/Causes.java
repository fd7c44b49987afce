package dev.bellwether.marts.health;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What moved a score, in words with points: the three strongest by name.
 *
 * <p>Points are whole, and those listed sum to the whole change: what is not named is "other".
 */
final class Causes {
  private static final int NAMED = 3;

  private final Map<String, Double> pointsByText = new LinkedHashMap<>();

  /** Adds points to the cause of that text. */
  void add(String text, double points) {
    pointsByText.merge(text, points, Double::sum);
  }

  /** The whole change, rounded once. */
  long wholePoints() {
    return Math.round(pointsByText.values().stream().mapToDouble(points -> points).sum());
  }

  /** "active users fell 38 → 21 (-9), invoice paid (+1), other (-2)"; empty without any. */
  String listed() {
    List<Map.Entry<String, Double>> named =
        pointsByText.entrySet().stream()
            .filter(cause -> Math.round(cause.getValue()) != 0)
            .sorted(Comparator.comparingDouble(cause -> -Math.abs(cause.getValue())))
            .limit(NAMED)
            .toList();
    if (named.isEmpty()) {
      return "";
    }
    long rest =
        wholePoints() - named.stream().mapToLong(cause -> Math.round(cause.getValue())).sum();
    return Stream.concat(
            named.stream().map(cause -> cause.getKey() + signed(Math.round(cause.getValue()))),
            rest == 0 ? Stream.empty() : Stream.of("other" + signed(rest)))
        .collect(Collectors.joining(", "));
  }

  private static String signed(long points) {
    return String.format(Locale.ROOT, " (%+d)", points);
  }
}
