package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

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
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Tickets to expect by line, weekday and hour in the four weeks to come ({@link HourlyDemand}), and
 * the agents that answer them in time ({@link ErlangC}). Only nights that end a month make it,
 * whole.
 */
public final class SupportStaffing implements Step {
  private static final double SHARE_IN_TIME = 0.8;
  private static final double HANDLING_MINUTES = 45;
  private static final double TARGET_MINUTES = 60;

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.SUPPORT_STAFFING)
        .optionally(Tables.SUPPORT_TICKETS, Tables.SUPPORT_COST_MONTHLY, Tables.SLA_POLICIES);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    return SupportTickets.lastMonthEnd(inputs)
        .flatMap(
            day ->
                inputs.optional(Tables.SUPPORT_TICKETS).map(tickets -> asOf(inputs, tickets, day)))
        .map(rows -> Map.of(Tables.SUPPORT_STAFFING, rows))
        .orElse(Map.of());
  }

  private static Dataset<Row> asOf(StepInputs inputs, Dataset<Row> tickets, LocalDate day) {
    Dataset<Row> expected = HourlyDemand.of(tickets, day);
    Dataset<Row> staffed =
        withAgents(expected.crossJoin(handling(inputs)).crossJoin(target(inputs, day)));
    return ContractColumns.only(
        staffed
            .withColumn("valid_from", lit(Date.valueOf(day.plusDays(1))))
            .withColumn(
                "valid_until", lit(Date.valueOf(day.plusDays(7L * HourlyDemand.AHEAD + 1)))),
        Contracts.of(Tables.SUPPORT_STAFFING));
  }

  /** Minutes of work that a ticket takes each provider: those invoiced by who states hours. */
  private static Dataset<Row> handling(StepInputs inputs) {
    Dataset<Row> none =
        inputs.spark().range(1).select(lit(HANDLING_MINUTES).as("handling_minutes"));
    return inputs
        .optional(Tables.SUPPORT_COST_MONTHLY)
        .map(
            costs ->
                costs
                    .where(col("cut").equalTo("provider"))
                    .agg(sum("hours").cast("double").as("hours"), sum("tickets_with_hours").as("n"))
                    .select(
                        coalesce(
                                when(col("n").gt(0), col("hours").divide(col("n")).multiply(60)),
                                lit(HANDLING_MINUTES))
                            .as("handling_minutes")))
        .orElse(none);
  }

  /** The median of what the policies in force promise for a first reply. */
  private static Dataset<Row> target(StepInputs inputs, LocalDate day) {
    Dataset<Row> none = inputs.spark().range(1).select(lit(TARGET_MINUTES).as("target_minutes"));
    return inputs
        .optionalView(Tables.SLA_POLICIES, Dates.points(inputs.spark(), List.of(day)))
        .map(
            view ->
                inForce(view, day)
                    .agg(
                        coalesce(
                                percentile(col("first_response_minutes"), lit(0.5)),
                                lit(TARGET_MINUTES))
                            .as("target_minutes")))
        .orElse(none);
  }

  /** Of each priority and plan the policy that began last. */
  static Dataset<Row> inForce(Dataset<Row> policies, LocalDate day) {
    return policies
        .where(col("valid_from").leq(lit(Date.valueOf(day))))
        .groupBy("priority", "plan")
        .agg(max_by(col("first_response_minutes"), col("valid_from")).as("first_response_minutes"));
  }

  private static Dataset<Row> withAgents(Dataset<Row> hours) {
    UDF2<Double, Double, Integer> agents =
        (load, target) -> ErlangC.agents(load, target, SHARE_IN_TIME);
    var needed = udf(agents, DataTypes.IntegerType);
    Column perTicket = col("handling_minutes").divide(60);
    Column target = col("target_minutes").divide(col("handling_minutes"));
    return hours
        .withColumn("agents", needed.apply(col("expected_tickets").multiply(perTicket), target))
        .withColumn(
            "agents_at_high", needed.apply(col("tickets_high").multiply(perTicket), target));
  }
}
