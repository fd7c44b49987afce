package dev.bellwether.platform.asof;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;

import org.apache.spark.sql.Column;

/** Windows of whole days that end with the as-of date. */
public final class Windows {
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
