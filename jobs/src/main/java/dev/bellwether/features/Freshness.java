package dev.bellwether.features;

import static org.apache.spark.sql.functions.sum;

import dev.bellwether.asof.AsOf;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * On which days a feed was stale: fewer than half as many rows arrived as on the same weekday
 * before.
 *
 * <p>The usual number is the median of the last eight such weekdays on which anything arrived, at
 * least four of them. Small numbers halve by chance, so they must also have fallen by more than
 * four times the square root of what is usual (the standard deviation of a Poisson count); a feed
 * that is usually at most 16 a day is therefore never held to be stale.
 */
final class Freshness {
  private static final int WEEKS = 8;
  private static final int FEWEST_WEEKS = 4;
  private static final double DEVIATIONS = 4;

  private final NavigableMap<LocalDate, Long> arrived;

  /**
   * The freshness of a feed.
   *
   * @param arrived how many rows arrived on each day; a day without any may be absent
   */
  Freshness(Map<LocalDate, Long> arrived) {
    this.arrived = new TreeMap<>(arrived);
  }

  /** The freshness of a feed of rollup rows, each with its day of arrival and number of events. */
  static Freshness of(Dataset<Row> rollup) {
    Map<LocalDate, Long> arrived = new HashMap<>();
    rollup
        .groupBy(AsOf.ARRIVED_ON)
        .agg(sum("events"))
        .collectAsList() // a row per day
        .forEach(row -> arrived.put(row.<Date>getAs(0).toLocalDate(), row.getLong(1)));
    return new Freshness(arrived);
  }

  /** The last day until a date on which the feed was not stale; the date itself as a rule. */
  LocalDate knownThrough(LocalDate date) {
    LocalDate day = date;
    while (isStale(day)) {
      day = day.minusDays(1);
    }
    return day;
  }

  private boolean isStale(LocalDate day) {
    List<Long> usual = usual(day);
    if (usual.size() < FEWEST_WEEKS) {
      return false;
    }
    double median = median(usual);
    double fewest = Math.min(median / 2, median - DEVIATIONS * Math.sqrt(median));
    return arrived.getOrDefault(day, 0L) < fewest;
  }

  /** What arrived on the last same weekdays that had anything, silent ones passed over. */
  private List<Long> usual(LocalDate day) {
    List<Long> usual = new ArrayList<>();
    LocalDate before = day.minusWeeks(1);
    while (!arrived.isEmpty() && !before.isBefore(arrived.firstKey()) && usual.size() < WEEKS) {
      long rows = arrived.getOrDefault(before, 0L);
      if (rows > 0) {
        usual.add(rows);
      }
      before = before.minusWeeks(1);
    }
    return usual;
  }

  private static double median(List<Long> values) {
    Collections.sort(values);
    int half = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(half)
        : (values.get(half - 1) + values.get(half)) / 2.0;
  }
}
