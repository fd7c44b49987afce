package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.ErasedPublications;
import dev.bellwether.publish.SentAlerts;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Removes what is older than it has to be kept: events and days of single users, refused rows,
 * publications and alerts. What was made of them per account stays.
 */
public final class Retention {
  /** Features look back a year, and a change compares with 90 days before. */
  public static final int FEWEST_MONTHS = 16;

  private Retention() {}

  /**
   * Removes what is older than some months, under the home's lock.
   *
   * @return how many rows of each table, and under {@code publications} how many of these
   * @throws BellwetherException when it would take what nights still need
   */
  public static Map<String, Long> run(Warehouse warehouse, int months, LocalDate today) {
    if (months < FEWEST_MONTHS) {
      throw BellwetherException.configuration(
          "--months " + months + " is too few",
          "features look back over a year and a quarter",
          "keep at least " + FEWEST_MONTHS + " months");
    }
    try (HomeLock held = HomeLock.take(warehouse.home(), warehouse.hadoop())) {
      LocalDate firstDay = today.minusMonths(months);
      Column first = lit(Date.valueOf(firstDay));
      // a day of the business may begin on the day before of the events' clock, so it is closed too
      warehouse.closeBefore(Tables.ACCOUNT_ACTIVITY_DAILY, firstDay.plusDays(1));
      Map<String, Long> removed = new TreeMap<>();
      keep(warehouse, Tables.USAGE_EVENTS, col("occurred_at").cast("date").geq(first), removed);
      keep(warehouse, Tables.USER_ACTIVITY_DAILY, col("day").geq(first), removed);
      if (warehouse.exists(Tables.QUARANTINE)) {
        // a run's name begins with its day
        String day = firstDay.toString().replace("-", "");
        keep(warehouse, Tables.QUARANTINE, col("run_id").geq(day), removed);
      }
      long publications =
          new ErasedPublications(warehouse.spark(), warehouse.home()).removeBefore(firstDay).size();
      if (publications > 0) {
        removed.put("publications", publications);
      }
      long nights = new SentAlerts(warehouse).removeBefore(firstDay);
      if (nights > 0) {
        removed.put("nights of alerts", nights);
      }
      return removed;
    }
  }

  private static void keep(
      Warehouse warehouse, String table, Column isKept, Map<String, Long> removed) {
    if (!warehouse.exists(table)) {
      return;
    }
    Dataset<Row> rows = warehouse.read(table);
    long before = rows.count();
    warehouse.rewriteWithoutHistory(table, rows.where(coalesce(isKept, lit(true))));
    long after = warehouse.read(table).count();
    if (before > after) {
      removed.put(table, before - after);
    }
  }
}
