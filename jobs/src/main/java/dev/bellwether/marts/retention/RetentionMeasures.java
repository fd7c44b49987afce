package dev.bellwether.marts.retention;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.marts.cuts.Shares;
import dev.bellwether.platform.asof.AsOf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Customers, movements and rates of groups of accounts; sums in four places are exact. */
final class RetentionMeasures {
  private static final Column WAS = col("was_customer");
  private static final Column IS = col("is_customer");
  private static final Column MONTH = col("months").equalTo(1);
  private static final Column YEAR = col("months").equalTo(12);
  private static final Column CHANGE = col("mrr_after").minus(col("mrr_before"));

  private RetentionMeasures() {}

  /**
   * Counts and sums of each month, way of seeing gaps and group. Accounts whose revenue is unknown
   * at an end, for want of a rate, count as customers but in no amount.
   */
  static Dataset<Row> perGroup(Dataset<Row> accounts) {
    List<Column> measures = new ArrayList<>();
    customers(measures);
    movements(measures);
    overAYear(measures);
    evidence(measures, Arrays.asList(accounts.columns()));
    return accounts
        .groupBy(Cuts.with(AsOf.DATE, "gaps"))
        .agg(measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new))
        .withColumnRenamed(AsOf.DATE, "month");
  }

  private static void customers(List<Column> measures) {
    Column lapse = MONTH.and(col("lapse_open_until").isNotNull()).and(WAS).and(not(IS));
    measures.add(count_if(MONTH.and(WAS)).as("customers_before"));
    measures.add(count_if(MONTH.and(IS)).as("customers"));
    measures.add(count_if(isNew()).as("new_customers"));
    measures.add(count_if(isBack()).as("reactivated_customers"));
    measures.add(count_if(isGone()).as("churned_customers"));
    measures.add(count_if(lapse).as("provisional_customers"));
    measures.add(max(when(lapse, col("lapse_open_until"))).as("provisional_until"));
    measures.add(count_if(MONTH.and(WAS.or(IS)).and(not(isPriced()))).as("unpriced_customers"));
  }

  private static Column isNew() {
    return MONTH.and(not(WAS)).and(IS).and(not(col("had_paid")));
  }

  private static Column isBack() {
    return MONTH.and(not(WAS)).and(IS).and(col("had_paid"));
  }

  private static Column isGone() {
    return MONTH.and(WAS).and(not(IS));
  }

  private static Column isPriced() {
    return col("mrr_before")
        .isNotNull()
        .and(col("mrr_after").isNotNull())
        .and(col("mrr").isNotNull());
  }

  private static void movements(List<Column> measures) {
    Column stays = MONTH.and(WAS).and(IS);
    measures.add(money(MONTH, col("mrr_before")).as("mrr_before"));
    measures.add(money(isNew(), CHANGE).as("new_mrr"));
    measures.add(money(isBack(), CHANGE).as("reactivation_mrr"));
    measures.add(money(stays.and(CHANGE.gt(0)), CHANGE).as("expansion_mrr"));
    measures.add(money(stays.and(CHANGE.lt(0)), CHANGE).as("contraction_mrr"));
    measures.add(money(isGone(), CHANGE).as("churn_mrr"));
    measures.add(money(MONTH, col("mrr_after")).as("mrr_at_rates_before"));
    measures.add(money(MONTH, col("mrr")).as("mrr"));
    measures.add(money(MONTH.and(WAS), col("mrr_after")).as("net_retained_mrr"));
    measures.add(money(MONTH.and(WAS), kept()).as("gross_retained_mrr"));
    measures.add(count_if(MONTH.and(IS).and(isPriced())).as("priced_customers"));
  }

  private static Column kept() {
    return least(col("mrr_after"), col("mrr_before"));
  }

  private static Column money(Column condition, Column amount) {
    return coalesce(sum(when(condition.and(isPriced()), amount)), lit(0)).cast("decimal(18,4)");
  }

  private static void overAYear(List<Column> measures) {
    Column start = YEAR.and(WAS);
    measures.add(count_if(start).as("customers_12m_before"));
    measures.add(count_if(start.and(IS)).as("customers_12m_kept"));
    measures.add(money(start, col("mrr_before")).as("mrr_12m_before"));
    measures.add(money(start, col("mrr_after")).as("net_retained_mrr_12m"));
    measures.add(money(start, kept()).as("gross_retained_mrr_12m"));
  }

  /** Sums of scores are in tenths, so that all points are whole numbers. */
  private static void evidence(List<Column> measures, List<String> present) {
    for (String name : Evidence.SUMMED) {
      Column given = present.contains(name) ? col(name) : lit(null);
      measures.add(sum(given).cast(name.endsWith("_arr") ? "decimal(18,2)" : "bigint").as(name));
    }
  }

  /** Rates of these counts and sums, null where there is nothing to divide by. */
  static Dataset<Row> withRates(Dataset<Row> groups) {
    Map<String, Column> rates = new LinkedHashMap<>();
    rates.put("arpa", Shares.of("mrr", "priced_customers").cast("decimal(18,4)"));
    rates.put("logo_churn", Shares.of("churned_customers", "customers_before"));
    Column stayed = col("customers_before").minus(col("churned_customers"));
    rates.put("customer_retention", Shares.of(stayed, col("customers_before")));
    rates.put("net_revenue_retention", Shares.of("net_retained_mrr", "mrr_before"));
    rates.put("gross_revenue_retention", Shares.of("gross_retained_mrr", "mrr_before"));
    rates.put("customer_retention_12m", Shares.of("customers_12m_kept", "customers_12m_before"));
    rates.put("net_revenue_retention_12m", Shares.of("net_retained_mrr_12m", "mrr_12m_before"));
    rates.put("gross_revenue_retention_12m", Shares.of("gross_retained_mrr_12m", "mrr_12m_before"));
    rates.put("gross_renewal_rate", Shares.of("gross_renewed_arr", "available_to_renew_arr"));
    rates.put("nps", Shares.of("nps_points", "nps_answers").multiply(100));
    rates.put("csat", Shares.of("csat_points", "csat_answers"));
    rates.put("csi", Shares.of("csi_points", "csi_answers").divide(10));
    for (String kind : AnswersInMonth.KINDS) {
      rates.put(kind + "_response_rate", Shares.of(kind + "_answered", kind + "_asked"));
    }
    rates.put("provisional", col("provisional_customers").gt(0));
    return groups.withColumns(rates);
  }
}
