package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.asof.Dates;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Column;

/** The twelve whole months that ways of support are judged by. */
final class LastYear {
  static final int MONTHS = 12;

  private LastYear() {}

  /** Whether a day is after the month-end twelve months before another one. */
  static Column holds(Column day, LocalDate monthEnd) {
    return day.gt(lit(Date.valueOf(Dates.monthEndBefore(monthEnd, MONTHS))));
  }
}
