package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.bellwether.facts.tickets.SupportTickets;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ways of organising support compared at an equal mix ({@link Standardised}), and by seven
 * parameters ({@link SevenParameters}). Only nights that end a month make it, whole, and only where
 * the source says how providers are organised.
 */
public final class SupportModelComparison implements Step {
  static final int MONTHS = 12;
  private static final List<String> DIMENSIONS = List.of("model", "tenancy", "location", "line");

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.SUPPORT_MODEL_COMPARISON, Tables.SUPPORT_MODEL_SCORECARD)
        .from(Tables.SUPPORT_PROVIDERS)
        .optionally(
            Tables.SUPPORT_TICKETS,
            Tables.SUPPORT_COST_MONTHLY,
            Tables.SECURITY_INCIDENTS,
            Tables.ACCOUNT_HEALTH,
            Tables.CHURN_LABEL);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    return SupportTickets.lastMonthEnd(inputs)
        .flatMap(
            day ->
                inputs.optional(Tables.SUPPORT_TICKETS).map(tickets -> asOf(inputs, tickets, day)))
        .orElse(Map.of());
  }

  private static Map<String, Dataset<Row>> asOf(
      StepInputs inputs, Dataset<Row> tickets, LocalDate day) {
    Column within = col("created_on").gt(lit(Date.valueOf(Dates.monthEndBefore(day, MONTHS))));
    Dataset<Row> recent = tickets.where(within);
    Dataset<Row> service = ofTickets(recent);
    Dataset<Row> units =
        MonthEndsUnderSupport.of(inputs, perDimension(tickets), day)
            .map(service::unionByName)
            .orElse(service);
    Dataset<Row> compared = withProviders(Standardised.differences(units), perDimension(recent));
    return Map.of(
        Tables.SUPPORT_MODEL_COMPARISON,
        ContractColumns.only(
            compared.withColumn("reading", lit("association")),
            Contracts.of(Tables.SUPPORT_MODEL_COMPARISON)),
        Tables.SUPPORT_MODEL_SCORECARD,
        ContractColumns.only(
            SevenParameters.of(inputs, recent, day), Contracts.of(Tables.SUPPORT_MODEL_SCORECARD)));
  }

  /** Tickets once for each dimension in which their way is known. */
  private static Dataset<Row> perDimension(Dataset<Row> tickets) {
    Column[] ways =
        DIMENSIONS.stream()
            .map(name -> struct(lit(name).as("dimension"), col(name).as("way")))
            .toArray(Column[]::new);
    return tickets
        .withColumn("organised", explode(array(ways)))
        .withColumn("dimension", col("organised.dimension"))
        .withColumn("way", col("organised.way"))
        .where(col("way").isNotNull());
  }

  private static Dataset<Row> ofTickets(Dataset<Row> tickets) {
    Column mix =
        concat_ws(
            "|",
            coalesce(col("segment"), lit("unknown")),
            coalesce(col("priority"), lit("unknown")),
            coalesce(col("category"), lit("unknown")));
    return perDimension(tickets.withColumn("cell", mix))
        .withColumn("measured", explode(array(measures())))
        .where(col("measured.value").isNotNull())
        .groupBy(
            col("measured.name").as("measure"),
            col("dimension"),
            col("way"),
            col("cell"),
            col("account_id"))
        .agg(count(lit(1)).as("units"), sum("measured.value").as("total"));
  }

  private static Column[] measures() {
    return new Column[] {
      measure("first_response_hours", col("first_response_minutes").divide(60)),
      measure("resolution_hours", col("resolution_hours")),
      measure("one_touch", col("one_touch").cast("int")),
      measure("reopened", col("reopened").cast("int")),
      measure("escalated", ServiceMeasures.escalated().cast("int")),
      measure("sla_broken", col("sla_breached").cast("int")),
      measure("csat", col("csat_score"))
    };
  }

  private static Column measure(String name, Column value) {
    return struct(lit(name).as("name"), value.cast("decimal(18,4)").as("value"));
  }

  /** Ways of few providers say more of these than of the way. */
  private static Dataset<Row> withProviders(Dataset<Row> pairs, Dataset<Row> tickets) {
    Dataset<Row> providers =
        tickets.groupBy("dimension", "way").agg(countDistinct(col("provider_id")).as("providers"));
    Dataset<Row> others =
        providers
            .withColumnRenamed("way", "other_way")
            .withColumnRenamed("providers", "other_providers");
    return pairs
        .join(providers, new String[] {"dimension", "way"}, "left")
        .join(others, new String[] {"dimension", "other_way"}, "left")
        .withColumn("providers", coalesce(col("providers"), lit(0L)))
        .withColumn("other_providers", coalesce(col("other_providers"), lit(0L)));
  }
}
