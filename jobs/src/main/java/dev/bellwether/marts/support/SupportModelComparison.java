package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.tickets.SupportTickets;
import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ways of organising support compared at an equal mix ({@link Standardised}), and by seven
 * parameters ({@link SevenParameters}). Replies and escalations are those of whoever a ticket came
 * to first, all else of whoever handles it. Only nights that end a month make it, whole, and only
 * where the source says how providers are organised.
 */
public final class SupportModelComparison implements Step {
  private static final Column HANDLES = col(TicketGroups.HANDLES);
  private static final Column IS_FIRST = col(TicketGroups.IS_FIRST);

  /** Measures of whoever a ticket came to first. */
  private static final Object[] OF_FIRST = {
    "answered", "answered_soon", "first_response_hours", "escalated"
  };

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
    Dataset<Row> lastYear = tickets.where(LastYear.holds(col("created_on"), day));
    Dataset<Row> recent =
        Waits.withWaits(withCost(inputs, lastYear), day, inputs.settings().timeZone());
    Dataset<Row> service = ofTickets(recent);
    Dataset<Row> units =
        MonthEndsUnderSupport.of(inputs, inEachDimension(tickets).where(HANDLES), day)
            .map(service::unionByName)
            .orElse(service);
    Dataset<Row> compared = withProviders(Standardised.differences(units), perDimension(recent));
    return Map.of(
        Tables.SUPPORT_MODEL_COMPARISON,
        ContractColumns.only(
            compared.withColumn("reading", reading()),
            Contracts.of(Tables.SUPPORT_MODEL_COMPARISON)),
        Tables.SUPPORT_MODEL_SCORECARD,
        ContractColumns.only(
            SevenParameters.of(inputs, recent, day), Contracts.of(Tables.SUPPORT_MODEL_SCORECARD)));
  }

  /** What a ticket cost is known of providers' months only, not of tickets. */
  private static Column reading() {
    return when(col("measure").equalTo("cost_per_ticket"), "means of providers")
        .otherwise("association");
  }

  /**
   * Adds {@code ticket_cost}: what a ticket cost on average in its month at the provider that
   * handles it and, when it came to another first, at that one, too; null where a cost is unknown.
   */
  private static Dataset<Row> withCost(StepInputs inputs, Dataset<Row> tickets) {
    return inputs
        .optional(Tables.SUPPORT_COST_MONTHLY)
        .map(costs -> costs.where(col(Cuts.CUT).equalTo("provider")))
        .map(costs -> withCost(tickets, costs))
        .orElse(tickets.withColumn("ticket_cost", lit(null).cast("double")));
  }

  private static Dataset<Row> withCost(Dataset<Row> tickets, Dataset<Row> costs) {
    Column isPassedOn = not(col("opened_provider_id").eqNullSafe(col("provider_id")));
    Column before = when(col("opened_provider_id").isNull(), 0).otherwise(col("first_cost"));
    return tickets
        .withColumn("cost_month", last_day(col("created_on")))
        .join(
            perTicket(costs, "provider_id", "own_cost"),
            new String[] {"provider_id", "cost_month"},
            "left")
        .join(
            perTicket(costs, "opened_provider_id", "first_cost"),
            new String[] {"opened_provider_id", "cost_month"},
            "left")
        .withColumn("ticket_cost", col("own_cost").plus(when(isPassedOn, before).otherwise(0)))
        .drop("cost_month", "own_cost", "first_cost");
  }

  private static Dataset<Row> perTicket(Dataset<Row> costs, String provider, String name) {
    return costs.select(
        col(Cuts.VALUE).as(provider),
        col("month").as("cost_month"),
        col("cost_per_ticket").as(name));
  }

  /** The same where the way is known. */
  private static Dataset<Row> perDimension(Dataset<Row> tickets) {
    return inEachDimension(tickets).where(col("way").isNotNull());
  }

  /** Tickets for each dimension under the way that handles them, and under that they came to. */
  private static Dataset<Row> inEachDimension(Dataset<Row> tickets) {
    return TicketGroups.inEach(tickets, DIMENSIONS)
        .withColumnsRenamed(Map.of(Cuts.CUT, "dimension", Cuts.VALUE, "way"));
  }

  /**
   * Units of tickets in cells of segment, priority and category as they were at creation.
   *
   * @param tickets with {@code ticket_cost} and their waits ({@link Waits})
   */
  static Dataset<Row> ofTickets(Dataset<Row> tickets) {
    Column mix =
        concat_ws(
            "|",
            coalesce(col("segment"), lit("unknown")),
            coalesce(col("priority"), lit("unknown")),
            coalesce(col("category"), lit("unknown")));
    return Units.of(perDimension(tickets.withColumn("cell", mix)), measures());
  }

  private static Column[] measures() {
    return new Column[] {
      ofFirst("answered", Waits.answered().cast("int")),
      ofFirst("answered_soon", Waits.answeredSoon().cast("int")),
      ofFirst("first_response_hours", col("first_response_minutes").divide(60)),
      ofFirst("escalated", ServiceMeasures.escalated().cast("int")),
      ofHandler("solved_soon", Waits.solvedSoon().cast("int")),
      ofHandler("resolution_hours", col("resolution_hours")),
      ofHandler("one_touch", col("one_touch").cast("int")),
      ofHandler("reopened", col("reopened").cast("int")),
      Units.measure("sla_broken", TicketGroups.isBroken(HANDLES, IS_FIRST).cast("int")),
      ofHandler("csat", col("csat_score")),
      ofHandler("cost_per_ticket", col("ticket_cost"))
    };
  }

  /** What whoever a ticket came to first is responsible for. */
  private static Column ofFirst(String measure, Column value) {
    return Units.measure(measure, when(IS_FIRST, value));
  }

  private static Column ofHandler(String measure, Column value) {
    return Units.measure(measure, when(HANDLES, value));
  }

  /** Ways of few providers say more of these than of the way. */
  private static Dataset<Row> withProviders(Dataset<Row> pairs, Dataset<Row> tickets) {
    Dataset<Row> providers =
        tickets
            .groupBy("dimension", "way")
            .agg(
                countDistinct(when(HANDLES, col("provider_id"))).as("handlers"),
                countDistinct(when(IS_FIRST, col("opened_provider_id"))).as("firsts"));
    return withProviders(
        withProviders(pairs, providers, "way", "providers"),
        providers,
        "other_way",
        "other_providers");
  }

  private static Dataset<Row> withProviders(
      Dataset<Row> pairs, Dataset<Row> providers, String way, String name) {
    Column whose = when(col("measure").isin(OF_FIRST), col("firsts")).otherwise(col("handlers"));
    return pairs
        .join(providers.withColumnRenamed("way", way), new String[] {"dimension", way}, "left")
        .withColumn(name, coalesce(whose, lit(0L)))
        .drop("handlers", "firsts");
  }
}
