package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

/**
 * How the time column is read.
 *
 * @param dates whether it holds dates; else it holds numbers that grow with time
 */
record TimeColumn(boolean dates) implements Serializable {
  private static final double ALMOST_ALL = 0.99;

  /** Finds out by the column's cells, or a fair sample of them. */
  static TimeColumn of(String name, List<Object> cells) {
    List<Object> filled = cells.stream().filter(cell -> !Cells.isUnknown(cell)).toList();
    long dates = filled.stream().filter(cell -> !Double.isNaN(Cells.days(cell))).count();
    long numbers = filled.stream().filter(cell -> !Double.isNaN(Cells.number(cell))).count();
    if (filled.isEmpty() || Math.max(dates, numbers) < ALMOST_ALL * filled.size()) {
      String shown =
          filled.stream()
              .filter(c -> Double.isNaN(Cells.days(c)) && Double.isNaN(Cells.number(c)))
              .findFirst()
              .map(cell -> "it holds '" + cell + "'")
              .orElse("it is empty");
      throw BellwetherException.configuration(
          "--time " + name + " cannot be read as time",
          shown,
          "write dates as YYYY-MM-DD (or YYYY-MM, or ISO instants) or as numbers that grow with time");
    }
    return new TimeColumn(dates >= numbers);
  }

  /** The time of a cell; NaN where it has none. */
  double of(Object cell) {
    return dates ? Cells.days(cell) : Cells.number(cell);
  }

  /** A time as people write it. */
  String shown(double time) {
    return dates
        ? LocalDate.ofEpochDay((long) Math.floor(time)).toString()
        : time == Math.rint(time) ? String.valueOf((long) time) : String.valueOf(time);
  }
}
