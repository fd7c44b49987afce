package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How the time column is read.
 *
 * @param kind what it holds
 */
record TimeColumn(Kind kind) implements Serializable {
  /** What a time column holds. */
  enum Kind {
    /** Nothing: there is none. */
    NONE,
    DATES,
    /** Months or days as numbers: 202401 or 20240131. */
    NUMBERED_DATES,
    /** Numbers that grow with time. */
    NUMBERS
  }

  /** Without a time column, all rows are of one time. */
  static final TimeColumn NONE = new TimeColumn(Kind.NONE);

  private static final double ALMOST_ALL = 0.99;

  /** Finds out by the column's cells, or a fair sample of them. */
  static TimeColumn of(String name, List<Object> cells) {
    List<Object> filled = cells.stream().filter(cell -> !Cells.isUnknown(cell)).toList();
    if (!filled.isEmpty()) {
      if (nearlyAll(filled, Cells::numberedDate)) {
        return new TimeColumn(Kind.NUMBERED_DATES);
      }
      if (nearlyAll(filled, Cells::days)) {
        return new TimeColumn(Kind.DATES);
      }
      if (nearlyAll(filled, Cells::number)) {
        return new TimeColumn(Kind.NUMBERS);
      }
    }
    String shown =
        filled.stream()
            .filter(c -> Double.isNaN(Cells.days(c)) && Double.isNaN(Cells.number(c)))
            .findFirst()
            .map(cell -> "it holds '" + cell + "'")
            .orElse("it is empty");
    throw BellwetherException.configuration(
        "--time " + name + " cannot be read as time",
        shown,
        "write dates as YYYY-MM-DD, YYYY-MM or YYYYMM (or ISO instants), or as numbers that grow"
            + " with time");
  }

  private static boolean nearlyAll(List<Object> cells, ToDoubleFunction<Object> reading) {
    long readable = cells.stream().filter(c -> !Double.isNaN(reading.applyAsDouble(c))).count();
    return readable >= ALMOST_ALL * cells.size();
  }

  /** Whether times are days since 1970. */
  boolean dates() {
    return kind == Kind.DATES || kind == Kind.NUMBERED_DATES;
  }

  /** The time of a cell; NaN where it has none. */
  double of(Object cell) {
    return switch (kind) {
      case NONE -> 0;
      case DATES -> Cells.days(cell);
      case NUMBERED_DATES -> Cells.numberedDate(cell);
      case NUMBERS -> Cells.number(cell);
    };
  }

  /** A length of time as people write it; of numbers, in their own unit. */
  String span(double length) {
    String number = length == Math.rint(length) ? String.valueOf((long) length) : "" + length;
    return dates() ? number + " days" : number;
  }

  /** A time as people write it. */
  String shown(double time) {
    return dates()
        ? LocalDate.ofEpochDay((long) Math.floor(time)).toString()
        : time == Math.rint(time) ? String.valueOf((long) time) : String.valueOf(time);
  }
}
