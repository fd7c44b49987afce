package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.facts.billing.ExchangeRates;
import dev.bellwether.platform.asof.AsOf;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Annual revenue in the reporting currency, by the rates as known at one date. */
record Pricing(ExchangeRates rates, LocalDate knownOn) {

  /**
   * Adds {@code result}: twelve times a monthly amount, in the reporting currency at the rate of a
   * day; null where that rate is missing.
   *
   * @param rows with {@code currency} and the amount; an {@code as_of_date} would be replaced
   */
  Dataset<Row> withArr(Dataset<Row> rows, String monthly, Column day, String result) {
    Dataset<Row> dated = rows.withColumn(AsOf.DATE, lit(Date.valueOf(knownOn)));
    return rates
        .withAmount(dated, monthly, day, "monthly_reported")
        .withColumn(result, col("monthly_reported").multiply(12).cast("decimal(18,2)"))
        .drop("monthly_reported", AsOf.DATE);
  }
}
