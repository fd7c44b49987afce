package dev.bellwether.facts.billing;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.StepInputs;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The as-of views that recurring revenue is computed from. */
public final class BillingViews {
  private BillingViews() {}

  /** Subscriptions as known at each point. */
  public static Dataset<Row> subscriptions(StepInputs inputs, Dataset<Row> points) {
    return AsOf.view(
        inputs.table("subscriptions"),
        Contracts.of("subscriptions"),
        points,
        inputs.settings().timeZone());
  }

  /** Exchange rates into the reporting currency as known at each point. */
  public static ExchangeRates exchangeRates(StepInputs inputs, Dataset<Row> points) {
    return ExchangeRates.of(
        inputs
            .optional("exchange_rates")
            .map(
                table ->
                    AsOf.view(
                        table,
                        Contracts.of("exchange_rates"),
                        points,
                        inputs.settings().timeZone())),
        inputs.settings().currency());
  }
}
