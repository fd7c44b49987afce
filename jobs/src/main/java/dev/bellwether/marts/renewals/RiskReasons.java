package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Scorecards;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What speaks against a renewal, three reasons at most, from the method that made the probability.
 *
 * <p>A model's are those of churn_explanation that add the most to the log odds of churn. A rate
 * goes by health: so there, and where there is no probability, the override that limits the score
 * comes first, and then what costs it the most (see {@link HealthReasons}).
 */
final class RiskReasons {
  static final int MOST = 3;

  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  private RiskReasons() {}

  /**
   * Adds {@code reason_1}, {@code reason_2} and {@code reason_3} to rows of accounts, each null
   * where there are fewer.
   *
   * @param listed rows with band, scorecard and override_reason of account_health, and model_id of
   *     churn_prediction
   * @param explanations rows of churn_explanation
   * @param measures rows of account_health_measure
   */
  static Dataset<Row> join(
      Dataset<Row> listed,
      Dataset<Row> explanations,
      Dataset<Row> measures,
      Scorecards scorecards) {
    Column none = array().cast("array<string>");
    Column ofHealth =
        concat(array_compact(array(col("override_reason"))), coalesce(col("health_reasons"), none));
    Column reasons =
        when(col("model_id").isNotNull(), coalesce(col("model_reasons"), none)).otherwise(ofHealth);
    return listed
        .join(ofModels(explanations), ACCOUNT, "left")
        .join(HealthReasons.perAccount(listed, measures, scorecards), ACCOUNT, "left")
        .withColumn("reasons", reasons)
        .withColumns(
            Map.of(
                "reason_1", get(col("reasons"), lit(0)),
                "reason_2", get(col("reasons"), lit(1)),
                "reason_3", get(col("reasons"), lit(2))));
  }

  /** The reasons of each account that a model explains, the strongest first. */
  private static Dataset<Row> ofModels(Dataset<Row> explanations) {
    Column ordered =
        array_sort(
            collect_list(
                struct(negate(col("contribution")).as("order"), col("driver"), col("reason"))));
    return explanations
        .where(col("reason").isNotNull())
        .groupBy(AsOf.DATE, "account_id")
        .agg(slice(ordered, 1, MOST).getField("reason").as("model_reasons"));
  }
}
