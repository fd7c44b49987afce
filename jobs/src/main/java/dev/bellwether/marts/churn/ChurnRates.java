package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What share of each cell's customers churned, by what was mature at each date.
 *
 * <p>Cells are health band, segment, and whether a decision falls within the horizon; customers
 * with notice in force are one cell of their own. History is counted once per date of maturity, and
 * those few counts are then summed for each date.
 */
final class ChurnRates {
  private static final String[] CELL = {
    "horizon_days", "notice", "decides", "cell_band", "cell_segment"
  };

  private static final String[] DATED = {AsOf.DATE, "horizon_days"};

  private final Dataset<Row> observed;
  private final Dataset<Row> points;

  /**
   * @param observed churn_label with band, segment and notice_in_force of the observation date
   * @param points the as-of dates
   */
  ChurnRates(Dataset<Row> observed, Dataset<Row> points) {
    this.observed = withCell(observed);
    this.points = points;
  }

  /**
   * Adds the cell of each row, from its {@code band}, {@code segment}, {@code notice_in_force},
   * {@code days_to_decision} and {@code horizon_days}.
   */
  static Dataset<Row> withCell(Dataset<Row> rows) {
    Column notice = col("notice_in_force");
    Column decides = coalesce(col("days_to_decision").leq(col("horizon_days")), lit(false));
    return rows.withColumn("notice", notice)
        .withColumn("decides", decides.and(not(notice)))
        .withColumn("cell_band", when(notice, "").otherwise(col("band")))
        .withColumn("cell_segment", when(notice, "").otherwise(coalesce(col("segment"), lit(""))));
  }

  /**
   * Adds to rows with a cell: its counts, those of all cells that decide (or do not) as it does,
   * and the outcomes used.
   */
  Dataset<Row> join(Dataset<Row> rows) {
    Dataset<Row> cells = perCell();
    return rows.join(broadcast(cells), plus(AsOf.DATE, CELL), "left")
        .join(broadcast(all(cells)), plus("decides", DATED), "left")
        .join(broadcast(outcomes()), DATED, "left")
        .na()
        .fill(
            0L,
            new String[] {
              "cell_accounts", "cell_churned", "all_accounts", "all_churned", "outcomes_used"
            });
  }

  /** The cells of customers under no notice that were seen, with the counts that they join. */
  Dataset<Row> cells() {
    Dataset<Row> cells = perCell().where(not(col("notice")));
    return cells.join(broadcast(all(cells)), plus("decides", DATED), "inner");
  }

  /** The rate of a row's cell, shrunk by pseudo accounts to that of all that decide as it does. */
  static Column bandRate(double shrinkage) {
    Column pseudoChurned = rateOfAll().multiply(shrinkage);
    return pseudoChurned
        .plus(col("cell_churned").cast("double"))
        .divide(col("cell_accounts").cast("double").plus(shrinkage));
  }

  /** The rate of all that decide (or do not) as a row does; null where there are none. */
  static Column rateOfAll() {
    return try_divide(col("all_churned").cast("double"), col("all_accounts").cast("double"));
  }

  private static Dataset<Row> all(Dataset<Row> cells) {
    return cells
        .where(not(col("notice")))
        .groupBy(AsOf.DATE, "horizon_days", "decides")
        .agg(sum("cell_accounts").as("all_accounts"), sum("cell_churned").as("all_churned"));
  }

  private Dataset<Row> perCell() {
    Dataset<Row> perMaturity =
        observed
            .groupBy(
                Arrays.stream(plus("matured_on", CELL)).map(n -> col(n)).toArray(Column[]::new))
            .agg(count(lit(1)).as("accounts"), count_if(col("churned")).as("left"));
    return upToEachDate(perMaturity)
        .groupBy(Arrays.stream(plus(AsOf.DATE, CELL)).map(n -> col(n)).toArray(Column[]::new))
        .agg(sum("accounts").as("cell_accounts"), sum("left").as("cell_churned"));
  }

  /** Distinct accounts that churned, each counted from its first mature outcome on. */
  private Dataset<Row> outcomes() {
    Dataset<Row> perMaturity =
        observed
            .where(col("churned"))
            .groupBy("horizon_days", "account_id")
            .agg(min("matured_on").as("matured_on"))
            .groupBy("horizon_days", "matured_on")
            .agg(count(lit(1)).as("accounts"));
    return upToEachDate(perMaturity)
        .groupBy(AsOf.DATE, "horizon_days")
        .agg(sum("accounts").as("outcomes_used"));
  }

  private Dataset<Row> upToEachDate(Dataset<Row> perMaturity) {
    return perMaturity.join(
        broadcast(points), perMaturity.col("matured_on").leq(points.col(AsOf.DATE)), "inner");
  }

  private static String[] plus(String first, String... others) {
    String[] all = new String[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }
}
