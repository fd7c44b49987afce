package dev.bellwether.renewals;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.asof.AsOf;
import dev.bellwether.config.Scorecard;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Why an account's health is what it is: the three measures that cost its score the most.
 *
 * <p>The cost of a measure is weight x (100 - value); what scores as green is no reason.
 */
final class RiskReasons {
  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  private RiskReasons() {}

  /**
   * Adds {@code reason_1}, {@code reason_2} and {@code reason_3} to rows of accounts, each null
   * where there are fewer.
   *
   * @param measures rows of account_health_measure
   */
  static Dataset<Row> join(Dataset<Row> listed, Dataset<Row> measures, Scorecard scorecard) {
    Column isReason = col("state").equalTo("known").and(col("value").lt(scorecard.bands().green()));
    Dataset<Row> ofListed =
        measures.where(isReason).join(listed.select(AsOf.DATE, "account_id"), ACCOUNT, "left_semi");
    return listed.join(perAccount(ofListed, scorecard), ACCOUNT, "left");
  }

  private static Dataset<Row> perAccount(Dataset<Row> reasons, Scorecard scorecard) {
    Column cost = col("weight").multiply(lit(100.0).minus(col("value")));
    WindowSpec mostCostly =
        Window.partitionBy(AsOf.DATE, "account_id")
            .orderBy(cost.desc(), col("dimension").asc(), col("measure").asc());
    return reasons
        .withColumn("place", row_number().over(mostCostly))
        .where(col("place").leq(3))
        .withColumn("text", ReasonText.of(scorecard))
        .groupBy(AsOf.DATE, "account_id")
        .agg(atPlace(1).as("reason_1"), atPlace(2).as("reason_2"), atPlace(3).as("reason_3"));
  }

  private static Column atPlace(int place) {
    return max(when(col("place").equalTo(place), col("text")));
  }
}
