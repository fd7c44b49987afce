package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Why an account's health is what it is: the override that limits it, and the measures that cost
 * its score the most, three reasons at most.
 *
 * <p>The cost of a measure is weight x (100 - value); what scores as green is not a reason.
 */
final class RiskReasons {
  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  private RiskReasons() {}

  /**
   * Adds {@code reason_1}, {@code reason_2} and {@code reason_3} to rows of accounts, each null
   * where there are fewer.
   *
   * @param listed rows with the columns scorecard and override_reason of account_health
   * @param measures rows of account_health_measure
   */
  static Dataset<Row> join(Dataset<Row> listed, Dataset<Row> measures, Scorecards scorecards) {
    Dataset<Row> accounts =
        listed.select(col(AsOf.DATE), col("account_id"), green(scorecards).as("green"));
    Dataset<Row> ofListed =
        measures
            .where(col("state").equalTo("known"))
            .join(accounts, ACCOUNT, "inner")
            .where(col("value").lt(col("green")));
    return overridesFirst(
        listed.join(perAccount(ofListed, scorecards.features()), ACCOUNT, "left"));
  }

  /** An override's reason stands before what the measures say. */
  private static Dataset<Row> overridesFirst(Dataset<Row> explained) {
    Column reasons =
        array_compact(
            array(col("override_reason"), col("reason_1"), col("reason_2"), col("reason_3")));
    return explained
        .withColumn("reasons", reasons)
        .withColumns(
            Map.of(
                "reason_1", get(col("reasons"), lit(0)),
                "reason_2", get(col("reasons"), lit(1)),
                "reason_3", get(col("reasons"), lit(2))));
  }

  /** From which value on a measure is not a reason: the cut-off of the account's own scorecard. */
  private static Column green(Scorecards scorecards) {
    Column green = when(lit(false), 0.0);
    for (Scorecard other : scorecards.others()) {
      green = green.when(col("scorecard").equalTo(other.name()), other.bands().green());
    }
    return green.otherwise(scorecards.main().bands().green());
  }

  private static Dataset<Row> perAccount(Dataset<Row> reasons, List<String> features) {
    Column cost = col("weight").multiply(lit(100.0).minus(col("value")));
    WindowSpec mostCostly =
        Window.partitionBy(AsOf.DATE, "account_id")
            .orderBy(cost.desc(), col("dimension").asc(), col("measure").asc());
    return reasons
        .withColumn("place", row_number().over(mostCostly))
        .where(col("place").leq(3))
        .withColumn("text", ReasonText.of(features))
        .groupBy(AsOf.DATE, "account_id")
        .agg(atPlace(1).as("reason_1"), atPlace(2).as("reason_2"), atPlace(3).as("reason_3"));
  }

  private static Column atPlace(int place) {
    return max(when(col("place").equalTo(place), col("text")));
  }
}
