package dev.bellwether.features;

import static dev.bellwether.features.Measures.change;
import static dev.bellwether.features.Measures.count;
import static dev.bellwether.features.Measures.ratio;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.activity.UsageWindows;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Features of how an account's users use the product.
 *
 * <p>While the feed is stale they are those of the last day through which it is known: that no
 * events came is then no sign that nobody used it. After {@link Freshness#OLDEST_DAYS} days they
 * are unknown.
 */
final class UsageFeatures {
  private static final String THROUGH = "known_through";
  private static final String AGE = "usage_data_age_days";

  /** Features made of others of usage, the last of them by {@link TicketFeatures}. */
  private static final List<String> OF_USAGE =
      List.of("seat_utilisation", "active_users_28d_change_net", "tickets_per_active_user_28d");

  private final Feed feed;

  private UsageFeatures(Feed feed) {
    this.feed = feed;
  }

  static UsageFeatures of(StepInputs inputs) {
    return new UsageFeatures(Feed.of(inputs, Tables.USER_ACTIVITY_DAILY, Tables.USAGE_EVENTS));
  }

  /** The accounts with usage features; they carry {@code customer_since} and {@code seats}. */
  Dataset<Row> with(Dataset<Row> accounts, StepInputs inputs) {
    Map<LocalDate, LocalDate> through = knownThrough(inputs.dates());
    Dataset<Row> known = accounts.withColumn(THROUGH, dateOf(through));
    return Feed.join(known, counts(through), "usage")
        .withColumns(counted())
        .withColumn("seat_utilisation", ratio(col("active_users_28d"), col("seats")))
        .withColumn("active_users_28d_change_net", netOfSegment(col("active_users_28d_change")))
        .withColumn(AGE, when(lit(feed.present()), datediff(col(AsOf.DATE), col(THROUGH))));
  }

  /** The last day through which the feed is known at each date. */
  private Map<LocalDate, LocalDate> knownThrough(List<LocalDate> dates) {
    Freshness freshness = Freshness.of(feed);
    Map<LocalDate, LocalDate> through = new TreeMap<>();
    dates.forEach(date -> through.put(date, freshness.knownThrough(date)));
    return through;
  }

  private static Column dateOf(Map<LocalDate, LocalDate> through) {
    List<Column> pairs = new ArrayList<>();
    stale(through)
        .forEach(
            (date, day) -> {
              pairs.add(lit(Date.valueOf(date)));
              pairs.add(lit(Date.valueOf(day)));
            });
    return pairs.isEmpty()
        ? col(AsOf.DATE)
        : coalesce(
            try_element_at(map(pairs.toArray(Column[]::new)), col(AsOf.DATE)), col(AsOf.DATE));
  }

  private static Map<LocalDate, LocalDate> stale(Map<LocalDate, LocalDate> through) {
    Map<LocalDate, LocalDate> stale = new TreeMap<>(through);
    stale.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
    return stale;
  }

  /** The counts of each date, those of the last fresh day where the feed is stale. */
  private Dataset<Row> counts(Map<LocalDate, LocalDate> through) {
    Dataset<Row> counts = UsageWindows.perAccount(feed.table(), List.copyOf(through.values()));
    if (stale(through).isEmpty()) {
      return counts;
    }
    Dataset<Row> dates =
        Dates.points(counts.sparkSession(), through.keySet()).withColumn(THROUGH, dateOf(through));
    return counts
        .withColumnRenamed(AsOf.DATE, THROUGH)
        .join(broadcast(dates), THROUGH)
        .drop(THROUGH);
  }

  /** A change less the median one of the segment's customers, which holidays move for all alike. */
  private static Column netOfSegment(Column change) {
    Column ofCustomers = when(col("status").equalTo("customer"), change);
    return change.minus(median(ofCustomers).over(Window.partitionBy(AsOf.DATE, "segment")));
  }

  private Map<String, Column> counted() {
    Map<String, Column> features = new LinkedHashMap<>();
    for (int days : Windows.SHORT_TO_LONG) {
      features.put("active_users_" + days + "d", when(knows(days), users(days + "d")));
      features.put(
          "active_users_" + days + "d_change",
          when(knows(2 * days), change(users(days + "d"), users(days + "d_before"))));
    }
    Column events = count("usage.events_28d");
    Column eventsBefore = count("usage.events_28d_before");
    features.put("events_28d", inMonth(events));
    features.put("events_28d_change", when(knows(2 * Windows.MONTH), change(events, eventsBefore)));
    features.put("stickiness_28d", inMonth(stickiness()));
    features.put("features_used_28d", inMonth(featuresUsed(events)));
    Column dropped = ratio(col("usage.features_dropped_28d"), col("usage.features_28d_before"));
    features.put("features_dropped_share_28d", when(knows(2 * Windows.MONTH), dropped));
    features.put(
        "events_per_active_day_28d",
        inMonth(ratio(col("usage.user_events_28d"), col("usage.user_days_28d"))));
    Column told = col("usage.events_with_errors_known_28d");
    features.put("error_rate_28d", inMonth(ratio(col("usage.errors_28d"), told)));
    features.put("days_since_last_event", when(knows(1), daysSinceLastEvent()));
    return features;
  }

  /** What does not apply: seats that are not licensed, and ratios of no usage. */
  List<Column> notApplicable() {
    List<Column> names = new ArrayList<>();
    for (int days : Windows.SHORT_TO_LONG) {
      Column none = users(days + "d_before").equalTo(0).and(knows(2 * days));
      names.add(Measures.notApplicable("active_users_" + days + "d_change", none));
      if (days == Windows.MONTH) {
        names.add(Measures.notApplicable("active_users_28d_change_net", none));
      }
    }
    Column noneBefore = count("usage.events_28d_before").equalTo(0).and(knows(2 * Windows.MONTH));
    names.add(Measures.notApplicable("events_28d_change", noneBefore));
    names.add(Measures.notApplicable("features_dropped_share_28d", noneBefore));
    Column seats = coalesce(col("seats"), lit(0));
    names.add(Measures.notApplicable("seat_utilisation", seats.equalTo(0)));
    Column unused = col("events_28d").equalTo(0);
    for (String ratio : List.of("stickiness_28d", "events_per_active_day_28d", "error_rate_28d")) {
      names.add(Measures.notApplicable(ratio, unused));
    }
    return names;
  }

  /** The names of the features that are as of an earlier day; empty as a rule. */
  Column stale() {
    Stream<String> names = Stream.concat(counted().keySet().stream(), OF_USAGE.stream());
    Column none = array().cast("array<string>");
    return when(
            col(AGE).between(1, Freshness.OLDEST_DAYS),
            array(names.map(name -> lit(name)).toArray(Column[]::new)))
        .otherwise(none);
  }

  /** Whether all is known of that many days; of an account that came after the last, nothing. */
  private Column knows(int days) {
    Column wasThere = coalesce(col("customer_since").leq(col(THROUGH)), lit(true));
    Column recent = datediff(col(AsOf.DATE), col(THROUGH)).leq(Freshness.OLDEST_DAYS);
    return feed.knows(date_sub(col(THROUGH), days - 1)).and(wasThere).and(recent);
  }

  private Column inMonth(Column feature) {
    return when(knows(Windows.MONTH), feature);
  }

  /** None where there were no events, unknown where no event names its user. */
  private static Column users(String window) {
    return when(col("usage").isNull(), lit(0L)).otherwise(col("usage.users_" + window));
  }

  private static Column featuresUsed(Column events) {
    return when(events.equalTo(0), lit(0L)).otherwise(col("usage.features_28d"));
  }

  private static Column stickiness() {
    Column age = coalesce(datediff(col(THROUGH), col("customer_since")), lit(Windows.MONTH));
    Column lived = greatest(age, col("usage.first_age_28d")).plus(1);
    Column userDaysPossible = least(lived, lit(Windows.MONTH)).multiply(col("usage.users_28d"));
    return ratio(col("usage.user_days_28d"), userDaysPossible);
  }

  private Column daysSinceLastEvent() {
    Column start =
        feed.completeFrom() == null
            ? col("customer_since")
            : greatest(col("customer_since"), lit(Date.valueOf(feed.completeFrom())));
    Column silent = coalesce(datediff(col(THROUGH), start), lit(UsageWindows.HORIZON));
    return coalesce(col("usage.last_age"), least(silent, lit(UsageWindows.HORIZON)));
  }
}
