package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.config.Band;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The two days before a decision on which a team looks at it: 180 days before it is good, to be
 * monitored or at risk; 90 days before it must be called, and there is nothing left to monitor.
 *
 * <p>The machine's status and the CSM's are never averaged: where they differ, that is told, and
 * whoever leads sets the final one.
 */
final class Checkpoints {
  /** Days before the decision at which it is looked at first. */
  static final int FIRST_DAYS = 180;

  /** Days before the decision at which it must be called. */
  static final int SECOND_DAYS = 90;

  static final String GOOD = "good";
  static final String MONITOR = "monitor";
  static final String AT_RISK = "at_risk";

  private final double atRiskProbability;

  /**
   * @param atRiskProbability probability of churn from which on a renewal is at risk in any band
   */
  Checkpoints(double atRiskProbability) {
    this.atRiskProbability = atRiskProbability;
  }

  /**
   * Adds {@code checkpoint} (the one that was reached last, in days; null of month-to-month terms
   * and of what is signed), {@code automated_status}, {@code status_disagreement} and whether that
   * is {@code to_settle} to rows with csm_status and final_status.
   */
  Dataset<Row> join(Dataset<Row> rows) {
    Column hasNone =
        DecidingAccounts.isMonthly().or(col("situation").equalTo(RenewalDecisions.SIGNED));
    Column reached =
        when(col("days_to_decision").leq(SECOND_DAYS), SECOND_DAYS)
            .when(col("days_to_decision").leq(FIRST_DAYS), FIRST_DAYS);
    return rows.withColumn("checkpoint", when(not(hasNone), reached))
        .withColumn(
            "automated_status",
            status(
                col("checkpoint"),
                col("band"),
                col("churn_probability"),
                not(col("situation").equalTo(RenewalDecisions.UPCOMING))))
        .withColumn("status_disagreement", disagreement())
        .withColumn(
            "to_settle", col("status_disagreement").isNotNull().and(col("final_status").isNull()));
  }

  /**
   * The machine's word. At risk: {@code isLost} (lapsed, overdue, notice in force), a red band, or
   * a probability from the threshold on. Else green is good, and yellow is to be monitored, or 90
   * days before at risk unless a probability says otherwise. Null while health is unknown, and
   * without a checkpoint.
   */
  Column status(Column checkpoint, Column band, Column probability, Column isLost) {
    Column likely = coalesce(probability.geq(atRiskProbability), lit(false));
    Column yellow =
        when(checkpoint.equalTo(FIRST_DAYS), MONITOR)
            .otherwise(when(probability.isNull(), AT_RISK).otherwise(GOOD));
    return when(checkpoint.isNull(), lit(null).cast("string"))
        .when(isLost.or(likely).or(band.equalTo(Band.RED)), AT_RISK)
        .when(band.equalTo(Band.YELLOW), yellow)
        .when(band.equalTo(Band.GREEN), GOOD);
  }

  private static Column disagreement() {
    Column machine = worry(col("automated_status"));
    Column csm = worry(col("csm_status"));
    Column undecided =
        col("checkpoint").equalTo(SECOND_DAYS).and(col("csm_status").equalTo(MONITOR));
    return when(machine.isNotNull().and(undecided), "csm_undecided")
        .when(csm.gt(machine), "csm_more_worried")
        .when(csm.lt(machine), "csm_less_worried");
  }

  private static Column worry(Column status) {
    return when(status.equalTo(GOOD), 0)
        .when(status.equalTo(MONITOR), 1)
        .when(status.equalTo(AT_RISK), 2);
  }
}
