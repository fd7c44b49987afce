package dev.bellwether.marts.retention;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.product;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.marts.cuts.Shares;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Products of monthly shares kept, with 95 % intervals: of customers by Kaplan and Meier, with the
 * variance of Greenwood on the scale of log(-log S); of revenue likewise, with the variance of each
 * month's ratio of sums (Cochran, Sampling Techniques, 6.4) on the scale of log S.
 */
final class SurvivalCurve {
  private static final double Z = 1.959963984540054;
  private static final String AGE = "months";

  private SurvivalCurve() {}

  /**
   * Adds {@code customer_retention} and {@code revenue_retention}, each with {@code _low} and
   * {@code _high}; the interval is null where none can be told (nobody left, or all did), a curve
   * ends where nobody is left, and where an age is missing: of customers whose first months nobody
   * saw it is not known how many left in them.
   *
   * @param ages counts and sums of each month of life of a group
   */
  static Dataset<Row> of(Dataset<Row> ages) {
    Dataset<Row> customers =
        withCurve(
            ages.withColumn("share", Shares.of("churned_customers", "customers_at_risk"))
                .withColumn("share", lit(1).minus(col("share")))
                .withColumn("step_variance", greenwood()),
            "customer_retention");
    Dataset<Row> both =
        withCurve(
            withBounds(customers, "customer_retention", logLog(1), logLog(-1))
                .withColumn("share", Shares.of("mrr_kept", "mrr_at_risk"))
                .withColumn("step_variance", ratioVariance()),
            "revenue_retention");
    Column error = sqrt(col("variance")).multiply(Z);
    Column curve = col("revenue_retention");
    return withBounds(
        both,
        "revenue_retention",
        curve.multiply(exp(error.multiply(-1))),
        curve.multiply(exp(error)));
  }

  private static Column greenwood() {
    Column n = col("customers_at_risk");
    Column d = col("churned_customers");
    return when(n.gt(d), d.cast("double").divide(n.multiply(n.minus(d))));
  }

  /** Of the logarithm of a ratio of sums over customers. */
  private static Column ratioVariance() {
    Column r = col("share");
    Column squares =
        col("after_squared")
            .minus(r.multiply(2).multiply(col("both")))
            .plus(r.multiply(r).multiply(col("before_squared")));
    Column n = col("customers_at_risk");
    Column kept = col("mrr_kept").cast("double");
    return when(
        n.gt(1).and(kept.gt(0)),
        squares.multiply(n).divide(n.minus(1)).divide(kept.multiply(kept)));
  }

  private static Dataset<Row> withCurve(Dataset<Row> steps, String name) {
    WindowSpec byAge = Window.partitionBy(Cuts.with()).orderBy(AGE);
    WindowSpec sofar = byAge.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column isNext = row_number().over(byAge).equalTo(col(AGE));
    Column isUnknown = max(col("share").isNull().or(not(isNext))).over(sofar);
    return steps
        .withColumn(name, when(not(isUnknown), product(col("share")).over(sofar)))
        .withColumn("variance", sum("step_variance").over(sofar));
  }

  /** S to the power of exp(+-z x error / |log S|). */
  private static Column logLog(int sign) {
    Column curve = col("customer_retention");
    Column width = sqrt(col("variance")).divide(log(curve).multiply(-1)).multiply(sign * Z);
    return pow(curve, exp(width));
  }

  private static Dataset<Row> withBounds(
      Dataset<Row> curves, String name, Column low, Column high) {
    Column inside = col(name).gt(0).and(col("variance").gt(0));
    return curves
        .withColumn(name + "_low", when(inside, low))
        .withColumn(name + "_high", when(inside, high));
  }
}
