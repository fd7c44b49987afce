package dev.bellwether.facts.billing;

import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The as-of views that recurring revenue is computed from. */
public final class BillingViews {
  private BillingViews() {}

  /** Subscriptions as known at each point. */
  public static Dataset<Row> subscriptions(StepInputs inputs, Dataset<Row> points) {
    return inputs.view(Tables.SUBSCRIPTIONS, points);
  }

  /** Exchange rates into the reporting currency as known at each point. */
  public static ExchangeRates exchangeRates(StepInputs inputs, Dataset<Row> points) {
    return ExchangeRates.of(
        inputs.optionalView(Tables.EXCHANGE_RATES, points), inputs.settings().currency());
  }
}
