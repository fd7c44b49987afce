package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.cuts.Shares;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Costs of support by account: each provider's month in equal parts by the tickets that it worked
 * on, rounded so that the parts sum to the whole. Tickets of a provider whose month is not all in
 * an amount are counted, and leave the margin unknown.
 */
final class CostToServe {
  private static final String[] PROVIDER_MONTH = {"provider_id", "month"};

  private CostToServe() {}

  /**
   * The columns of the contract account_cost_to_serve.
   *
   * @param items what was invoiced
   * @param touches each ticket with every provider that worked on it, with {@code counts}
   * @param revenue the table account_mrr_monthly, where there is one
   */
  static Dataset<Row> perAccount(
      Dataset<Row> items, Dataset<Row> touches, Optional<Dataset<Row>> revenue) {
    Dataset<Row> costs =
        items
            .groupBy("provider_id", "month")
            .agg(
                sum("cost").cast("decimal(18,2)").as("total"),
                count(col("cost")).equalTo(count(lit(1))).as("is_costed"));
    Dataset<Row> shares =
        withParts(touches.where(col("counts")).join(costs, PROVIDER_MONTH, "left"));
    return ContractColumns.only(
        withMargin(perAccountMonth(shares), revenue), Contracts.of(Tables.ACCOUNT_COST_TO_SERVE));
  }

  private static Dataset<Row> perAccountMonth(Dataset<Row> shares) {
    Column isUncosted = not(coalesce(col("is_costed"), lit(false)));
    return shares
        .groupBy("account_id", "month")
        .agg(
            countDistinct(col("ticket_id")).as("tickets"),
            countDistinct(when(isUncosted, col("ticket_id"))).as("tickets_uncosted"),
            sum("part").cast("decimal(18,2)").as("cost_to_serve"));
  }

  /** The running share of each ticket less that of the one before, both in cents. */
  private static Dataset<Row> withParts(Dataset<Row> touches) {
    WindowSpec all = Window.partitionBy(PROVIDER_MONTH[0], PROVIDER_MONTH[1]);
    return touches
        .withColumn("n", count(lit(1)).over(all))
        .withColumn("place", row_number().over(all.orderBy("ticket_id")))
        .withColumn("part", running(col("place")).minus(running(col("place").minus(1))));
  }

  private static Column running(Column place) {
    return round(col("total").multiply(place).divide(col("n").cast("decimal(12,0)")), 2);
  }

  private static Dataset<Row> withMargin(Dataset<Row> accounts, Optional<Dataset<Row>> revenue) {
    if (revenue.isEmpty()) {
      return accounts;
    }
    Dataset<Row> mrr =
        revenue
            .get()
            .where(col("mrr").gt(0))
            .select(col("account_id"), col("month"), col("mrr").cast("decimal(18,2)").as("mrr"));
    Column wholeCost = when(col("tickets_uncosted").equalTo(0), col("cost_to_serve"));
    return accounts
        .join(mrr, new String[] {"account_id", "month"}, "left")
        .withColumn("margin_after_support", col("mrr").minus(wholeCost).cast("decimal(18,2)"))
        .withColumn("cost_share_of_mrr", Shares.of(wholeCost, col("mrr")));
  }
}
