package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The terms of subscriptions: when each ends, and by when its renewal is decided.
 *
 * <p>The first term ends on the renewal date, or one term after the start where there is none;
 * further terms follow while the subscription goes on. Without term and renewal date there are none
 * (evergreen).
 */
final class RenewalTerms {
  private RenewalTerms() {}

  /**
   * One row per subscription and term end within [from, until], ends of service included.
   *
   * @param paid paid subscriptions with {@code service_end}
   * @return their columns, {@code term_end} and {@code decision_date} (the notice deadline if it
   *     renews automatically, else the term's end)
   */
  static Dataset<Row> perTerm(Dataset<Row> paid, Column from, Column until) {
    Column goesOn = col("term_end").leq(col("service_end"));
    Column wanted = col("term_end").geq(from).and(col("term_end").leq(until));
    return withTermNumbers(paid, from, until)
        .withColumn(
            "term_end",
            explode(
                expr(
                    "transform(sequence(first_term, last_term),"
                        + " n -> add_months(counted_from, n * coalesce(term_months, 0)))")))
        .where(wanted.and(goesOn).and(col("term_end").gt(col("start_date"))))
        .withColumn("decision_date", decisionDate())
        .drop("counted_from", "least_term", "first_term", "last_term");
  }

  /**
   * Terms are counted from the renewal date (0 is its own), else from the start (1 is the first):
   * counting on from a clipped month's end would lose days. One more on either side than needed,
   * since months differ in length.
   */
  private static Dataset<Row> withTermNumbers(Dataset<Row> paid, Column from, Column until) {
    Column hasTerms = col("renewal_date").isNotNull().or(col("term_months").isNotNull());
    return paid.where(hasTerms)
        .withColumn("counted_from", coalesce(col("renewal_date"), col("start_date")))
        .withColumn("least_term", when(col("renewal_date").isNull(), 1).otherwise(0))
        .withColumn("terms_from", from)
        .withColumn("terms_until", until)
        .withColumn("first_term", termNumber("terms_from", -1))
        .withColumn("last_term", termNumber("terms_until", 1))
        .drop("terms_from", "terms_until");
  }

  private static Column termNumber(String day, int more) {
    String terms = "floor(months_between(" + day + ", counted_from) / term_months) + " + more;
    return expr("greatest(least_term, coalesce(cast(" + terms + " AS int), 0))");
  }

  private static Column decisionDate() {
    Column deadline = date_sub(col("term_end"), coalesce(col("notice_period_days"), lit(0)));
    return when(coalesce(col("auto_renew"), lit(false)), deadline).otherwise(col("term_end"));
  }
}
