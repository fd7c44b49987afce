package dev.bellwether.marts.retention;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.platform.config.Settings;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** What a customer brings over its life, by the churn of the trailing twelve months. */
final class LifetimeValue {
  /** Churned customers below which a rate of churn says nothing of lives. */
  static final int MINIMUM_CHURNED = 10;

  /** Nothing is promised beyond five years. */
  static final int LONGEST_LIFE = 60;

  private static final String FRESH = "is_fresh";
  private static final Column[] COUNTED =
      Cuts.with("month", "gaps", "customers_before", "churned_customers");

  private LifetimeValue() {}

  /**
   * Adds {@code churned_12m}, {@code customer_months_12m} (customers at the start of each of these
   * months), {@code gross_margin} and {@code lifetime_value}: revenue per account x margin x months
   * of life (the inverse of monthly churn, at most {@value #LONGEST_LIFE}), null under {@value
   * #MINIMUM_CHURNED} churned customers.
   *
   * @param fresh rows of the months to compute
   * @param earlier rows of other months, as earlier runs made them
   */
  static Dataset<Row> withTrailingYear(
      Dataset<Row> fresh, Optional<Dataset<Row>> earlier, Settings.Retention retention) {
    Dataset<Row> computed = fresh.withColumn(FRESH, lit(true));
    Dataset<Row> all =
        earlier.map(rows -> computed.unionByName(rows.select(COUNTED), true)).orElse(computed);
    Column life = least(col("customer_months_12m").divide(col("churned_12m")), lit(LONGEST_LIFE));
    Column value = col("arpa").cast("double").multiply(retention.grossMargin()).multiply(life);
    return all.withColumn("churned_12m", sum("churned_customers").over(trailing()))
        .withColumn("customer_months_12m", sum("customers_before").over(trailing()))
        .where(col(FRESH))
        .withColumn("gross_margin", lit(retention.grossMargin()))
        .withColumn(
            "lifetime_value",
            when(col("churned_12m").geq(MINIMUM_CHURNED), value).cast("decimal(18,2)"));
  }

  private static WindowSpec trailing() {
    return Window.partitionBy(Cuts.with("gaps"))
        .orderBy(monthNumber())
        .rangeBetween(1 - RetentionMonthly.YEAR, Window.currentRow());
  }

  private static Column monthNumber() {
    return year(col("month")).multiply(12).plus(month(col("month")));
  }
}
