package dev.bellwether.tools.whatif;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.reading.HomeTables;
import dev.bellwether.reading.TableRow;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a dollar is worth in the reporting currency, for the defaults that are in dollars.
 *
 * @param rate units of the reporting currency for one dollar
 * @param on the day of the rate; empty where the reporting currency is the dollar
 */
record DollarRate(double rate, Optional<LocalDate> on) {

  /** The home's last rate up to the last month of its costs; none where it has no such rate. */
  static Optional<DollarRate> read(HomeTables tables, String currency) {
    LocalDate lastMonth =
        tables.stored(Tables.SUPPORT_COST_MONTHLY).stream()
            .flatMap(row -> row.date("month").stream())
            .max(LocalDate::compareTo)
            .orElse(LocalDate.MAX);
    return latest(tables.stored(Tables.EXCHANGE_RATES), currency, lastMonth);
  }

  /**
   * The last rate up to a day.
   *
   * @param rates rows of exchange_rates as stored; the version of a day that came last counts
   */
  static Optional<DollarRate> latest(List<TableRow> rates, String currency, LocalDate through) {
    if (currency.equals(Defaults.CURRENCY)) {
      return Optional.of(new DollarRate(1, Optional.empty()));
    }
    Comparator<TableRow> byArrival =
        Comparator.comparing((TableRow row) -> row.date(AsOf.ARRIVED_ON).orElseThrow())
            .thenComparing(row -> row.count(AsOf.BATCH_NO));
    Map<LocalDate, TableRow> perDay = new TreeMap<>();
    rates.stream()
        .filter(row -> row.is("from_currency", Defaults.CURRENCY))
        .filter(row -> row.is("to_currency", currency))
        .filter(row -> !row.date("rate_date").orElseThrow().isAfter(through))
        .sorted(byArrival)
        .forEach(row -> perDay.put(row.date("rate_date").orElseThrow(), row));
    return perDay.entrySet().stream()
        .filter(day -> !day.getValue().isTrue(AsOf.DELETED))
        .reduce((earlier, later) -> later)
        .map(
            day ->
                new DollarRate(
                    day.getValue().number("rate").orElseThrow(), Optional.of(day.getKey())));
  }
}
