package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.btrim;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.BusinessDay;
import java.time.ZoneId;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Reads given values as those of a contract's column. What is given but cannot be read is unusable,
 * which is not the same as absent (null, blank, or NaN).
 */
final class ValueReader {
  private static final String BLANKS = " \t\r\n\u00A0\uFEFF";
  private static final int LENGTH_OF_DATE = 10;
  private static final String ZONE_AT_END = "[T ][0-9:.]+ *([A-Za-z].*|[+-][0-9:]+)$";

  /** Beyond, doubles no longer tell whole numbers apart. */
  private static final double WHOLE = 9e15;

  private final dev.bellwether.platform.contract.Column column;
  private final Column given;
  private final DataType from;
  private final ZoneId zone;

  /**
   * @param column what the values are read as
   * @param given the values
   * @param from their type, a single value
   * @param zone the business time zone, in which instants are cut where a day is meant
   */
  ValueReader(
      dev.bellwether.platform.contract.Column column, Column given, DataType from, ZoneId zone) {
    this.column = column;
    this.given = given;
    this.from = from;
    this.zone = zone;
  }

  /** The value; null when it is absent or unusable. */
  Column value() {
    DataType to = column.type();
    if (to instanceof StringType) {
      return inLetters(text(given, from));
    }
    if (to instanceof DateType) {
      return day(given, from, zone);
    }
    if (to instanceof TimestampType) {
      return instant(given, from);
    }
    if (to instanceof IntegralType) {
      return whole(to);
    }
    return from instanceof BooleanType || (from instanceof NumericType && to instanceof NumericType)
        ? given.try_cast(to)
        : text(given, from).try_cast(to);
  }

  /** Whether it is read as a text. */
  boolean isText() {
    return column.type() instanceof StringType;
  }

  /** Whether a value is given but cannot be read. */
  Column isUnusable() {
    return isText() ? lit(false) : text(given, from).isNotNull().and(value().isNull());
  }

  /** Why it cannot, with the value and what may help. */
  Column reason() {
    Column shown = text(given, from);
    return concat(
        lit(inWords() + ": '"), substring(shown, 1, 60), lit("'"), UnusableHint.of(column, shown));
  }

  /** Why it cannot, in words that are the same for all values. */
  String inWords() {
    return column.name() + " is not a valid " + column.type().simpleString();
  }

  /** A value as text without blanks around it; null when nothing is left. */
  static Column text(Column given, DataType from) {
    if (from instanceof StringType) {
      return nullif(btrim(given, lit(BLANKS)), lit(""));
    }
    if (from instanceof DoubleType || from instanceof FloatType) {
      Column whole = given.equalTo(floor(given)).and(abs(given).lt(WHOLE));
      return when(isnan(given), lit(null))
          .when(whole, given.cast("bigint").cast("string"))
          .otherwise(given.cast("string"));
    }
    return given.cast("string");
  }

  /**
   * The day that a value means: as written, or cut in the business zone where it is an instant. A
   * text without a zone is no instant.
   */
  static Column day(Column given, DataType from, ZoneId zone) {
    if (from instanceof DateType) {
      return inBounds(given, given);
    }
    if (from instanceof TimestampNTZType) {
      return inBounds(to_date(given), to_date(given));
    }
    if (from instanceof TimestampType) {
      Column day = BusinessDay.of(given, zone);
      return inBounds(day, day);
    }
    Column text = text(given, from);
    Column instant = text.try_cast(DataTypes.TimestampType);
    Column written = substring(text, 1, LENGTH_OF_DATE).try_cast(DataTypes.DateType);
    Column ofInstant =
        when(text.rlike(ZONE_AT_END), BusinessDay.of(instant, zone))
            .otherwise(when(instant.isNotNull(), written));
    Column day =
        when(
            startsWithYear(text),
            when(length(text).leq(LENGTH_OF_DATE), text.try_cast(DataTypes.DateType))
                .otherwise(ofInstant));
    return inBounds(day, day);
  }

  /** The instant that a value means; without a zone it is in UTC. */
  static Column instant(Column given, DataType from) {
    boolean isTime =
        from instanceof TimestampType
            || from instanceof TimestampNTZType
            || from instanceof DateType;
    if (isTime) {
      Column instant = given.cast(DataTypes.TimestampType);
      return inBounds(instant, to_date(instant));
    }
    Column text = text(given, from);
    Column instant = when(startsWithYear(text), text.try_cast(DataTypes.TimestampType));
    return inBounds(instant, to_date(instant));
  }

  /** Years and months alone, serial numbers and times of day are neither a day nor an instant. */
  private static Column startsWithYear(Column text) {
    return substring(text, 5, 1).equalTo("-").and(length(text).geq(8));
  }

  /** What lies before 1900 or after 2200 is a mistake, but for 9999-12-31, a common open end. */
  private static Column inBounds(Column value, Column day) {
    Column usual = day.between(date("1900-01-01"), date("2200-12-31"));
    return when(usual.or(day.equalTo(date("9999-12-31"))), value);
  }

  private static Column date(String day) {
    return lit(day).cast("date");
  }

  private Column whole(DataType to) {
    Column number =
        from instanceof NumericType ? given : text(given, from).try_cast("decimal(38,6)");
    Column whole = when(number.equalTo(floor(number)), number.try_cast(to));
    if (from instanceof IntegralType) {
      return given.try_cast(to);
    }
    return from instanceof NumericType ? whole : coalesce(text(given, from).try_cast(to), whole);
  }

  private Column inLetters(Column text) {
    Column stored =
        switch (column.letters()) {
          case UPPER -> upper(text);
          case LOWER -> lower(text);
          case AS_GIVEN -> column.name().endsWith("_id") ? withoutCaseOfMail(text) : text;
        };
    for (String valid : column.validValues()) {
      stored =
          when(lower(text).equalTo(valid.toLowerCase(java.util.Locale.ROOT)), valid)
              .otherwise(stored);
    }
    return stored;
  }

  /** An id of a person or contact that is an e-mail address is the same in small letters. */
  static Column withoutCaseOfMail(Column id) {
    return when(not(id.contains("@")), id).otherwise(lower(id));
  }
}
