package dev.bellwether.marts.trackrecord;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What a track record is summed from, from the day {@code knownFrom} of the epoch on: outcomes of
 * one level of risk ({@code n} of them, {@code events} churned), or the churned accounts of one
 * group. {@code probability_units} are hundred-millionths, {@code loss_units} billionths of a nat:
 * whole numbers, so that sums do not depend on the order in which Spark adds them.
 */
final class Evidence {
  static final double LOSS_UNIT = 1e-9;
  static final double PROBABILITY_UNIT = 1e-8;

  static final StructType SCHEMA =
      StructType.fromDDL(
          "subject string, horizon_days int, version string, cohort string, segment string,"
              + " known_from date, level bigint, band string, green_before boolean, lead_days int,"
              + " first_observed_on date, last_observed_on date, n bigint, events bigint,"
              + " probability_units bigint, loss_units bigint, churned_accounts bigint");

  /** The columns that tell what is alike; the others are counted. */
  static final List<String> KEY =
      List.of(SCHEMA.fieldNames()).subList(0, SCHEMA.fieldIndex("first_observed_on"));

  /** The columns that are counted, 0 where they do not apply. */
  static final List<String> COUNTS =
      List.of("n", "events", "probability_units", "loss_units", "churned_accounts");

  final int[] groups;
  final long knownFrom;
  final LocalDate firstObservedOn;
  final LocalDate lastObservedOn;
  final long level;
  final String band;
  final long n;
  final long events;
  final long probabilityUnits;
  final long lossUnits;
  final long churnedAccounts;
  final Optional<Boolean> greenBefore;
  final Optional<Integer> leadDays;

  /**
   * @param groups the groups that it counts in, by number
   */
  Evidence(Row row, int[] groups) {
    this.groups = groups;
    knownFrom = day(row, "known_from").toEpochDay();
    firstObservedOn = day(row, "first_observed_on");
    lastObservedOn = day(row, "last_observed_on");
    Long risk = row.getAs("level");
    level = risk == null ? 0 : risk;
    band = row.getAs("band");
    n = number(row, "n");
    events = number(row, "events");
    probabilityUnits = number(row, "probability_units");
    lossUnits = number(row, "loss_units");
    churnedAccounts = number(row, "churned_accounts");
    greenBefore = Optional.ofNullable(row.getAs("green_before"));
    leadDays = Optional.ofNullable(row.getAs("lead_days"));
  }

  /** Whether a row is about churned accounts, not about outcomes. */
  static boolean isOfChurnedAccounts(Row row) {
    return number(row, "churned_accounts") > 0;
  }

  static LocalDate day(Row row, String column) {
    Date day = row.getAs(column);
    return day == null ? null : day.toLocalDate();
  }

  private static long number(Row row, String column) {
    return row.<Long>getAs(column);
  }
}
