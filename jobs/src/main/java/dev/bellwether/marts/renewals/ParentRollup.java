package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Band;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Settings.ParentHealth;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a parent and its children come to together. Scores are weighted by ARR; the worst band
 * stands beside, since a large healthy child hides a small one that is about to leave.
 *
 * <p>A child is told what its parent and the parent's children come to, whoever the parent belongs
 * to itself; a parent that has no parent, what it and its own children come to.
 */
final class ParentRollup {
  private static final String GROUP = "rollup_group";
  private static final String PARENT = "parent_account_id";

  private ParentRollup() {}

  /**
   * Adds {@code parent_arr}, {@code parent_weighted_score}, {@code parent_worst_band} and {@code
   * parent_band} to rows with {@code account_id, parent_account_id}; null for accounts that have
   * neither parent nor child.
   *
   * @param health rows of accounts with {@code account_arr, band, score}
   * @param accounts a view of accounts
   * @param parentHealth which of them is the parent's band
   * @param bands the cut-offs of a weighted score
   */
  static Dataset<Row> join(
      Dataset<Row> listed,
      Dataset<Row> health,
      Dataset<Row> accounts,
      ParentHealth parentHealth,
      Scorecard.Bands bands) {
    Dataset<Row> members =
        health.join(
            accounts.select(AsOf.DATE, "account_id", PARENT),
            new String[] {AsOf.DATE, "account_id"},
            "left");
    return listed
        .withColumn(GROUP, coalesce(col(PARENT), col("account_id")))
        .join(
            perGroup(members).withColumn("parent_band", band(parentHealth, bands)),
            new String[] {AsOf.DATE, GROUP},
            "left")
        .drop(GROUP);
  }

  private static Column band(ParentHealth parentHealth, Scorecard.Bands bands) {
    Column score = col("parent_weighted_score");
    return switch (parentHealth) {
      case WORST -> col("parent_worst_band");
      case WEIGHTED ->
          when(score.isNull(), Band.UNKNOWN)
              .when(score.geq(bands.green()), Band.GREEN)
              .when(score.geq(bands.yellow()), Band.YELLOW)
              .otherwise(Band.RED);
    };
  }

  /** Each account counts for itself as a parent, and for its parent. */
  private static Dataset<Row> perMember(Dataset<Row> members) {
    Column own = col("account_id");
    return members
        .withColumn(GROUP, explode(array_distinct(array(own, coalesce(col(PARENT), own)))))
        .withColumn("is_child", col(GROUP).notEqual(own));
  }

  private static Dataset<Row> perGroup(Dataset<Row> members) {
    Column arr = col("account_arr");
    Column isWhole = count_if(arr.isNull()).equalTo(0);
    Column isScored = col("score").isNotNull().and(arr.gt(0));
    Column points = col("score").cast("decimal(9,6)").multiply(arr);
    Column weights = sum(when(isScored, arr));
    return perMember(members)
        .groupBy(AsOf.DATE, GROUP)
        .agg(
            bool_or(col("is_child")).as("has_child"),
            when(isWhole, sum(arr)).cast("decimal(18,2)").as("parent_arr"),
            when(isWhole, sum(when(isScored, points)).cast("double").divide(weights.cast("double")))
                .as("parent_weighted_score"),
            min_by(col("band"), BandOrder.withUnknownLast(col("band"))).as("parent_worst_band"))
        .where("has_child")
        .drop("has_child");
  }
}
