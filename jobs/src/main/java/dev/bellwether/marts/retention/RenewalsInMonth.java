package dev.bellwether.marts.retention;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.bellwether.facts.billing.RenewalOutcomes;
import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What was decided in a month about revenue that was available to renew. */
final class RenewalsInMonth {
  private RenewalsInMonth() {}

  /**
   * The renewals judged in each month, per account.
   *
   * @param outcomes the table renewal_outcome
   * @return one row per as_of_date (the month's end) and account_id: {@code renewals_decided},
   *     {@code available_to_renew_arr} and {@code gross_renewed_arr} (at most what was available),
   *     of those whose ARR is known
   */
  static Dataset<Row> perAccount(Dataset<Row> outcomes) {
    return outcomes
        .where(RenewalOutcomes.isDecided().and(col("available_to_renew_arr").isNotNull()))
        .where(col("renewed_arr").isNotNull())
        .groupBy(last_day(col("decided_on")).as(AsOf.DATE), col("account_id"))
        .agg(
            count(lit(1)).as("renewals_decided"),
            sum("available_to_renew_arr").as("available_to_renew_arr"),
            sum(least(col("renewed_arr"), col("available_to_renew_arr"))).as("gross_renewed_arr"));
  }
}
