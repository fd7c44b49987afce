package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.tickets.Organisation;
import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.marts.cuts.Shares;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The seven parameters by which models of support are chosen, each by one figure or more where
 * there are any. Replies and escalations are those of the model that a ticket came to first.
 */
final class SevenParameters {
  private static final double PER_THOUSAND = 1000;

  /** Measures of which less is better. */
  private static final Object[] BETTER_LOW = {
    "csat_spread", "cost_per_solved_ticket", "first_response_at_peak", "incidents_per_1000_tickets"
  };

  private SevenParameters() {}

  /**
   * The columns of the contract support_model_scorecard over tickets of a time that ends on a day.
   *
   * @param tickets with their waits ({@link Waits})
   */
  static Dataset<Row> of(StepInputs inputs, Dataset<Row> tickets, LocalDate day) {
    Dataset<Row> figures = perModel(atPeaks(perRole(withEarlierAgent(tickets))));
    Dataset<Row> whole = withIncidents(withCosts(figures, inputs, day), inputs, day);
    return whole
        .select(col("model"), explode(array(parameters())).as("one"))
        .select("model", "one.*")
        .withColumn("measured", col("value").isNotNull())
        .withColumn("better", when(col("measure").isin(BETTER_LOW), "lower").otherwise("higher"))
        .withColumn("reference", PublishedReferences.of(col("model"), col("measure")))
        .withColumn(
            "reference_source", when(col("reference").isNotNull(), PublishedReferences.SOURCE));
  }

  private static Dataset<Row> withEarlierAgent(Dataset<Row> tickets) {
    Column before =
        lag(col("agent_key"), 1)
            .over(Window.partitionBy("account_id").orderBy("created_at", "ticket_id"));
    return tickets.withColumn("same_agent", before.equalTo(col("agent_key")));
  }

  /** Tickets under the model that handles them, and under the one that they came to first. */
  private static Dataset<Row> perRole(Dataset<Row> tickets) {
    return TicketGroups.inEach(tickets, List.of("model"))
        .drop("model")
        .withColumnRenamed(Cuts.VALUE, "model")
        .where(col("model").isNotNull());
  }

  /** Days that bring as many tickets as those of the busiest tenth of a model's tickets. */
  private static Dataset<Row> atPeaks(Dataset<Row> tickets) {
    String role = TicketGroups.IS_FIRST;
    Column onDay = count(lit(1)).over(Window.partitionBy("model", role, "created_on"));
    Column busy = percentile(col("on_day"), lit(0.9)).over(Window.partitionBy("model", role));
    return tickets.withColumn("on_day", onDay).withColumn("is_peak", col("on_day").geq(busy));
  }

  private static Dataset<Row> perModel(Dataset<Row> tickets) {
    Column handles = col(TicketGroups.HANDLES);
    Column isFirst = col(TicketGroups.IS_FIRST);
    Column waited = when(isFirst, col("waited_minutes"));
    Column escalated = when(isFirst, ServiceMeasures.escalated());
    Column oneTouch = when(handles, col("one_touch"));
    Column isBroken = TicketGroups.isBroken(handles, isFirst);
    Column stars = when(handles, col("csat_score").cast("double"));
    Column sameAgent = when(handles, col("same_agent"));
    Column isAtNight = col("out_of_company_hours").and(waited.isNotNull());
    return tickets
        .groupBy("model")
        .agg(
            count(lit(1)).as("tickets"),
            count(escalated).as("escalated_n"),
            count_if(not(escalated)).as("not_escalated"),
            count(oneTouch).as("one_touch_n"),
            count_if(oneTouch).as("one_touch"),
            count(isBroken).as("promises"),
            count_if(not(isBroken)).as("kept"),
            count(stars).as("ratings"),
            stddev_samp(stars).as("spread"),
            count_if(stars.geq(4)).as("satisfied"),
            count(when(col("is_peak"), waited)).as("peak_n"),
            percentile(when(col("is_peak"), waited), lit(0.9)).as("at_peak"),
            count_if(isAtNight).as("night_n"),
            count_if(isAtNight.and(Waits.answeredSoon())).as("night_soon"),
            count(sameAgent).as("agent_n"),
            count_if(sameAgent).as("same_agent"));
  }

