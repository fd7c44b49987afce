package dev.bellwether.platform.asof;

import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.to_utc_timestamp;

import java.time.ZoneId;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Days as the business cuts them; instants are kept in UTC, and so is Spark's session time zone.
 */
public final class BusinessDay {
  private BusinessDay() {}

  /** The business day of an instant. */
  public static Column of(Column instant, ZoneId zone) {
    return to_date(from_utc_timestamp(instant, zone.getId()));
  }

  /** The instant at which a day has ended. */
  public static Column endOf(Column day, ZoneId zone) {
    return to_utc_timestamp(date_add(day, 1).cast(DataTypes.TimestampType), zone.getId());
  }

  /** The business day of a column that is an instant or already a date. */
  public static Column of(Column column, DataType type, ZoneId zone) {
    return type.equals(DataTypes.DateType) ? column : of(column, zone);
  }
}
