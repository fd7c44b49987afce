package dev.bellwether.tools.draft;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/**
 * What a text looks like. A text has the first shape that fits it; those of dates carry the SQL
 * that reads them, where {@code {}} stands for the column.
 */
enum ValueShape {
  COMPACT_DAY(
      "day as yyyyMMdd",
      "(19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])",
      "try_to_date({}, 'yyyyMMdd')",
      "try_to_timestamp({}, 'yyyyMMdd')"),
  SECONDS(
      "seconds since 1970",
      "1\\d{9}",
      "timestamp_seconds(try_cast({} AS bigint))",
      "timestamp_seconds(try_cast({} AS bigint))"),
  MILLIS(
      "milliseconds since 1970",
      "1\\d{12}",
      "timestamp_millis(try_cast({} AS bigint))",
      "timestamp_millis(try_cast({} AS bigint))"),
  WHOLE("whole number", "[+-]?\\d{1,18}"),
  DECIMAL("number", "[+-]?\\d*[.]\\d+([eE][+-]?\\d+)?"),
  TRUTH("yes or no", "(?i)true|false|yes|no|t|f|y|n"),
  ISO_DAY("day as yyyy-MM-dd", "\\d{4}-\\d{2}-\\d{2}", "{}", "{}"),
  ISO_INSTANT(
      "instant with its offset",
      "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}[0-9:.]* ?(Z|[+-]\\d{2}(:?\\d{2})?)",
      "{}",
      "{}"),
  ISO_LOCAL("time without an offset", "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}[0-9:.]*", "{}", "{}"),
  SLASHES("day with slashes", "\\d{1,2}/\\d{1,2}/\\d{4}"),
  POINTS(
      "day as d.M.yyyy",
      "\\d{1,2}[.]\\d{1,2}[.]\\d{4}",
      "try_to_date({}, 'd.M.yyyy')",
      "try_to_timestamp({}, 'd.M.yyyy')"),
  MAIL("e-mail address", "\\S+@\\S+"),
  TEXT("text", "[\\s\\S]*");

  /** How days with slashes are read, by what their first number is. */
  static final String DAY_FIRST = "d/M/yyyy";

  static final String MONTH_FIRST = "M/d/yyyy";

  private final String words;
  private final Pattern pattern;
  private final String day;
  private final String instant;

  ValueShape(String words, String pattern) {
    this(words, pattern, null, null);
  }

  ValueShape(String words, String pattern, String day, String instant) {
    this.words = words;
    this.pattern = Pattern.compile("^(" + pattern + ")$");
    this.day = day;
    this.instant = instant;
  }

  /** Its name for people. */
  String inWords() {
    return words;
  }

  /** Whether its texts are days or instants that can be read one way only. */
  boolean isDate() {
    return day != null;
  }

  /** Whether its texts are numbers, too. */
  boolean isNumber() {
    return isWhole() || this == DECIMAL;
  }

  /** Whether its texts are whole numbers, too. */
  boolean isWhole() {
    return this == COMPACT_DAY || this == SECONDS || this == MILLIS || this == WHOLE;
  }

  /** The SQL that reads a day, or an instant, where {@code {}} stands for the column. */
  String formula(boolean isDay) {
    return isDay ? day : instant;
  }

  /** The SQL that reads a day, or an instant, with slashes. */
  static String slashes(String format, boolean isDay) {
    return (isDay ? "try_to_date({}, '" : "try_to_timestamp({}, '") + format + "')";
  }

  /** The name of a text's shape; null where there is no text. */
  static Column of(String text) {
    Column shape = when(col(text).isNull(), lit(null).cast("string"));
    for (ValueShape some : values()) {
      shape = shape.when(col(text).rlike(some.pattern.pattern()), some.name());
    }
    return shape;
  }
}
