package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.billing.RenewalTerms;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What kind of contract a decision is about, and how it goes on or ends, in words. */
final class ContractTerms {
  static final String MONTH_TO_MONTH = "month_to_month";

  private ContractTerms() {}

  /** Adds {@code contract_kind} to paid subscriptions; null where a term's length is not known. */
  static Dataset<Row> with(Dataset<Row> paid) {
    Column months = col("term_months");
    return paid.withColumn(
        "contract_kind",
        when(months.leq(1), MONTH_TO_MONTH)
            .when(months.lt(12), "short_term")
            .when(months.equalTo(12), "annual")
            .when(months.gt(12), "multi_year")
            .when(col("renewal_date").isNull(), "evergreen"));
  }

  /** The last day on which notice keeps a subscription from renewing by itself; else null. */
  static Column noticeDeadline() {
    return when(
        coalesce(col("auto_renew"), lit(false)), RenewalTerms.decisionDate(col("renewal_date")));
  }

  /**
   * The sentence of a row of renewal_risk: what its earliest decision is about, and how many more
   * there are.
   */
  static Column inWords() {
    Column kind =
        when(col("contract_kind").equalTo(MONTH_TO_MONTH), "month to month")
            .when(col("contract_kind").equalTo("short_term"), "term under a year")
            .when(col("contract_kind").equalTo("annual"), "annual")
            .when(col("contract_kind").equalTo("multi_year"), "multi-year")
            .when(col("contract_kind").equalTo("evergreen"), "no fixed term")
            .otherwise("term of unknown length");
    Column more =
        when(
            col("decisions").gt(1),
            concat(
                col("decisions").cast("string"),
                lit(" decisions, the last on "),
                day("last_decision_date")));
    return concat_ws("; ", concat(kind, lit(", "), whatHappens()), more);
  }

  private static Column whatHappens() {
    Column renews = coalesce(col("auto_renew"), lit(false));
    return when(
            col("situation").isin(RenewalDecisions.LAPSED, RenewalDecisions.OVERDUE),
            concat(lit("ended on "), day("renewal_date"), lit(" without an answer")))
        .when(
            col("situation").equalTo(RenewalDecisions.NOTICE),
            concat(lit("notice given, ends on "), day("renewal_date")))
        .when(
            col("situation").equalTo(RenewalDecisions.SIGNED),
            concat(lit("a successor is signed for "), day("renewal_date")))
        .when(
            renews,
            concat(
                lit("renews by itself on "),
                day("renewal_date"),
                lit(" unless notice is given by "),
                day("notice_deadline")))
        .when(
            col("auto_renew").isNull(),
            concat(
                lit("term ends on "),
                day("renewal_date"),
                lit("; whether it renews by itself is not known")))
        .otherwise(concat(lit("ends on "), day("renewal_date"), lit(" unless it is renewed")));
  }

  private static Column day(String column) {
    return date_format(col(column), "d MMM yyyy");
  }
}
