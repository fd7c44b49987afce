package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import dev.bellwether.facts.tickets.SupportTickets;
import dev.bellwether.marts.cuts.Shares;
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
    Dataset<Row> worked =
        inputs
            .optional(Tables.SUPPORT_COST_MONTHLY)
            .map(costs -> withHandling(expected, costs, tickets, day))
            .orElse(withDefault(expected.withColumn("invoiced", lit(null).cast("double"))));
    Dataset<Row> staffed = withAgents(worked.crossJoin(target(inputs, day)));
    return ContractColumns.only(
        staffed
            .withColumn("beats_naive", col("error").lt(col("naive_error")))
            .withColumn("valid_from", lit(Date.valueOf(day.plusDays(1))))
            .withColumn(
                "valid_until", lit(Date.valueOf(day.plusDays(7L * HourlyDemand.AHEAD + 1)))),
        Contracts.of(Tables.SUPPORT_STAFFING));
  }

  /**
   * Minutes of work that a ticket takes a line in the last twelve months, by who states hours: its
   * own hours where they are told apart, else the company's for each time that a line worked on a
   * ticket.
   */
  private static Dataset<Row> withHandling(
      Dataset<Row> hours, Dataset<Row> costs, Dataset<Row> tickets, LocalDate day) {
    Dataset<Row> recent = costs.where(LastYear.holds(col("month"), day));
    Dataset<Row> ofLines =
        recent
            .where(col("cut").equalTo("line"))
            .groupBy(col("cut_value").as("line"))
            .agg(minutes().as("own_minutes"));
    Dataset<Row> ofAll = recent.where(col("cut").equalTo("all")).agg(minutes().as("minutes"));
    Dataset<Row> works =
        tickets
            .where(LastYear.holds(col("created_on"), day))
            .agg(
                count(lit(1))
                    .cast("double")
                    .divide(sum(size(HourlyDemand.lines())))
                    .as("tickets_per_work"));
    return withDefault(
        hours
            .join(ofLines, "line", "left")
            .crossJoin(ofAll)
            .crossJoin(works)
            .withColumn(
                "invoiced",
                coalesce(col("own_minutes"), col("minutes").multiply(col("tickets_per_work")))));
  }

  /** Stated hours over the tickets of whoever states them; null without any. */
  private static Column minutes() {
    return Shares.of(sum("hours_stated").cast("double"), sum("tickets_with_hours").cast("double"))
        .multiply(60);
  }

  private static Dataset<Row> withDefault(Dataset<Row> hours) {
    return hours
        .withColumn("handling_is_default", col("invoiced").isNull())
        .withColumn("handling_minutes", coalesce(col("invoiced"), lit(HANDLING_MINUTES)));
  }

  /** The median of what the policies in force promise for a first reply. */
  private static Dataset<Row> target(StepInputs inputs, LocalDate day) {
    Dataset<Row> none = inputs.spark().range(1).select(lit(null).cast("double").as("promised"));
    return inputs
        .optionalView(Tables.SLA_POLICIES, Dates.points(inputs.spark(), List.of(day)))
        .map(
            view ->
                inForce(view, day)
                    .agg(percentile(col("first_response_minutes"), lit(0.5)).as("promised")))
        .orElse(none)
        .select(
            col("promised").isNull().as("target_is_default"),
            coalesce(col("promised"), lit(TARGET_MINUTES)).as("target_minutes"));
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
