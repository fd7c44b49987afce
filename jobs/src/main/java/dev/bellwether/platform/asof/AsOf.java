package dev.bellwether.platform.asof;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.contract.Contract;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * The view of a staging table as it was known at past dates: the one place where the future is
 * hidden.
 *
 * <p>A row is seen at a date when it had arrived by then and its {@code eventTime} is not later. Of
 * several versions of a key, the one that arrived last counts. A column that records a later
 * happening is null, as its contract's {@code knownFrom} says.
 */
public final class AsOf {
  /** The as-of date of a point, and of each row of a view. */
  public static final String DATE = "as_of_date";

  /** A point's arrival cut-off where it is not its date (a corrected publication). */
  public static final String ARRIVED_BY = "arrived_by";

  /** Storage column: the day on which the row had arrived. */
  public static final String ARRIVED_ON = "arrived_on";

  /**
   * Storage column: from when {@code present_only} columns may be used; null for one-off history.
   */
  public static final String PRESENT_FROM = "present_from";

  /** Storage column: the number of the batch that brought the row. */
  public static final String BATCH_NO = "batch_no";

  /** Storage column: whether the row says that its key was deleted. */
  public static final String DELETED = "deleted";

  /** Column of a table {@link #withVersions with versions}: when a later one had arrived. */
  public static final String SUPERSEDED_ON = "superseded_on";

  private AsOf() {}

  /**
   * A staging table whose rows know when the next version of their key had arrived: {@value
   * #SUPERSEDED_ON}, null for the last one. Found once for the table, it serves views of all dates.
   */
  public static Dataset<Row> withVersions(Dataset<Row> table, Contract contract) {
    WindowSpec versions =
        Window.partitionBy(contract.key().stream().map(name -> col(name)).toArray(Column[]::new))
            .orderBy(col(ARRIVED_ON), col(BATCH_NO));
    return table.withColumn(SUPERSEDED_ON, lead(col(ARRIVED_ON), 1).over(versions));
  }

  /** A staging table of which it is known that no key has a second version. */
  public static Dataset<Row> withOneVersion(Dataset<Row> table) {
    return table.withColumn(SUPERSEDED_ON, lit(null).cast(DataTypes.DateType));
  }

  /**
   * The rows of a staging table known at each point.
   *
   * @param table a staging table as stored, with its technical columns; with versions already, or
   *     they are found here
   * @param contract its contract
   * @param points {@code as_of_date}, and {@code account_id} where each account has dates of its
   *     own; {@code arrived_by} where the arrival cut-off is not the as-of date
   * @param zone the business time zone, in which instants become days
   * @return {@code as_of_date} and the contract's columns; one row per point and key
   */
  public static Dataset<Row> view(
      Dataset<Row> table, Contract contract, Dataset<Row> points, ZoneId zone) {
    Dataset<Row> ahead = viewWithAhead(table, contract, points, zone);
    return contract.eventTime() == null
        ? ahead
        : ahead.where(dayOf(contract, contract.eventTime(), zone).leq(col(DATE)));
  }

  /**
   * The same, and the rows whose {@code eventTime} lies ahead, as far as they had arrived: what is
   * booked, with nothing but what is known of it before it happens.
   */
  public static Dataset<Row> viewWithAhead(
      Dataset<Row> table, Contract contract, Dataset<Row> points, ZoneId zone) {
    Dataset<Row> versions = hasColumn(table, SUPERSEDED_ON) ? table : withVersions(table, contract);
    return withLaterColumnsMasked(onlyKnown(versions, contract, points), contract, zone);
  }

  /** Versions that had arrived by a point and were the last then. */
  private static Dataset<Row> onlyKnown(
      Dataset<Row> table, Contract contract, Dataset<Row> points) {
    Column cutoff = hasColumn(points, ARRIVED_BY) ? points.col(ARRIVED_BY) : points.col(DATE);
    Column known =
        table
            .col(ARRIVED_ON)
            .leq(cutoff)
            .and(table.col(SUPERSEDED_ON).isNull().or(table.col(SUPERSEDED_ON).gt(cutoff)));
    Dataset<Row> present = onlyPresent(table, contract);
    if (!hasColumn(points, "account_id")) {
      return present.join(broadcast(points), known, "inner");
    }
    Column sameAccount = table.col("account_id").equalTo(points.col("account_id"));
    return present.join(points, sameAccount.and(known), "inner").drop(points.col("account_id"));
  }

  /** What the source deleted is gone, stays, or ended on the day on which it was missing. */
  private static Dataset<Row> onlyPresent(Dataset<Row> table, Contract contract) {
    Column deleted = coalesce(col(DELETED), lit(false));
    if (!contract.deletion().kept()) {
      return table.where(not(deleted));
    }
    Dataset<Row> present = table;
    for (String end : contract.deletion().endedIn()) {
      Column ended = when(deleted, least(col(end), col(ARRIVED_ON))).otherwise(col(end));
      Column began = col(contract.eventTime()).lt(col(ARRIVED_ON));
      // what was deleted before it began never was
      present = present.where(not(deleted).or(began)).withColumn(end, ended);
    }
    return present;
  }

  private static boolean hasColumn(Dataset<Row> table, String name) {
    return Arrays.asList(table.columns()).contains(name);
  }

  private static Dataset<Row> withLaterColumnsMasked(
      Dataset<Row> rows, Contract contract, ZoneId zone) {
    List<Column> columns = new ArrayList<>(List.of(col(DATE)));
    for (dev.bellwether.platform.contract.Column column : contract.columns()) {
      columns.add(masked(contract, column, zone).as(column.name()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Column masked(
      Contract contract, dev.bellwether.platform.contract.Column column, ZoneId zone) {
    Column value = col(column.name());
    if (column.knownFrom().isStatic()) {
      return value;
    }
    if (column.knownFrom().presentOnly()) {
      return when(col(PRESENT_FROM).leq(col(DATE)), value);
    }
    List<String> dating = column.knownFrom().columns();
    Column[] days = dating.stream().map(name -> dayOf(contract, name, zone)).toArray(Column[]::new);
    Column known = coalesce(days).leq(col(DATE));
    // a happening is known on its own day at the latest, even if its notice was recorded later
    return dating.contains(column.name())
        ? when(known.or(dayOf(contract, column.name(), zone).leq(col(DATE))), value)
        : when(known, value);
  }

  private static Column dayOf(Contract contract, String name, ZoneId zone) {
    return BusinessDay.of(col(name), contract.column(name).orElseThrow().type(), zone);
  }
}
