package dev.bellwether.tools.backtest;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells of rows whose numbers are beyond what was learned from. */
final class Beyond {
  private static final int MOST_NAMED = 5;

  private Beyond() {}

  /** In words, the columns with most such rows named; nothing where there are none. */
  static List<String> notes(List<HeldOut> rows) {
    long beyond = rows.stream().filter(row -> !row.beyond().isEmpty()).count();
    if (beyond == 0) {
      return List.of();
    }
    Map<String, Long> columns =
        rows.stream()
            .flatMap(row -> row.beyond().stream())
            .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    String named =
        columns.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_NAMED)
            .map(column -> column.getKey() + " (" + column.getValue() + ")")
            .collect(Collectors.joining(", "));
    return List.of(
        String.format(
            Locale.ROOT,
            "%,d of %,d rows judged have numbers far beyond most that was learned from: %s%s. They"
                + " count as the farthest that was; predictions.csv names them in beyond_learned",
            beyond,
            rows.size(),
            named,
            columns.size() > MOST_NAMED ? ", …" : ""));
  }
}
