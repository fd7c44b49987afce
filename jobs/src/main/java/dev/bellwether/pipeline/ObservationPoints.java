package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.min;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.errors.BellwetherException;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
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

  /**
   * The first day on which a subscription was there and known, in history that is complete.
   *
   * @param completeFrom the day before which subscriptions are not all known, or null
   * @throws BellwetherException when there are no subscriptions, or none by the last requested date
   */
  static LocalDate historyStart(
      Dataset<Row> subscriptions, LocalDate completeFrom, List<LocalDate> requested) {
    Row first = subscriptions.agg(min(greatest(col("start_date"), col(AsOf.ARRIVED_ON)))).first();
    if (first.isNullAt(0)) {
      throw BellwetherException.data(
          "there is nothing to score",
          "the source gave no usable subscription",
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
          "the first subscription is known from " + start,
          "choose a later --as-of (or --from)");
    }
    return start;
  }
}
