package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.min;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The calendar month-ends at which features, health and labels are always computed, whichever
 * nights are run: what is learned from the past must not depend on the nights that happened to run.
 */
final class ObservationPoints {
  /** Months before the first requested date beyond which the past is not looked at. */
  static final int MONTHS = 60;

  private ObservationPoints() {}

  /** The month-ends up to the last requested date that no completed run has computed. */
  static List<LocalDate> missing(
      LocalDate historyStart, List<LocalDate> requested, Set<LocalDate> completed) {
    LocalDate first = requested.get(0);
    LocalDate last = requested.get(requested.size() - 1);
    LocalDate horizon = first.minusMonths(MONTHS);
    LocalDate from = historyStart.isBefore(horizon) ? horizon : historyStart;
    return Dates.monthEnds(from, last).stream()
        .filter(date -> !completed.contains(date) && !requested.contains(date))
        .toList();
  }

  /** The table that tells since when a source is known: subscriptions, or else tickets. */
  static String beginning(Source source) {
    return source.givesCustomers() ? Tables.SUBSCRIPTIONS : Tables.TICKETS;
  }

  /**
   * The first day on which a row was there and known, in history that is complete.
   *
   * @param table the table of the rows
   * @param completeFrom the day before which they are not all known, or null
   * @throws BellwetherException when there are no rows, or none by the first requested date
   */
  static LocalDate historyStart(
      String table, Dataset<Row> rows, LocalDate completeFrom, List<LocalDate> requested) {
    String what = table.substring(0, table.length() - 1);
    Column happened = col(Contracts.of(table).eventTime()).cast("date");
    Row first = rows.agg(min(greatest(happened, col(AsOf.ARRIVED_ON)))).first();
    if (first.isNullAt(0)) {
      throw BellwetherException.data(
          "there is nothing to compute",
          "the source gave no usable " + what,
          "see the table quarantine: ./bellwether show quarantine --home HOME");
    }
    LocalDate start = ((Date) first.get(0)).toLocalDate();
    if (completeFrom != null && completeFrom.isAfter(start)) {
      // before it only those are seen who stayed: nothing to learn from
      start = completeFrom;
    }
    if (requested.get(0).isBefore(start)) {
      throw BellwetherException.configuration(
          "the as-of date " + requested.get(0) + " lies before all data",
          "the first " + what + " is known from " + start,
          "choose a later --as-of (or --from)");
    }
    return start;
  }
}
