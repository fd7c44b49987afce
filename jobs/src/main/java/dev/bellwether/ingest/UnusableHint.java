package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.TimestampType;

/** What an unusable value looks like, and how a source's SELECT can turn it into a usable one. */
final class UnusableHint {
  private static final Column NONE = lit("");

  /** Texts that tools write where there is no value. */
  private static final Object[] NOTHING = {
    "null",
    "(null)",
    "none",
    "nil",
    "na",
    "n/a",
    "#n/a",
    "nan",
    "nat",
    "\\n",
    "-",
    "--",
    "0000-00-00",
    "0000-00-00 00:00:00"
  };

  private static final String DAY_FIRST_OR_MONTH = "^([0-9]{1,2})([./-])([0-9]{1,2})[./-][0-9]{4}";
  private static final int MONTHS = 12;

  private UnusableHint() {}

  /** A hint in brackets, or nothing. */
  static Column of(dev.bellwether.platform.contract.Column column, Column text) {
    String name = column.name();
    Column standsForNone =
        concat(lit(" (does it stand for none? select nullif(" + name + ", '"), text, lit("'))"));
    return when(isWordForNone(text).or(ValueReader.beginsAsFilled(text)), standsForNone)
        .otherwise(byType(column, text));
  }

  /** Whether a text is a word by which systems write that there is nothing. */
  static Column isWordForNone(Column text) {
    return lower(text).isin(NOTHING);
  }

  private static Column byType(dev.bellwether.platform.contract.Column column, Column text) {
    if (column.type() instanceof DateType) {
      String function = "try_to_date(" + column.name();
      return ofTime(text, column.name(), yearLast(text, function, timeOfDay(text)));
    }
    if (column.type() instanceof TimestampType) {
      String function = "try_to_timestamp(" + column.name();
      return ofTime(text, column.name(), yearLast(text, function, timeOfDay(text)));
    }
    if (column.type() instanceof BooleanType) {
      return lit(" (yes is read from true, t, yes, y, 1, and no from false, f, no, n, 0)");
    }
    return column.type() instanceof NumericType
        ? when(
                text.rlike("[0-9]"),
                lit(" (numbers are read as 1234.50, without units, spaces or thousands)"))
            .otherwise(NONE)
        : NONE;
  }

  private static Column ofTime(Column text, String name, Column yearLast) {
    return when(
            text.rlike("^[0-9]{5}([.][0-9]+)?$"),
            lit(
                " (an Excel serial number? convert it: date_add(DATE'1899-12-30', CAST("
                    + name
                    + " AS int)))"))
        .when(text.rlike("^[0-9]{4}(-[0-9]{1,2})?$"), lit(" (it names no day)"))
        .when(text.rlike("^[0-9]{8}$"), lit(" (convert it: to_date(" + name + ", 'yyyyMMdd'))"))
        .when(
            text.rlike("^[0-9]{10}$"),
            lit(" (seconds since 1970? convert it: timestamp_seconds(" + name + "))"))
        .when(
            text.rlike("^[0-9]{13}$"),
            lit(" (milliseconds since 1970? convert it: timestamp_millis(" + name + "))"))
        .when(text.rlike(DAY_FIRST_OR_MONTH), yearLast)
        .when(
            text.rlike("^[0-9]{4}[./][0-9]{1,2}[./][0-9]{1,2}"),
            lit(" (dates are read as 2026-01-31; convert it: translate(" + name + ", './', '--'))"))
        .when(
            text.rlike("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"),
            lit(" (there is no such day, or it is not from 1900 to 2200)"))
        .otherwise(NONE);
  }

  /** Which of two numbers is the month, where the value tells it. */
  private static Column yearLast(Column text, String function, Column timeOfDay) {
    Column first = regexp_extract(text, DAY_FIRST_OR_MONTH, 1).cast("int");
    Column second = regexp_extract(text, DAY_FIRST_OR_MONTH, 3).cast("int");
    Column by = regexp_extract(text, DAY_FIRST_OR_MONTH, 2);
    Column end = concat(lit("yyyy"), timeOfDay, lit("'"));
    Column dayFirst = concat(lit("'d"), by, lit("M"), by, end);
    Column monthFirst = concat(lit("'M"), by, lit("d"), by, end);
    Column pattern =
        when(first.gt(MONTHS), dayFirst)
            .when(second.gt(MONTHS), monthFirst)
            .otherwise(concat(dayFirst, lit(" or, if months come first, "), monthFirst));
    return concat(
        lit(" (dates are read as 2026-01-31; convert it: " + function + ", "), pattern, lit("))"));
  }

  /** The pattern of the time of day that a text ends with. */
  private static Column timeOfDay(Column text) {
    return when(text.rlike("(?i) [0-9]{1,2}:[0-9]{2} [ap]m$"), lit(" h:mm a"))
        .when(text.rlike("(?i) [0-9]{1,2}:[0-9]{2}:[0-9]{2} [ap]m$"), lit(" h:mm:ss a"))
        .when(text.rlike(" [0-9]{1,2}:[0-9]{2}$"), lit(" H:mm"))
        .when(text.rlike(" [0-9]{1,2}:[0-9]{2}:[0-9]{2}$"), lit(" H:mm:ss"))
        .otherwise(lit(""));
  }
}
