package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sqrt;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * Tickets to expect by line, weekday and hour in the four weeks to come, and the agents that answer
 * them in time ({@link ErlangC}). Only nights that end a month make it, whole.
 *
 * <p>An hour is expected to bring the mean of that weekday's hour over the last eight weeks; the
 * same rule, four weeks earlier, is scored on the last four weeks beside that of last week again.
 */
public final class SupportStaffing implements Step {
  private static final int LEARNED = 8;
  private static final int AHEAD = 4;
  private static final double Z = 1.959963984540054;
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
    Dataset<Row> weeks = withWeek(tickets, day);
    Dataset<Row> counted = onGrid(perHourOfWeek(weeks));
    Dataset<Row> expected = withScore(withInterval(withMeans(counted)));
    Dataset<Row> staffed =
        withAgents(expected.crossJoin(handling(inputs)).crossJoin(target(inputs, day)));
    return ContractColumns.only(
        staffed
            .withColumn("valid_from", lit(Date.valueOf(day.plusDays(1))))
            .withColumn("valid_until", lit(Date.valueOf(day.plusDays(7L * AHEAD + 1)))),
        Contracts.of(Tables.SUPPORT_STAFFING));
  }

  /** Weeks back from the date: 0 is the last one. */
  private static Dataset<Row> withWeek(Dataset<Row> tickets, LocalDate day) {
    Column week = floor(datediff(lit(Date.valueOf(day)), col("created_on")).divide(7));
    return tickets.select(
        coalesce(col("opened_line"), col("line"), lit("unknown")).as("line"),
        col("created_weekday").as("weekday"),
        col("created_hour").as("hour"),
        week.cast("int").as("week"));
  }

  /** Counts of each hour of the week in the last twelve weeks, the last one first. */
  private static Dataset<Row> perHourOfWeek(Dataset<Row> tickets) {
    Column[] counts = new Column[LEARNED + AHEAD];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = sum(when(col("week").equalTo(i), 1).otherwise(0)).cast("double");
    }
    Column weeks = max(col("week")).over(Window.partitionBy("line")).plus(1);
    return tickets
        .withColumn("line_weeks", weeks)
        .groupBy("line", "line_weeks", "weekday", "hour")
        .agg(array(counts).as("counts"));
  }

  /** Hours that brought nothing are expected to bring nothing, and are there. */
  private static Dataset<Row> onGrid(Dataset<Row> counted) {
    Column none = array(Collections.nCopies(LEARNED + AHEAD, lit(0.0)).toArray(Column[]::new));
    Dataset<Row> grid =
        counted
            .groupBy("line", "line_weeks")
            .agg(count(lit(1)).as("hours"))
            .drop("hours")
            .withColumn("weekday", explode(sequence(lit(1), lit(7))))
            .withColumn("hour", explode(sequence(lit(0), lit(23))));
    return grid.join(counted, new String[] {"line", "line_weeks", "weekday", "hour"}, "left")
        .withColumn("counts", coalesce(col("counts"), none));
  }

  private static Column total(int from, int until) {
    Column sum = lit(0.0);
    for (int i = from; i < until; i++) {
      sum = sum.plus(col("counts").getItem(i));
    }
    return sum;
  }

  private static Dataset<Row> withMeans(Dataset<Row> hours) {
    Column weeks = least(col("line_weeks"), lit(LEARNED));
    Column mean = col("expected_tickets");
    Column squares = aggregate(col("recent"), lit(0.0), (all, one) -> all.plus(one.multiply(one)));
    return hours
        .withColumn("weeks", weeks)
        .withColumn("recent", slice(col("counts"), 1, LEARNED))
        .withColumn("expected_tickets", total(0, LEARNED).divide(col("weeks")))
        .withColumn("last_week_tickets", col("counts").getItem(0))
        .withColumn("squared", squares.minus(col("weeks").multiply(mean).multiply(mean)))
        .withColumn("learned_before", total(AHEAD, LEARNED + AHEAD).divide(LEARNED));
  }

  /**
   * Hours of a line vary alike: so many times as much as tickets that know nothing of each other.
   */
  private static Dataset<Row> withInterval(Dataset<Row> hours) {
    WindowSpec line = Window.partitionBy("line");
    Column mean = sum("expected_tickets").over(line);
    Column variance = sum("squared").over(line).divide(greatest(col("weeks").minus(1), lit(1)));
    return hours
        .withColumn(
            "dispersion",
            when(mean.gt(0), greatest(variance.divide(mean), lit(1.0))).otherwise(lit(1.0)))
        .withColumn("tickets_low", bound("expected_tickets", -1))
        .withColumn("tickets_high", bound("expected_tickets", 1));
  }

  private static Column bound(String mean, int sign) {
    Column width =
        sqrt(col("dispersion").multiply(col(mean)).multiply(1 + 1.0 / LEARNED)).multiply(sign * Z);
    Column edge = col(mean).plus(width);
    return greatest(sign < 0 ? floor(edge) : ceil(edge), lit(0)).cast("double");
  }

  /** How far the rule was off in the last four weeks, and how often its interval held. */
  private static Dataset<Row> withScore(Dataset<Row> hours) {
    WindowSpec line = Window.partitionBy("line");
    Column isScored = col("line_weeks").geq(LEARNED + AHEAD);
    Column off = lit(0.0);
    Column offNaive = lit(0.0);
    Column held = lit(0.0);
    for (int i = 0; i < AHEAD; i++) {
      Column seen = col("counts").getItem(i);
      off = off.plus(abs(seen.minus(col("learned_before"))));
      offNaive = offNaive.plus(abs(seen.minus(col("counts").getItem(AHEAD))));
      held =
          held.plus(
              when(seen.between(bound("learned_before", -1), bound("learned_before", 1)), 1.0)
                  .otherwise(0.0));
    }
    double hoursScored = AHEAD * 7.0 * 24;
    return hours
        .withColumn("error", when(isScored, sum(off).over(line).divide(hoursScored)))
        .withColumn("naive_error", when(isScored, sum(offNaive).over(line).divide(hoursScored)))
        .withColumn("interval_held", when(isScored, sum(held).over(line).divide(hoursScored)));
  }

  /** Minutes of work that a ticket takes: those invoiced, where hours are. */
  private static Dataset<Row> handling(StepInputs inputs) {
    Dataset<Row> none =
        inputs.spark().range(1).select(lit(HANDLING_MINUTES).as("handling_minutes"));
    return inputs
        .optional(Tables.SUPPORT_COST_MONTHLY)
        .map(
            costs ->
                costs
                    .where(col("cut").equalTo("all").and(col("hours").isNotNull()))
                    .agg(sum("hours").cast("double").as("hours"), sum("tickets_handled").as("n"))
                    .select(
                        coalesce(
                                when(col("n").gt(0), col("hours").divide(col("n")).multiply(60)),
                                lit(HANDLING_MINUTES))
                            .as("handling_minutes")))
        .orElse(none);
  }

  /** The median of what is promised for a first reply. */
  private static Dataset<Row> target(StepInputs inputs, LocalDate day) {
    Dataset<Row> none = inputs.spark().range(1).select(lit(TARGET_MINUTES).as("target_minutes"));
    return inputs
        .optionalView(Tables.SLA_POLICIES, Dates.points(inputs.spark(), List.of(day)))
        .map(
            view ->
                view.agg(
                    coalesce(
                            percentile(col("first_response_minutes"), lit(0.5)),
                            lit(TARGET_MINUTES))
                        .as("target_minutes")))
        .orElse(none);
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
