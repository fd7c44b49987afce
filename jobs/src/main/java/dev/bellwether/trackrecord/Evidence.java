package dev.bellwether.trackrecord;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What the track record is summed from, known from {@code maturedOn} on: outcomes of one level of
 * risk ({@code n} of them, {@code events} churned), or the churned accounts of one group.
 */
final class Evidence {
  /** The columns that name a group of outcomes. */
  static final List<String> GROUP =
      List.of("subject", "horizon_days", "version", "cohort", "segment");

  final int[] groups;
  final LocalDate maturedOn;
  final LocalDate observedOn;
  final long level;
  final String band;
  final long n;
  final long events;
  final long probabilityUnits;
  final long lossUnits;
  final long churnedAccounts;
  final Boolean greenBefore;
  final Integer leadDays;

  /**
   * @param groups the groups that it counts in, by number
   */
  Evidence(Row row, int[] groups) {
    this.groups = groups;
    maturedOn = day(row, "matured_on");
    observedOn = day(row, "observed_on");
    level = number(row, "level");
    band = row.getAs("band");
    n = number(row, "n");
    events = number(row, "events");
    probabilityUnits = number(row, "probability_units");
    lossUnits = number(row, "loss_units");
    churnedAccounts = number(row, "churned_accounts");
    greenBefore = row.getAs("green_before");
    leadDays = row.getAs("lead_days");
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
    Long number = row.getAs(column);
    return number == null ? 0 : number;
  }
}
