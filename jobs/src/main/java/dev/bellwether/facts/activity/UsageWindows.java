package dev.bellwether.facts.activity;

import static org.apache.spark.sql.functions.bit_count;
import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.asof.Windows;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts of usage over windows that end with as-of dates, all windows in one pass.
 *
 * <p>Each user's last 180 days become three longs of 60 days, the bit of a day being its age; a
 * window's users are those whose bits meet the window's, so nothing is counted distinct.
 */
public final class UsageWindows {
  /** Days before an as-of date that are looked at. */
  public static final int HORIZON = 180;

  private static final int DAYS_PER_LONG = 60;
  private static final int DATES_AT_ONCE = 30;

  private UsageWindows() {}

  /**
   * Counts of each account as of each date.
   *
   * @param userDays the table user_activity_daily
   * @param dates the as-of dates
   * @return one row per as_of_date and account_id with an event known in the last 180 days: {@code
   *     users_Nd}, {@code users_Nd_before} for 7, 28 and 90 days (null where there were events and
   *     none names its user), {@code events_28d}, {@code events_28d_before}, {@code user_days_28d},
   *     {@code user_events_28d} (of named users), {@code errors_28d}, {@code
   *     events_with_errors_known_28d}, {@code features_28d}, {@code features_28d_before} (null when
   *     no event names one), {@code features_dropped_28d} (those of the 28 days before that are not
   *     among these), {@code last_age}, {@code first_age_28d} (days since the last, and the first
   *     of 28 days, with an event)
   */
  public static Dataset<Row> perAccount(Dataset<Row> userDays, List<LocalDate> dates) {
    List<LocalDate> ordered = dates.stream().distinct().sorted().toList();
    Dataset<Row> all = null;
    for (int from = 0; from < ordered.size(); from += DATES_AT_ONCE) {
      int to = Math.min(from + DATES_AT_ONCE, ordered.size());
      Dataset<Row> some = perAccountAtOnce(userDays, ordered.subList(from, to));
      all = all == null ? some : all.unionByName(some);
    }
    return all;
  }

  private static Dataset<Row> perAccountAtOnce(Dataset<Row> userDays, List<LocalDate> dates) {
    return perAccount(perUser(joinDates(userDays, dates)));
  }

  private static Dataset<Row> joinDates(Dataset<Row> userDays, List<LocalDate> dates) {
    LocalDate last = dates.get(dates.size() - 1);
    Column inReach =
        col("day")
            .gt(Date.valueOf(dates.get(0).minusDays(HORIZON)))
            .and(col("day").leq(Date.valueOf(last)))
            .and(col(AsOf.ARRIVED_ON).leq(Date.valueOf(last)));
    Column age = datediff(col(AsOf.DATE), col("day"));
    Column known = age.between(0, HORIZON - 1).and(col(AsOf.ARRIVED_ON).leq(col(AsOf.DATE)));
    Dataset<Row> points = Dates.points(userDays.sparkSession(), dates);
    return userDays.where(inReach).join(broadcast(points), known, "inner").withColumn("age", age);
  }

  private static Dataset<Row> perUser(Dataset<Row> aged) {
    Column now = col("age").lt(Windows.MONTH);
    Column before = col("age").between(Windows.MONTH, 2 * Windows.MONTH - 1);
    List<Column> counts = new ArrayList<>(FeatureBits.unionWhere(now));
    counts.addAll(FeatureBits.unionBeforeWhere(before));
    for (int part = 0; part < HORIZON / DAYS_PER_LONG; part++) {
      counts.add(daysOfPart(part).as("days_" + part));
    }
    counts.add(sum(when(now, col("events"))).as("events_28d"));
    counts.add(sum(when(before, col("events"))).as("events_28d_before"));
    counts.add(sum(when(now, col("errors"))).as("errors_28d"));
    Column known = sum(when(now, col("events_with_errors_known")));
    counts.add(known.as("events_with_errors_known_28d"));
    counts.add(max(when(now, col("age"))).as("first_age_28d"));
    return aged.groupBy(AsOf.DATE, "account_id", "user_key")
        .agg(min("age").as("last_age"), counts.toArray(Column[]::new));
  }

  private static Column daysOfPart(int part) {
    int from = DAYS_PER_LONG * part;
    Column bit = expr("shiftleft(1L, age - " + from + ")");
    Column here = col("age").between(from, from + DAYS_PER_LONG - 1);
    return coalesce(bit_or(when(here, bit)), lit(0L));
  }

  private static Dataset<Row> perAccount(Dataset<Row> users) {
    List<Column> counts = new ArrayList<>(FeatureBits.union());
    counts.addAll(FeatureBits.unionBefore());
    for (int days : Windows.SHORT_TO_LONG) {
      counts.add(usersActive(0, days).as("users_" + days + "d"));
      counts.add(usersActive(days, 2 * days).as("users_" + days + "d_before"));
    }
    Column named = col("user_key").isNotNull();
    Column userDays = when(named, bit_count(col("days_0").bitwiseAND(mask(0, 0, Windows.MONTH))));
    counts.add(sum(userDays).as("user_days_28d"));
    counts.add(sum(when(named, col("events_28d"))).as("user_events_28d"));
    for (String summed :
        List.of("events_28d", "events_28d_before", "errors_28d", "events_with_errors_known_28d")) {
      counts.add(sum(summed).as(summed));
    }
    counts.add(max("first_age_28d").as("first_age_28d"));
    return users
        .groupBy(AsOf.DATE, "account_id")
        .agg(min("last_age").as("last_age"), counts.toArray(Column[]::new))
        .withColumns(
            Map.of(
                "features_28d",
                FeatureBits.count(),
                "features_28d_before",
                FeatureBits.countBefore(),
                "features_dropped_28d",
                FeatureBits.countDropped()));
  }

  /** Users with an event at an age of {@code from} days up to before {@code to}. */
  private static Column usersActive(int from, int to) {
    Column active = lit(false);
    for (int part = 0; part < HORIZON / DAYS_PER_LONG; part++) {
      if (bits(part, from, to) != 0) {
        Column days = col("days_" + part).bitwiseAND(mask(part, from, to));
        active = active.or(days.notEqual(0L));
      }
    }
    Column users = count_if(active.and(col("user_key").isNotNull()));
    return when(users.gt(0).or(bool_or(active).equalTo(false)), users);
  }

  private static Column mask(int part, int from, int to) {
    return lit(bits(part, from, to));
  }

  private static long bits(int part, int from, int to) {
    int first = Math.max(from - DAYS_PER_LONG * part, 0);
    int end = Math.min(to - DAYS_PER_LONG * part, DAYS_PER_LONG);
    return first >= end ? 0 : ((1L << (end - first)) - 1) << first;
  }
}
