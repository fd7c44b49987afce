package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.marts.cuts.Shares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Sums of items and counts of tickets of a group and month, and what a ticket, hour or customer
 * costs: the one place that tells it, by sums that others add up over months.
 */
final class CostMeasures {
  private static final Column ITEM = coalesce(col("is_item"), lit(false));
  private static final Column COSTED = col("is_costed");
  private static final Column STATES_HOURS = col("states_hours");

  private CostMeasures() {}

  /**
   * The columns of the contract support_cost_monthly.
   *
   * @param rows items and tickets in their groups, with {@code is_costed} and {@code states_hours}
   *     of their provider's month
   */
  static Dataset<Row> perMonth(Dataset<Row> rows) {
    List<Column> measures = new ArrayList<>();
    invoiced(measures);
    handled(measures);
    costed(measures);
    timed(measures);
    credited(measures);
    return rows.groupBy(Cuts.CUT, Cuts.VALUE, "month")
        .agg(measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new))
        .withColumns(perUnit());
  }

  private static void invoiced(List<Column> measures) {
    measures.add(count_if(ITEM).as("items"));
    measures.add(count_if(ITEM.and(col("cost").isNull())).as("unpriced_items"));
    for (String category : List.of("labour", "technology", "training_management", "additional")) {
      measures.add(money(col("category").equalTo(category)).as(category));
    }
    measures.add(money(ITEM).as("total"));
    for (String kind : List.of("set_up", "premium", "integration")) {
      measures.add(money(col("hidden_cost").equalTo(kind)).as("hidden_" + kind));
    }
    measures.add(money(col("hidden_cost").isNotNull()).as("hidden"));
    for (String basis : List.of("fixed", "per_hour", "per_ticket")) {
      measures.add(money(col("basis").equalTo(basis)).as("basis_" + basis));
    }
    measures.add(sum("hours").cast("decimal(18,2)").as("hours"));
    measures.add(sum("tickets_invoiced").as("tickets_invoiced"));
    measures.add(
        when(count(when(ITEM, col("cost"))).gt(0), coalesce(sum("unallocated"), lit(0)))
            .cast("decimal(18,2)")
            .as("unallocated"));
  }

  private static void handled(List<Column> measures) {
    measures.add(countDistinct(col("ticket_id")).as("tickets_handled"));
    measures.add(count_if(col("is_solved")).as("tickets_solved"));
    measures.add(countDistinct(col("account_id")).as("customers"));
  }

  /** Of providers whose month is all in a known amount. */
  private static void costed(List<Column> measures) {
    measures.add(sum(when(COSTED, col("cost"))).cast("decimal(18,2)").as("total_costed"));
    measures.add(countDistinct(when(COSTED, col("ticket_id"))).as("tickets_costed"));
    measures.add(count_if(COSTED.and(col("is_solved"))).as("solved_costed"));
    measures.add(countDistinct(when(COSTED, col("account_id"))).as("customers_costed"));
  }

  /** Of providers whose month states hours. */
  private static void timed(List<Column> measures) {
    Column both = STATES_HOURS.and(COSTED);
    measures.add(countDistinct(when(STATES_HOURS, col("ticket_id"))).as("tickets_with_hours"));
    measures.add(sum(when(STATES_HOURS, col("hours"))).cast("decimal(18,2)").as("hours_stated"));
    measures.add(sum(when(COSTED, col("hours"))).cast("decimal(18,2)").as("hours_costed"));
    measures.add(sum(when(both, col("cost"))).as("total_of_hours"));
    measures.add(
        sum(when(both.and(col("category").equalTo("labour")), col("cost"))).as("labour_of_hours"));
  }

  private static void credited(List<Column> measures) {
    measures.add(count(col("sla_breached")).as("sla_decided"));
    measures.add(count_if(col("sla_breached")).as("sla_broken"));
    measures.add(sum("credit").cast("decimal(18,2)").as("credits_due"));
  }

  /** 0 where others were invoiced, null where nothing was. */
  private static Column money(Column condition) {
    Column priced = count(when(ITEM, col("cost"))).gt(0);
    return when(priced, coalesce(sum(when(condition, col("cost"))), lit(0))).cast("decimal(18,2)");
  }

  /** Of the same providers' months on both sides of each share. */
  private static Map<String, Column> perUnit() {
    Map<String, Column> units = new LinkedHashMap<>();
    units.put("cost_per_ticket", Shares.of("total_costed", "tickets_costed"));
    units.put("cost_per_solved_ticket", Shares.of("total_costed", "solved_costed"));
    units.put("cost_per_hour", Shares.of("total_of_hours", "hours_costed"));
    units.put("labour_per_hour", Shares.of("labour_of_hours", "hours_costed"));
    units.put("hours_per_ticket", Shares.of("hours_stated", "tickets_with_hours"));
    units.put("cost_per_customer", Shares.of("total_costed", "customers_costed"));
    return units;
  }
}
