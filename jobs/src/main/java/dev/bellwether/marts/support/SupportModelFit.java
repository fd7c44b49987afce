package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.months_between;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.tickets.SupportTickets;
import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.marts.cuts.Shares;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Which way of support fits whom, by rules of thumb that show their numbers ({@link FitRules}).
 * Only nights that end a month make it, whole.
 */
public final class SupportModelFit implements Step {
  private static final double LARGE = 0.1;
  private static final Map<String, Column> CUTS =
      Map.of("segment", col("segment"), "region", col("country"), "account", col("account_id"));

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.SUPPORT_MODEL_FIT).optionally(Tables.SUPPORT_TICKETS);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Settings.Support settings = inputs.settings().support();
    return SupportTickets.lastMonthEnd(inputs)
        .flatMap(
            day ->
                inputs
                    .optional(Tables.SUPPORT_TICKETS)
                    .map(tickets -> asOf(tickets, day, settings)))
        .map(rows -> Map.of(Tables.SUPPORT_MODEL_FIT, rows))
        .orElse(Map.of());
  }

  private static Dataset<Row> asOf(Dataset<Row> tickets, LocalDate day, Settings.Support settings) {
    Dataset<Row> grouped = withSpan(Cuts.explodeEach(columns(tickets), CUTS), day);
    Dataset<Row> demand = withRates(perGroup(withMonthly(grouped)));
    Column shown =
        col("cut")
            .notEqual("account")
            .or(col("tickets_per_month").geq(LARGE * settings.sharedTickets()));
    Dataset<Row> judged = new FitRules(settings).judge(demand.where(shown));
    return ContractColumns.only(judged, Contracts.of(Tables.SUPPORT_MODEL_FIT));
  }

  private static Dataset<Row> columns(Dataset<Row> tickets) {
    return tickets.select(
        "account_id",
        "segment",
        "country",
        "data_sensitivity",
        "created_on",
        "out_of_company_hours",
        "escalated",
        "opened_line",
        "line",
        "resolution_hours");
  }

  /** Tickets of the last twelve months, or since the first one of their group, in whole months. */
  private static Dataset<Row> withSpan(Dataset<Row> grouped, LocalDate day) {
    Column month = last_day(col("created_on"));
    Column first = min(month).over(Window.partitionBy("cut", "cut_value"));
    Column since = months_between(lit(Date.valueOf(day)), first).cast("bigint").plus(1);
    return grouped
        .withColumn("months", least(since, lit((long) LastYear.MONTHS)))
        .where(LastYear.holds(col("created_on"), day))
        .withColumn("month", month);
  }

  /** How many tickets of its group each ticket's month brought, once per group and month. */
  private static Dataset<Row> withMonthly(Dataset<Row> tickets) {
    var month = Window.partitionBy("cut", "cut_value", "month");
    Column inMonth = count(lit(1)).over(month);
    return tickets.withColumn("in_month", inMonth);
  }

  private static Dataset<Row> perGroup(Dataset<Row> tickets) {
    return tickets
        .groupBy("cut", "cut_value")
        .agg(
            max("months").as("months"),
            count(lit(1)).as("tickets"),
            max("in_month").as("peak_month_tickets"),
            collect_set(struct("month", "in_month")).as("by_month"),
            // the sum over tickets of their month's count is the sum of squares over months
            sum("in_month").as("squares"),
            count(col("out_of_company_hours")).as("hours_known"),
            count_if(col("out_of_company_hours")).as("out_of_hours"),
            count(ServiceMeasures.escalated()).as("escalated_decided"),
            count_if(ServiceMeasures.escalated()).as("escalated"),
            count_if(col("data_sensitivity").equalTo("high")).as("sensitive"),
            count(col("data_sensitivity")).as("sensitivity_known"),
            percentile(col("resolution_hours").cast("double"), lit(0.5))
                .as("resolution_hours_median"));
  }

  private static Dataset<Row> withRates(Dataset<Row> groups) {
    Column mean = col("tickets").cast("double").divide(col("months"));
    Column variance =
        greatest(
            col("squares").cast("double").divide(col("months")).minus(mean.multiply(mean)),
            lit(0.0));
    return groups
        .withColumn("tickets_per_month", mean)
        .withColumn("base_month_tickets", medianMonth())
        .withColumn("peak_ratio", when(mean.gt(0), col("peak_month_tickets").divide(mean)))
        .withColumn("variation", when(mean.gt(0), sqrt(variance).divide(mean)))
        .withColumn("out_of_hours_share", Shares.of("out_of_hours", "hours_known"))
        .withColumn("escalated_share", Shares.of("escalated", "escalated_decided"))
        .withColumn(
            "sensitive_share",
            when(col("sensitivity_known").gt(0), Shares.of("sensitive", "tickets")));
  }

  /** The lower one of an even number of months; months without a ticket are the last in order. */
  private static Column medianMonth() {
    Column busiestFirst = sort_array(col("by_month.in_month"), false);
    Column middle = floor(col("months").divide(2)).plus(1).cast("int");
    return coalesce(try_element_at(busiestFirst, middle), lit(0L));
  }
}
