package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The as-of views that recurring revenue is computed from. */
public final class BillingViews {
  private BillingViews() {}

  /**
   * Subscriptions as known at each point. One that was deleted at the source ended on the day on
   * which it was missing: who has paid does not turn into somebody who never did.
   */
  public static Dataset<Row> subscriptions(StepInputs inputs, Dataset<Row> points) {
    return AsOf.view(
        withDeletionsAsEnds(inputs.table(Tables.SUBSCRIPTIONS)),
        Contracts.of(Tables.SUBSCRIPTIONS),
        points,
        inputs.settings().timeZone());
  }

  private static Dataset<Row> withDeletionsAsEnds(Dataset<Row> table) {
    Column deleted = coalesce(col(AsOf.DELETED), lit(false));
    Column end = when(deleted, least(col("end_date"), col(AsOf.ARRIVED_ON)));
    return table
        .withColumn("end_date", coalesce(end, col("end_date")))
        .withColumn(AsOf.DELETED, lit(false));
  }

  /** Exchange rates into the reporting currency as known at each point. */
  public static ExchangeRates exchangeRates(StepInputs inputs, Dataset<Row> points) {
    return ExchangeRates.of(
        inputs.optionalView(Tables.EXCHANGE_RATES, points), inputs.settings().currency());
  }
}
