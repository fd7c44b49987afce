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

/** Sums of items and counts of tickets of a group and month. */
final class CostMeasures {
  private static final Column ITEM = coalesce(col("is_item"), lit(false));
  private static final Column COSTED = col("is_costed");

  private CostMeasures() {}

  static Dataset<Row> perMonth(Dataset<Row> rows) {
    List<Column> measures = new ArrayList<>();
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
    measures.add(sum("hours").cast("decimal(18,2)").as("hours"));
    measures.add(sum("tickets_invoiced").as("tickets_invoiced"));
    measures.add(countDistinct(col("ticket_id")).as("tickets_handled"));
    measures.add(count_if(col("is_solved")).as("tickets_solved"));
    measures.add(countDistinct(col("account_id")).as("customers"));
    measures.add(countDistinct(when(COSTED, col("ticket_id"))).as("tickets_costed"));
    measures.add(count_if(COSTED.and(col("is_solved"))).as("solved_costed"));
    measures.add(countDistinct(when(COSTED, col("account_id"))).as("customers_costed"));
    measures.add(sum(when(COSTED, col("hours"))).as("hours_costed"));
    measures.add(sum(when(COSTED, col("cost"))).as("cost"));
    measures.add(count(col("sla_breached")).as("sla_decided"));
    measures.add(count_if(col("sla_breached")).as("sla_broken"));
    measures.add(sum("credit").cast("decimal(18,2)").as("credits_due"));
    measures.add(
        when(count(when(ITEM, col("cost"))).gt(0), coalesce(sum("unallocated"), lit(0)))
            .cast("decimal(18,2)")
            .as("unallocated"));
    return rows.groupBy(Cuts.CUT, Cuts.VALUE, "month")
        .agg(measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new))
        .withColumns(perUnit());
  }

  /** 0 where others were invoiced, null where nothing was. */
  private static Column money(Column condition) {
    Column priced = count(when(ITEM, col("cost"))).gt(0);
    return when(priced, coalesce(sum(when(condition, col("cost"))), lit(0))).cast("decimal(18,2)");
  }

  /** Of providers whose month is costed, on both sides of the share. */
  private static Map<String, Column> perUnit() {
    Map<String, Column> units = new LinkedHashMap<>();
    units.put("cost_per_ticket", Shares.of("cost", "tickets_costed"));
    units.put("cost_per_solved_ticket", Shares.of("cost", "solved_costed"));
    units.put("cost_per_hour", Shares.of("cost", "hours_costed"));
    units.put("cost_per_customer", Shares.of("cost", "customers_costed"));
    return units;
  }
}
