package dev.bellwether.asof;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.contract.Contract;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

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

  private AsOf() {}

  /**
   * The rows of a staging table known at each point.
   *
   * @param table a staging table as stored, with its technical columns
   * @param contract its contract
   * @param points {@code as_of_date}, and {@code account_id} where each account has dates of its
   *     own; {@code arrived_by} where the arrival cut-off is not the as-of date
   * @param zone the business time zone, in which instants become days
   * @return {@code as_of_date} and the contract's columns; one row per point and key
   */
  public static Dataset<Row> view(
      Dataset<Row> table, Contract contract, Dataset<Row> points, ZoneId zone) {
    Dataset<Row> arrived = onlyArrived(table, points);
    Dataset<Row> latest = onlyLatestVersion(arrived, contract);
    Dataset<Row> happened = onlyHappened(latest, contract, zone);
    return withLaterColumnsMasked(happened, contract, zone);
  }

  private static Dataset<Row> onlyArrived(Dataset<Row> table, Dataset<Row> points) {
    List<String> columns = Arrays.asList(points.columns());
    boolean perAccount = columns.contains("account_id");
    Column cutoff = columns.contains(ARRIVED_BY) ? points.col(ARRIVED_BY) : points.col(DATE);
    Column arrived = table.col(ARRIVED_ON).leq(cutoff);
    if (!perAccount) {
      return table.join(broadcast(points), arrived, "inner").drop(ARRIVED_BY);
    }
    Column sameAccount = table.col("account_id").equalTo(points.col("account_id"));
    return table
        .join(points, sameAccount.and(arrived), "inner")
        .drop(points.col("account_id"))
        .drop(ARRIVED_BY);
  }

  private static Dataset<Row> onlyLatestVersion(Dataset<Row> arrived, Contract contract) {
    List<Column> key = new ArrayList<>(List.of(col(DATE)));
    contract.key().forEach(name -> key.add(col(name)));
    WindowSpec versions =
        Window.partitionBy(key.toArray(Column[]::new))
            .orderBy(col(ARRIVED_ON).desc(), col(BATCH_NO).desc());
    return arrived
        .withColumn("version_from_last", row_number().over(versions))
        .where(
            col("version_from_last")
                .equalTo(1)
                .and(coalesce(col(DELETED), lit(false)).equalTo(false)));
  }

  private static Dataset<Row> onlyHappened(Dataset<Row> rows, Contract contract, ZoneId zone) {
    return contract.eventTime() == null
        ? rows
        : rows.where(dayOf(contract, contract.eventTime(), zone).leq(col(DATE)));
  }

  private static Dataset<Row> withLaterColumnsMasked(
      Dataset<Row> rows, Contract contract, ZoneId zone) {
    List<Column> columns = new ArrayList<>(List.of(col(DATE)));
    for (dev.bellwether.contract.Column column : contract.columns()) {
      columns.add(masked(contract, column, zone).as(column.name()));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Column masked(
      Contract contract, dev.bellwether.contract.Column column, ZoneId zone) {
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
