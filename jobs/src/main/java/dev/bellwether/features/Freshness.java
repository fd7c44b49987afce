package dev.bellwether.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.sum;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Windows;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Until which day a feed was whole, as known at a date.
 *
 * <p>A day is missing while fewer than half as many of its events are known as were known of the
 * same weekday before, as many days after it. What is usual is the median of the last eight such
 * weekdays that had events and were not missing themselves, at least four of them. Small numbers
 * halve by chance, so they must also have fallen by more than four times the square root of what is
 * usual (the standard deviation of a Poisson count); a feed that is usually at most 16 a day is
 * therefore never held to be stale.
 *
 * <p>The feed is known through the last day that does not follow a missing one and of whose last 28
 * days at most four are empty, under a tenth of what is usual: a window that lacks a seventh of its
 * days is not a quiet one. Days on which something came, as on holidays, do not hold it up
 * afterwards.
 */
public final class Freshness {
  /** Days after which what was last known of a late feed is no longer used. */
  public static final int OLDEST_DAYS = Windows.MONTH;

  private static final int WINDOW = Windows.MONTH;
  private static final int MOST_EMPTY = 4;
  private static final double EMPTY = 0.1;
  private static final int WEEKS = 8;
  private static final int FEWEST_WEEKS = 4;
  private static final double DEVIATIONS = 4;

  private final NavigableMap<LocalDate, Map<Integer, Long>> events;
  private final Map<View, Completeness> judged = new HashMap<>();

  /**
   * The freshness of a feed.
   *
   * @param events how many events of each day became known how many days after it; a day without
   *     any may be absent
   */
  Freshness(Map<LocalDate, Map<Integer, Long>> events) {
    this.events = new TreeMap<>(events);
  }

  /** The freshness of a feed of rollup rows, each with its day, arrival and number of events. */
  static Freshness of(Feed feed) {
    Dataset<Row> table = feed.table();
    Dataset<Row> complete =
        feed.completeFrom() == null
            ? table
            : table.where(col("day").geq(Date.valueOf(feed.completeFrom())));
    Map<LocalDate, Map<Integer, Long>> events = new HashMap<>();
    complete
        .groupBy(col("day"), datediff(col(AsOf.ARRIVED_ON), col("day")).as("delay"))
        .agg(sum("events"))
        .collectAsList() // a row per day and delay
        .forEach(
            row ->
                events
                    .computeIfAbsent(row.<Date>getAs(0).toLocalDate(), day -> new HashMap<>())
                    .put(row.getInt(1), row.getLong(2)));
    return new Freshness(events);
  }

  /** The last day until a date through which the feed is known; the date itself as a rule. */
  LocalDate knownThrough(LocalDate date) {
    int age = 0;
    while (endsMissing(date, age) || emptyUntil(date, age) > MOST_EMPTY) {
      age++;
    }
    return date.minusDays(age);
  }

  /** Whether the last day that usually has events, until some days before the date, is missing. */
  private boolean endsMissing(LocalDate date, int age) {
    return IntStream.range(age, age + WINDOW)
        .mapToObj(each -> completeness(date, each))
        .filter(each -> each != Completeness.UNTOLD)
        .findFirst()
        .map(Completeness::isMissing)
        .orElse(false);
  }

  /** How many of the 28 days until some days before the date are empty. */
  private long emptyUntil(LocalDate date, int age) {
    return IntStream.range(age, age + WINDOW)
        .filter(each -> completeness(date, each) == Completeness.EMPTY)
        .count();
  }

  private Completeness completeness(LocalDate date, int age) {
    return completeness(new View(date.minusDays(age), age));
  }

  private Completeness completeness(View view) {
    Completeness known = judged.get(view);
    if (known == null) {
      known = judge(view);
      judged.put(view, known);
    }
    return known;
  }

  private Completeness judge(View view) {
    List<Long> usual = usual(view);
    if (usual.size() < FEWEST_WEEKS) {
      return Completeness.UNTOLD;
    }
    double median = median(usual);
    double fewest = Math.min(median / 2, median - DEVIATIONS * Math.sqrt(median));
    long count = count(view);
    if (count >= fewest) {
      return Completeness.WHOLE;
    }
    return count < EMPTY * median ? Completeness.EMPTY : Completeness.LOW;
  }

  /** What was known of the last same weekdays, passing over silent and missing ones. */
  private List<Long> usual(View view) {
    List<Long> usual = new ArrayList<>();
    View before = view.weekBefore();
    while (!events.isEmpty() && !before.day().isBefore(events.firstKey()) && usual.size() < WEEKS) {
      long count = count(before);
      if (count > 0 && !completeness(before).isMissing()) {
        usual.add(count);
      }
      before = before.weekBefore();
    }
    return usual;
  }

  private long count(View view) {
    Map<Integer, Long> byDelay = events.getOrDefault(view.day(), Map.of());
    return byDelay.entrySet().stream()
        .filter(entry -> entry.getKey() <= view.age())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static double median(List<Long> values) {
    Collections.sort(values);
    int half = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(half)
        : (values.get(half - 1) + values.get(half)) / 2.0;
  }

  private enum Completeness {
    WHOLE,
    LOW,
    EMPTY,
    /** Nothing is usual on such a day. */
    UNTOLD;

    boolean isMissing() {
      return this == LOW || this == EMPTY;
    }
  }

  /** A day as it was known some days after it. */
  private record View(LocalDate day, int age) {
    View weekBefore() {
      return new View(day.minusWeeks(1), age);
    }
  }
}
