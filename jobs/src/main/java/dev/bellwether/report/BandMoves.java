package dev.bellwether.report;

import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How customers moved between bands since four weeks before, as a small matrix. */
final class BandMoves {
  private static final int DAYS = 28;
  private static final List<String> BANDS = List.of("green", "yellow", "red", "unknown");
  private static final String JOINED = "new";
  private static final String LEFT = "left";

  private BandMoves() {}

  /**
   * The matrix against the latest date scored at least 28 days before the night.
   *
   * @param health the rows of account_health of the past year
   * @param shown whether an account is in the reader's book
   */
  static Map<String, Object> of(List<TableRow> health, LocalDate asOf, Predicate<String> shown) {
    TreeSet<LocalDate> dates = new TreeSet<>();
    health.forEach(row -> dates.add(row.date("as_of_date").orElseThrow()));
    Optional<LocalDate> since = Optional.ofNullable(dates.floor(asOf.minusDays(DAYS)));
    List<String> to = new ArrayList<>(BANDS);
    to.add(LEFT);
    Fields moves = new Fields().with("since", since).with("to", to);
    since.ifPresent(
        from -> moves.with("from", rows(bands(health, from, shown), bands(health, asOf, shown))));
    return moves.asMap();
  }

  private static Map<String, String> bands(
      List<TableRow> health, LocalDate date, Predicate<String> shown) {
    return health.stream()
        .filter(row -> row.date("as_of_date").equals(Optional.of(date)))
        .filter(row -> row.is("status", "customer") && shown.test(row.required("account_id")))
        .collect(Collectors.toMap(row -> row.required("account_id"), row -> row.required("band")));
  }

  private static List<List<Object>> rows(Map<String, String> before, Map<String, String> now) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    TreeSet<String> accounts = new TreeSet<>(before.keySet());
    accounts.addAll(now.keySet());
    for (String account : accounts) {
      counts
          .computeIfAbsent(before.getOrDefault(account, JOINED), any -> new TreeMap<>())
          .merge(now.getOrDefault(account, LEFT), 1, Integer::sum);
    }
    List<String> from = new ArrayList<>(BANDS);
    from.add(JOINED);
    return from.stream()
        .map(band -> List.<Object>of(band, counts.getOrDefault(band, Map.of())))
        .toList();
  }
}
