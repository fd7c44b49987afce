package dev.bellwether.facts.billing;

import static dev.bellwether.facts.billing.PaidSubscriptions.FAR;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** When paid service ends, as far as that is certain at the as-of date. */
public final class ServiceEnd {
  private ServiceEnd() {}

  /**
   * The paid subscriptions of a view, their {@code service_end} open again where the notice that
   * announced it was withdrawn and the day still lies ahead.
   */
  public static Dataset<Row> inForce(Dataset<Row> subscriptionsView) {
    Column end = col(PaidSubscriptions.SERVICE_END);
    Column withdrawn = col("notice_withdrawn_on").geq(col("notice_on"));
    Column revoked = coalesce(withdrawn.and(end.gt(col(AsOf.DATE))), lit(false));
    return PaidSubscriptions.of(subscriptionsView)
        .withColumn(PaidSubscriptions.SERVICE_END, when(revoked, FAR).otherwise(end));
  }
}
