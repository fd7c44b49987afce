package dev.bellwether.facts.tickets;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.BusinessDay;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How customers' tickets went. */
public final class TicketFacts implements Step {

  /** Days after solving until one reply counts as having solved it for good. */
  private static final int MATURE_AFTER_DAYS = 7;

  private static final double MICROS_PER_MINUTE = 60e6;
  private static final double MICROS_PER_HOUR = 3600e6;

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.TICKET_FACTS)
        .optionally(Tables.TICKETS, Tables.SLA_POLICIES, Tables.BUSINESS_HOURS, Tables.HOLIDAYS);
  }

  /** The facts as known at the latest date, or none where the source feeds no tickets. */
  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Dataset<Row> points = Dates.points(inputs.spark(), List.of(inputs.latestKnown()));
    return inputs
        .optionalView(Tables.TICKETS, points)
        .map(view -> Map.of(Tables.TICKET_FACTS, of(view, inputs, points).drop(AsOf.DATE)))
        .orElse(Map.of());
  }

  /**
   * The facts of a view's tickets; those opened by agents, merged, or marked as spam are left out.
   *
   * @param ticketsView a view of tickets at the points
   * @return as_of_date and the columns of the contract ticket_facts
   */
  public static Dataset<Row> of(Dataset<Row> ticketsView, StepInputs inputs, Dataset<Row> points) {
    List<Column> columns = new ArrayList<>(List.of(col(AsOf.DATE)));
    Contracts.of(Tables.TICKET_FACTS).columnNames().forEach(name -> columns.add(col(name)));
    return withMoments(ticketsView, inputs, points).select(columns.toArray(Column[]::new));
  }

  /** The same, with the moments that the facts are told from. */
  static Dataset<Row> withMoments(
      Dataset<Row> ticketsView, StepInputs inputs, Dataset<Row> points) {
    Dataset<Row> facts = withoutPromises(ticketsView, inputs);
    return new SlaPolicies(inputs.settings()).withBreaches(facts, inputs, points);
  }

  /** The same without what was promised for them: all other columns, beside those of the view. */
  public static Dataset<Row> withoutPromises(Dataset<Row> ticketsView, StepInputs inputs) {
    ZoneId zone = inputs.settings().timeZone();
    Dataset<Row> timed = withTimes(withBothSolutions(onlyCustomers(ticketsView)), zone);
    return withStates(withHappenings(timed, inputs), inputs);
  }

  private static Dataset<Row> onlyCustomers(Dataset<Row> view) {
    return view.where(
        coalesce(col("opened_by"), lit("customer"))
            .equalTo("customer")
            .and(col("merged_at").isNull())
            .and(col("marked_spam_at").isNull()));
  }

  /** Where only one of first and last solution is given, it stands for both. */
  private static Dataset<Row> withBothSolutions(Dataset<Row> view) {
    return view.withColumn("solved_at", coalesce(col("last_solved_at"), col("first_solved_at")))
        .withColumn("first_solved_at", coalesce(col("first_solved_at"), col("last_solved_at")));
  }

  private static Dataset<Row> withTimes(Dataset<Row> view, ZoneId zone) {
    return view.withColumn(
            "first_response_minutes", since(col("first_response_at"), MICROS_PER_MINUTE))
        .withColumn("resolution_hours", since(col("first_solved_at"), MICROS_PER_HOUR))
        .withColumn("created_on", BusinessDay.of(col("created_at"), zone))
        .withColumn("first_solved_on", BusinessDay.of(col("first_solved_at"), zone))
        .withColumn("rated_on", ratedOn(zone))
        .withColumn("reopened_on", reopenedOn(zone));
  }

  /** Unknown, not false, where the source does not tell of such moments at all. */
  private static Dataset<Row> withHappenings(Dataset<Row> facts, StepInputs inputs) {
    Column answered =
        inputs.mayGive(Tables.TICKETS, "first_response_at")
            ? col("first_response_at").isNotNull()
            : lit(null).cast("boolean");
    return facts
        .withColumn("answered", answered)
        .withColumn("reopened", happened("reopened_at", inputs, col("reopen_count").gt(0)))
        .withColumn("escalated", happened("escalated_at", inputs, movedUp(inputs)));
  }

  /** Null unless the source gives both lines. */
  private static Column movedUp(StepInputs inputs) {
    boolean isTold =
        inputs.mayGive(Tables.TICKETS, "opened_line") && inputs.mayGive(Tables.TICKETS, "line");
    return isTold
        ? coalesce(col("opened_line"), col("line")).lt(col("line"))
        : lit(null).cast("boolean");
  }

  private static Dataset<Row> withStates(Dataset<Row> facts, StepInputs inputs) {
    ZoneId zone = inputs.settings().timeZone();
    Column openAgain = coalesce(col("reopened_at").gt(col("solved_at")), lit(false));
    return facts
        .withColumn("solved", col("solved_at").isNotNull().and(not(openAgain)))
        .withColumn("open", not(col("solved")))
        .withColumn(
            "full_resolution_hours", when(col("solved"), since(col("solved_at"), MICROS_PER_HOUR)))
        .withColumn("opened_line", coalesce(col("opened_line"), col("line")))
        .withColumn("opened_provider_id", coalesce(col("opened_provider_id"), col("provider_id")))
        .withColumn("last_solved_on", when(col("solved"), BusinessDay.of(col("solved_at"), zone)))
        .withColumn("one_touch", when(tellsReopening(inputs), oneTouch(zone)));
  }

  private static Column since(Column moment, double unit) {
    Column micros = unix_micros(moment).minus(unix_micros(col("created_at")));
    return when(moment.geq(col("created_at")), micros.divide(unit)).cast("decimal(18,4)");
  }

  /** Null when it is said to have happened before the ticket's creation. */
  private static Column happened(String moment, StepInputs inputs, Column unlessMapped) {
    return inputs.mayGive(Tables.TICKETS, moment)
        ? when(col(moment).isNull(), false).when(col(moment).geq(col("created_at")), true)
        : unlessMapped;
  }

  private static Column ratedOn(ZoneId zone) {
    Column rated = coalesce(col("csat_at"), col("solved_at"));
    return when(col("csat_score").isNotNull(), BusinessDay.of(rated, zone));
  }

  /** The day on which it was open again, of the last time if it often was. */
  private static Column reopenedOn(ZoneId zone) {
    Column reopened = col("reopened_at");
    return when(reopened.geq(col("created_at")), BusinessDay.of(reopened, zone));
  }

  private static Column oneTouch(ZoneId zone) {
    Column mature =
        date_add(BusinessDay.of(col("solved_at"), zone), MATURE_AFTER_DAYS).leq(col(AsOf.DATE));
    Column atOnce = col("public_replies").equalTo(1).and(not(col("reopened")));
    return when(col("solved_at").isNotNull().and(mature), atOnce);
  }

  /** Else only tickets with more replies would be known, and none of these is solved by one. */
  private static Column tellsReopening(StepInputs inputs) {
    return inputs.mayGive(Tables.TICKETS, "reopened_at")
        ? lit(true)
        : col("reopen_count").isNotNull();
  }
}
