package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.TimestampType;

/** What an unusable value looks like, and how a source's SELECT can turn it into a usable one. */
final class UnusableHint {
  private static final Column NONE = lit("");

  private UnusableHint() {}

  /** A hint in brackets, or nothing. */
  static Column of(dev.bellwether.platform.contract.Column column, Column text) {
    String name = column.name();
    if (column.type() instanceof DateType || column.type() instanceof TimestampType) {
      return ofTime(text, name);
    }
    return column.type() instanceof NumericType
        ? when(
                text.rlike("^[0-9., ]*[0-9][^0-9]*$"),
                lit(" (numbers are read as 1234.50, without units, spaces or thousands)"))
            .otherwise(NONE)
        : NONE;
  }

  private static Column ofTime(Column text, String name) {
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
        .when(
            text.rlike("^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}"),
            lit(
                " (dates are read as 2026-01-31; convert it: try_to_date("
                    + name
                    + ", 'dd/MM/yyyy'))"))
        .when(
            text.rlike("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"),
            lit(" (there is no such day, or it is not from 1900 to 2200)"))
        .otherwise(NONE);
  }
}
