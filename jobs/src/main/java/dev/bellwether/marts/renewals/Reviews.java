package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What owners and leaders said of the renewals on the list, as far as it had arrived.
 *
 * <p>A review counts for a decision from {@link Checkpoints#FIRST_DAYS} days before it on, but only
 * after the decision of the term before, so that neither last year's word nor last quarter's stands
 * for this one. Of each thing that is said (status, forecast, final status, note) the latest word
 * counts; of several on a day, that with the greatest id. A snooze and the states of actions have
 * days and ids of their own, and outlast a decision of which they were not said.
 */
final class Reviews {
  /** Column: what reviews say of single actions. */
  static final String OF_ACTIONS = "reviewed_actions";

  private static final String ACTION_TYPE =
      "array<struct<action_id:string,action_state:string,reviewed_on:date,review_id:string>>";
  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  private Reviews() {}

  /**
   * Adds {@code reviewed_on, reviewed_by, snoozed_until, csm_status, csm_forecast, final_status,
   * review_note} and {@value #OF_ACTIONS} to rows with decision_date and previous_decision_date;
   * null where nobody said it.
   */
  static Dataset<Row> join(Dataset<Row> rows, StepInputs inputs) {
    Optional<Dataset<Row>> reviews = inputs.optionalView(Tables.RENEWAL_REVIEWS, inputs.points());
    if (reviews.isEmpty()) {
      return withNone(rows);
    }
    Dataset<Row> decisions =
        rows.select(AsOf.DATE, "account_id", "decision_date", "previous_decision_date");
    Dataset<Row> counting = reviews.get().join(decisions, ACCOUNT, "inner").where(isRecent());
    Column latest = struct(col("reviewed_on"), col("review_id"));
    Column ofDecision = when(isOfDecision(), latest);
    Dataset<Row> perAccount =
        counting
            .groupBy(AsOf.DATE, "account_id")
            .agg(
                max(when(isOfDecision(), col("reviewed_on"))).as("reviewed_on"),
                max_by(col("reviewer"), ofDecision).as("reviewed_by"),
                max_by(col("snoozed_until"), latest).as("snoozed"),
                lastSaid("status").as("csm_status"),
                lastSaid("forecast").as("csm_forecast"),
                lastSaid("final_status").as("final_status"),
                lastSaid("note").as("review_note"),
                collect_list(
                        when(
                            col("action_id").isNotNull().and(col("action_state").isNotNull()),
                            struct("action_id", "action_state", "reviewed_on", "review_id")))
                    .as(OF_ACTIONS));
    Column isAhead = col("snoozed").gt(col(AsOf.DATE));
    return rows.join(perAccount, ACCOUNT, "left")
        .withColumn("snoozed_until", when(isAhead, col("snoozed")))
        .drop("snoozed");
  }

  private static Column isRecent() {
    return datediff(col("decision_date"), col("reviewed_on")).leq(Checkpoints.FIRST_DAYS);
  }

  /**
   * Of a review joined with decision_date and previous_decision_date: whether it was said of that
   * decision. A word of the day of the decision before was said of that one.
   */
  private static Column isOfDecision() {
    Column isLater = col("reviewed_on").gt(col("previous_decision_date"));
    return isRecent().and(coalesce(isLater, lit(true)));
  }

  /** Of several reviews: the latest of its decision that says something in the column. */
  static Column lastSaid(String column) {
    Column says = isOfDecision().and(col(column).isNotNull());
    Column order = when(says, struct(col("reviewed_on"), col("review_id")));
    return max_by(col(column), order);
  }

  private static Dataset<Row> withNone(Dataset<Row> rows) {
    return rows.withColumn("reviewed_on", lit(null).cast("date"))
        .withColumn("reviewed_by", lit(null).cast("string"))
        .withColumn("csm_status", lit(null).cast("string"))
        .withColumn("csm_forecast", lit(null).cast("string"))
        .withColumn("final_status", lit(null).cast("string"))
        .withColumn("review_note", lit(null).cast("string"))
        .withColumn("snoozed_until", lit(null).cast("date"))
        .withColumn(OF_ACTIONS, lit(null).cast(ACTION_TYPE));
  }
}