  private static Dataset<Row> withCosts(Dataset<Row> figures, StepInputs inputs, LocalDate day) {
    return inputs
        .optional(Tables.SUPPORT_COST_MONTHLY)
        .map(
            costs ->
                costs
                    .where(col("cut").equalTo("model").and(LastYear.holds(col("month"), day)))
                    .groupBy(col("cut_value").as("model"))
                    .agg(sum("total_costed").as("cost"), sum("solved_costed").as("cost_n")))
        .map(costs -> figures.join(costs, new String[] {"model"}, "left"))
        .orElse(
            figures
                .withColumn("cost", lit(null).cast("double"))
                .withColumn("cost_n", lit(null).cast("bigint")));
  }

  /** No incident is a figure only where incidents are recorded at all. */
  private static Dataset<Row> withIncidents(
      Dataset<Row> figures, StepInputs inputs, LocalDate day) {
    Dataset<Row> point = Dates.points(inputs.spark(), List.of(day));
    return inputs
        .optionalView(Tables.SECURITY_INCIDENTS, point)
        .map(view -> view.where(LastYear.holds(col("occurred_on"), day)))
        .map(
            view ->
                Organisation.join(
                    view, inputs.optionalView(Tables.SUPPORT_PROVIDERS, point), col("occurred_on")))
        .map(view -> view.groupBy("model").agg(count(lit(1)).as("recorded")))
        .map(recorded -> figures.join(recorded, new String[] {"model"}, "left"))
        .map(rows -> rows.withColumn("incidents", coalesce(col("recorded"), lit(0L))))
        .orElse(figures.withColumn("incidents", lit(null).cast("bigint")));
  }

  private static Column[] parameters() {
    return new Column[] {
      parameter(
          "depth",
          "not_escalated",
          "share of tickets that came to it first and were not escalated",
          Shares.of("not_escalated", "escalated_n"),
          "escalated_n"),
      parameter(
          "depth",
          "one_touch",
          "share of solved tickets that one reply solved for good",
          Shares.of("one_touch", "one_touch_n"),
          "one_touch_n"),
      parameter(
          "quality_control",
          "promises_kept",
          "share of promises kept",
          Shares.of("kept", "promises"),
          "promises"),
      parameter(
          "quality_control",
          "csat",
          "share of ratings of 4 and 5",
          Shares.of("satisfied", "ratings"),
          "ratings"),
      parameter(
          "quality_control",
          "csat_spread",
          "standard deviation of ratings from 1 to 5, beside csat: ratings that are all bad do not spread",
          col("spread"),
          "ratings"),
      parameter(
          "cost",
          "cost_per_solved_ticket",
          "cost per solved ticket",
          Shares.of("cost", "cost_n"),
          "cost_n"),
      parameter(
          "scalability",
          "first_response_at_peak",
          "minutes to the first reply, or waited so far, 90th percentile on the busiest days",
          col("at_peak"),
          "peak_n"),
      parameter(
          "round_the_clock",
          "answered_out_of_hours",
          "share of tickets opened outside of company hours that were answered or solved within two hours",
          Shares.of("night_soon", "night_n"),
          "night_n"),
      parameter(
          "data_security",
          "incidents_per_1000_tickets",
          "recorded security incidents per 1,000 tickets",
          col("incidents").cast("double").divide(col("tickets")).multiply(PER_THOUSAND),
          "tickets"),
      parameter(
          "personalisation",
          "same_agent",
          "share of tickets solved by the agent of the account's ticket before",
          Shares.of("same_agent", "agent_n"),
          "agent_n")
    };
  }

  private static Column parameter(
      String name, String measure, String measuredBy, Column value, String n) {
    return struct(
        lit(name).as("parameter"),
        lit(measure).as("measure"),
        lit(measuredBy).as("measured_by"),
        value.cast("double").as("value"),
        coalesce(col(n).cast("bigint"), lit(0L)).as("n"));
  }
}
