package dev.bellwether.facts.billing;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * What amounts are worth in the reporting currency: by the rate of the day, else the latest earlier
 * one, as known at the as-of date.
 */
public final class ExchangeRates {
  private static final String DAY = "rate_day";

  private final Optional<Dataset<Row>> perMonth;
  private final String reportingCurrency;

  private ExchangeRates(Optional<Dataset<Row>> perMonth, String reportingCurrency) {
    this.perMonth = perMonth;
    this.reportingCurrency = reportingCurrency;
  }

  /**
   * The rates into the reporting currency.
   *
   * @param ratesView a view of exchange_rates, where the source feeds them
   */
  public static ExchangeRates of(Optional<Dataset<Row>> ratesView, String reportingCurrency) {
    return new ExchangeRates(
        ratesView.map(view -> perMonth(view, reportingCurrency)), reportingCurrency);
  }

  /**
   * The rows with one more column: the amount in the reporting currency, rounded half up to four
   * places; null where no rate is known.
   *
   * @param rows with {@code as_of_date}, {@code currency} (null is the reporting currency) and the
   *     amount
   * @param day the day whose rate counts
   */
  public Dataset<Row> withAmount(Dataset<Row> rows, String amount, Column day, String result) {
    Column own = col("currency").isNull().or(col("currency").equalTo(reportingCurrency));
    Column kept = when(own, col(amount));
    if (perMonth.isEmpty()) {
      return rows.withColumn(result, kept.cast("decimal(18,4)"));
    }
    Column converted = coalesce(kept, col(amount).multiply(col("rate")));
    return joinRates(rows.withColumn(DAY, day))
        .withColumn(result, converted.cast("decimal(18,4)"))
        .drop("rates_at", "rate_currency", "rate_month", "rate_from", "rate_until", "rate", DAY);
  }

  private Dataset<Row> joinRates(Dataset<Row> rows) {
    Column sameRate =
        col("rates_at")
            .equalTo(col(AsOf.DATE))
            .and(col("rate_currency").equalTo(col("currency")))
            .and(col("rate_month").equalTo(trunc(col(DAY), "month")))
            .and(col("rate_from").leq(col(DAY)))
            .and(col("rate_until").gt(col(DAY)));
    return rows.join(broadcast(perMonth.orElseThrow()), sameRate, "left");
  }

  /** Each rate's span once for each month that it touches, so that joins probe a month's rates. */
  private static Dataset<Row> perMonth(Dataset<Row> view, String reportingCurrency) {
    WindowSpec inOrder = Window.partitionBy(AsOf.DATE, "from_currency").orderBy("rate_date");
    Column until = coalesce(lead(col("rate_date"), 1).over(inOrder), date_add(col(AsOf.DATE), 1));
    Column months =
        sequence(
            trunc(col("rate_from"), "month"),
            date_sub(col("rate_until"), 1),
            expr("INTERVAL 1 MONTH"));
    return view.where(col("to_currency").equalTo(reportingCurrency))
        .select(
            col(AsOf.DATE).as("rates_at"),
            col("from_currency").as("rate_currency"),
            col("rate_date").as("rate_from"),
            until.as("rate_until"),
            col("rate"))
        .withColumn("rate_month", explode(months));
  }
}
