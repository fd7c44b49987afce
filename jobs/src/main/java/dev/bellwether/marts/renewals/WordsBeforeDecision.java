package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.RenewalOutcomes;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What owners and leaders had last said of a renewal by the day of its decision, and who turned out
 * to be right: whether a renewal that lost revenue had been called at risk, and no other.
 */
final class WordsBeforeDecision {
  private static final List<String> SAID = List.of("csm_status", "csm_forecast", "final_status");
  private static final String[] EVENT = {"subscription_id", "renewal_date"};

  private WordsBeforeDecision() {}

  /**
   * Adds {@code csm_status, csm_forecast, final_status}, the machine's {@code
   * automated_status_90d}, {@code lost_arr}, and {@code machine_was_right, csm_was_right,
   * final_was_right} to renewal events with {@code band_90d} and {@code churn_probability_90d}.
   */
  static Dataset<Row> join(Dataset<Row> events, StepInputs inputs) {
    Column machine =
        new Checkpoints(inputs.settings().renewals().atRiskProbability())
            .status(
                lit(Checkpoints.SECOND_DAYS),
                col("band_90d"),
                col("churn_probability_90d"),
                lit(false));
    return joinReviews(events, inputs)
        .withColumn("automated_status_90d", machine)
        .withColumn("lost_arr", RenewalOutcomes.lostArr())
        .withColumn("machine_was_right", wasRight("automated_status_90d"))
        .withColumn("csm_was_right", wasRight("csm_status"))
        .withColumn("final_was_right", wasRight("final_status"));
  }

  /** Null where nobody decided yet, and where the word was neither good nor at risk. */
  private static Column wasRight(String status) {
    Column saidAtRisk =
        when(col(status).equalTo(Checkpoints.AT_RISK), true)
            .when(col(status).equalTo(Checkpoints.GOOD), false);
    return saidAtRisk.equalTo(col("lost_arr").gt(0));
  }

  private static Dataset<Row> joinReviews(Dataset<Row> events, StepInputs inputs) {
    if (inputs.optional(Tables.RENEWAL_REVIEWS).isEmpty()) {
      Dataset<Row> silent = events;
      for (String word : SAID) {
        silent = silent.withColumn(word, lit(null).cast("string"));
      }
      return silent;
    }
    Dataset<Row> asked =
        events.select(
            col(EVENT[0]),
            col(EVENT[1]),
            col("account_id"),
            col("decision_date"),
            col("previous_decision_date"),
            least(col("decision_date"), lit(Date.valueOf(inputs.lastDate()))).as(AsOf.DATE));
    Dataset<Row> reviews =
        inputs.view(Tables.RENEWAL_REVIEWS, asked.select(AsOf.DATE, "account_id").distinct());
    Dataset<Row> said =
        asked
            .join(reviews, new String[] {AsOf.DATE, "account_id"}, "inner")
            .groupBy(EVENT[0], EVENT[1])
            .agg(
                Reviews.lastSaid("status").as("csm_status"),
                Reviews.lastSaid("forecast").as("csm_forecast"),
                Reviews.lastSaid("final_status").as("final_status"));
    return events.join(said, EVENT, "left");
  }
}
