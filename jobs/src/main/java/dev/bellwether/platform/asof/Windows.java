package dev.bellwether.platform.asof;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;

import java.util.List;
import org.apache.spark.sql.Column;

/**
 * Windows of whole days that end with the as-of date: the lengths that names of columns tell, as in
 * {@code active_users_28d} and {@code change_90d}. 28 days hold four of each weekday.
 */
public final class Windows {
  public static final int WEEK = 7;
  public static final int MONTH = 28;
  public static final int QUARTER = 90;
  public static final int YEAR = 365;

  /** Those over which usage is counted and changes of health are told, ascending. */
  public static final List<Integer> SHORT_TO_LONG = List.of(WEEK, MONTH, QUARTER);

  private Windows() {}

  /** Whether a day is one of the last {@code days} days, the as-of date included. */
  public static Column within(Column day, int days) {
    return day.gt(daysBefore(days)).and(day.leq(col(AsOf.DATE)));
  }

  /** The day that many days before the as-of date. */
  public static Column daysBefore(int days) {
    return date_sub(col(AsOf.DATE), days);
  }
}
