package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;

import dev.bellwether.facts.billing.RenewalOutcomes;
import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What share of its ARR a renewal that does not churn is expected to lose, by segment.
 *
 * <p>Over events decided by the date and not churned: 1 - sum of min(renewed, available) / sum of
 * available, shrunk to the share of all segments by pseudo events: (n x own + s x overall) / (n +
 * s). While nothing has been decided it is 0.
 */
final class ContractionShare {
  private static final String TYPE = "decimal(9,8)";

  private ContractionShare() {}

  /**
   * Adds {@code contraction_share} to rows with {@code as_of_date} and {@code segment}.
   *
   * @param outcomes rows of renewal_outcome
   * @param points the as-of dates
   */
  static Dataset<Row> join(
      Dataset<Row> rows, Dataset<Row> outcomes, Dataset<Row> points, double shrinkage) {
    Dataset<Row> bySegment = upToEachDate(perDecisionDay(outcomes), points);
    Dataset<Row> overall =
        bySegment
            .groupBy(AsOf.DATE)
            .agg(sum("available").as("all_available"), sum("kept").as("all_kept"));
    return rows.withColumn("share_segment", coalesce(col("segment"), lit("")))
        .join(broadcast(bySegment), new String[] {AsOf.DATE, "share_segment"}, "left")
        .join(broadcast(overall), new String[] {AsOf.DATE}, "left")
        .withColumn("contraction_share", shrunk(shrinkage).cast(TYPE))
        .drop("share_segment", "available", "kept", "events", "all_available", "all_kept");
  }

  private static Dataset<Row> perDecisionDay(Dataset<Row> outcomes) {
    return outcomes
        .where(RenewalOutcomes.isKept())
        .where(col("available_to_renew_arr").isNotNull().and(col("renewed_arr").isNotNull()))
        .groupBy(coalesce(col("segment"), lit("")).as("share_segment"), col("decided_on"))
        .agg(
            count(lit(1)).as("events"),
            sum("available_to_renew_arr").as("available"),
            sum(least(col("available_to_renew_arr"), col("renewed_arr"))).as("kept"));
  }

  private static Dataset<Row> upToEachDate(Dataset<Row> perDay, Dataset<Row> points) {
    return perDay
        .join(broadcast(points), col("decided_on").leq(col(AsOf.DATE)), "inner")
        .groupBy(AsOf.DATE, "share_segment")
        .agg(sum("events").as("events"), sum("available").as("available"), sum("kept").as("kept"));
  }

  private static Column shrunk(double shrinkage) {
    Column overall = coalesce(lost("all_available", "all_kept"), lit(0.0));
    Column own = coalesce(lost("available", "kept"), lit(0.0));
    Column events = coalesce(col("events"), lit(0L)).cast("double");
    return events.multiply(own).plus(overall.multiply(shrinkage)).divide(events.plus(shrinkage));
  }

  private static Column lost(String available, String kept) {
    Column gone = col(available).minus(col(kept)).cast("double");
    return try_divide(gone, col(available).cast("double"));
  }
}
