package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How far a forecast of losses may be off: each account churns by its own chance, and all of them
 * together fare better or worse than their probabilities say (a common shock, such as the economy).
 *
 * <p>Variance = sum of ARR^2 x P x (1 - P) + (shock x expected loss)^2. The shock is the mean
 * excess of squared relative errors of past months' forecasts over what the accounts' own chances
 * explain; until {@link #LEAST_MONTHS} months have ended it is assumed.
 */
final class ForecastInterval {
  static final int LEAST_MONTHS = 6;
  static final double ASSUMED_SHOCK = 0.3;

  /** Eight of ten outcomes lie within so many standard deviations. */
  private static final double EIGHTY_PERCENT = 1.2816;

  private ForecastInterval() {}

  /**
   * Of a row of renewal_risk: what its own chance adds to the variance; exact, so sums are, too.
   */
  static Column variance() {
    Column arr = col("available_to_renew_arr").cast("double");
    Column churns = col("churn_probability").cast("double");
    return arr.multiply(arr).multiply(churns).multiply(lit(1).minus(churns)).cast("decimal(36,2)");
  }

  /**
   * The shock as known at each date: {@code as_of_date, shock, shock_months}.
   *
   * @param past rows of {@link PastForecasts}
   */
  static Dataset<Row> shocks(Dataset<Row> past) {
    Column expected = col("expected").cast("double");
    Column off = col("lost").cast("double").minus(expected).divide(expected);
    Column own = col("variance").cast("double").divide(expected.multiply(expected));
    Column excess = off.multiply(off).minus(own).cast("decimal(18,8)");
    return past.groupBy(AsOf.DATE, "forecast_on")
        .agg(
            sum("forecast_arr_loss").as("expected"),
            sum("forecast_variance").as("variance"),
            sum("lost_arr").as("lost"),
            max("open_events").as("open_events"))
        .where(col("open_events").equalTo(0).and(col("expected").gt(0)))
        .groupBy(AsOf.DATE)
        .agg(avg(excess).as("excess"), count(lit(1)).as("shock_months"))
        .select(
            col(AsOf.DATE),
            sqrt(greatest(lit(0.0), col("excess").cast("double"))).as("shock"),
            col("shock_months"));
  }

  /**
   * Adds {@code shock_method, shock, expected_arr_loss_low} and {@code expected_arr_loss_high} to
   * rows with {@code expected_arr_loss, loss_variance, available_to_renew_arr} and a shock, which
   * may be null.
   */
  static Dataset<Row> join(Dataset<Row> rows) {
    Column isKnown = col("shock_months").geq(LEAST_MONTHS);
    Column loss = col("expected_arr_loss").cast("double");
    Column common = col("shock").multiply(loss);
    Column deviation =
        sqrt(col("loss_variance").cast("double").plus(common.multiply(common)))
            .multiply(EIGHTY_PERCENT);
    Column arr = col("available_to_renew_arr").cast("double");
    Column isVaried = col("loss_variance").isNotNull().and(loss.isNotNull());
    return rows.withColumn("shock_method", when(isKnown, "past_errors").otherwise("assumed"))
        .withColumn("shock", when(isKnown, col("shock")).otherwise(ASSUMED_SHOCK))
        .withColumn(
            "expected_arr_loss_low",
            when(isVaried, greatest(lit(0.0), loss.minus(deviation))).cast("decimal(18,2)"))
        .withColumn(
            "expected_arr_loss_high",
            when(isVaried, least(arr, loss.plus(deviation))).cast("decimal(18,2)"));
  }
}
