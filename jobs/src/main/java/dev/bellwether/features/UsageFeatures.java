package dev.bellwether.features;

import static dev.bellwether.features.Measures.change;
import static dev.bellwether.features.Measures.count;
import static dev.bellwether.features.Measures.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.activity.UsageWindows;
import dev.bellwether.activity.UserActivityDaily;
import dev.bellwether.asof.AsOf;
import dev.bellwether.step.StepInputs;
import java.sql.Date;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Features of how an account's users use the product. */
final class UsageFeatures {
  private static final List<Integer> WINDOWS = List.of(7, 28, 90);

  private final Feed feed;

  private UsageFeatures(Feed feed) {
    this.feed = feed;
  }

  static UsageFeatures of(StepInputs inputs) {
    return new UsageFeatures(Feed.of(inputs, UserActivityDaily.NAME, "usage_events"));
  }

  /** The accounts with usage features; they carry {@code customer_since} and {@code seats}. */
  Dataset<Row> with(Dataset<Row> accounts, StepInputs inputs) {
    Dataset<Row> counts = UsageWindows.perAccount(feed.table(), inputs.dates());
    return Feed.join(accounts, counts, "usage")
        .withColumns(counted())
        .withColumn("seat_utilisation", ratio(col("active_users_28d"), col("seats")))
        .withColumn("active_users_28d_change_net", netOfSegment(col("active_users_28d_change")));
  }

  /** A change less the median one of the segment's customers, which holidays move for all alike. */
  private static Column netOfSegment(Column change) {
    Column ofCustomers = when(col("status").equalTo("customer"), change);
    return change.minus(median(ofCustomers).over(Window.partitionBy(AsOf.DATE, "segment")));
  }

  private Map<String, Column> counted() {
    Map<String, Column> features = new LinkedHashMap<>();
    for (int days : WINDOWS) {
      features.put("active_users_" + days + "d", when(feed.knows(days), users(days + "d")));
      features.put(
          "active_users_" + days + "d_change",
          when(feed.knows(2 * days), change(users(days + "d"), users(days + "d_before"))));
    }
    Column events = count("usage.events_28d");
    Column eventsBefore = count("usage.events_28d_before");
    features.put("events_28d", inMonth(events));
    features.put("events_28d_change", when(feed.knows(56), change(events, eventsBefore)));
    features.put("stickiness_28d", inMonth(stickiness()));
    features.put("features_used_28d", inMonth(featuresUsed(events)));
    Column dropped = ratio(col("usage.features_dropped_28d"), col("usage.features_28d_before"));
    features.put("features_dropped_share_28d", when(feed.knows(56), dropped));
    features.put(
        "events_per_active_day_28d",
        inMonth(ratio(col("usage.user_events_28d"), col("usage.user_days_28d"))));
    Column told = col("usage.events_with_errors_known_28d");
    features.put("error_rate_28d", inMonth(ratio(col("usage.errors_28d"), told)));
    features.put("days_since_last_event", when(feed.knows(1), daysSinceLastEvent()));
    return features;
  }

  /** What does not apply: seats that are not licensed, and ratios of no usage. */
  List<Column> notApplicable() {
    List<Column> names = new ArrayList<>();
    for (int days : WINDOWS) {
      Column none = users(days + "d_before").equalTo(0).and(feed.knows(2 * days));
      names.add(Measures.notApplicable("active_users_" + days + "d_change", none));
      if (days == 28) {
        names.add(Measures.notApplicable("active_users_28d_change_net", none));
      }
    }
    Column noneBefore = count("usage.events_28d_before").equalTo(0).and(feed.knows(56));
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

  private Column inMonth(Column feature) {
    return when(feed.knows(28), feature);
  }

  /** None where there were no events, unknown where no event names its user. */
  private static Column users(String window) {
    return when(col("usage").isNull(), lit(0L)).otherwise(col("usage.users_" + window));
  }

  private static Column featuresUsed(Column events) {
    return when(events.equalTo(0), lit(0L)).otherwise(col("usage.features_28d"));
  }

  private static Column stickiness() {
    Column age = coalesce(datediff(col(AsOf.DATE), col("customer_since")), lit(28));
    Column lived = greatest(age, col("usage.first_age_28d")).plus(1);
    Column userDaysPossible = least(lived, lit(28)).multiply(col("usage.users_28d"));
    return ratio(col("usage.user_days_28d"), userDaysPossible);
  }

  private Column daysSinceLastEvent() {
    Column start =
        feed.completeFrom() == null
            ? col("customer_since")
            : greatest(col("customer_since"), lit(Date.valueOf(feed.completeFrom())));
    Column silent = coalesce(datediff(col(AsOf.DATE), start), lit(UsageWindows.HORIZON));
    return coalesce(col("usage.last_age"), least(silent, lit(UsageWindows.HORIZON)));
  }
}
