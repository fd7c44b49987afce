package dev.bellwether.facts.tickets;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.BusinessDay;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.time.ZoneId;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What was promised for tickets, and whether it was kept. */
final class SlaPolicies {
  private static final String RESPONSE = "sla_response_breached";
  private static final String RESOLUTION = "sla_resolution_breached";
  private static final double MICROS_PER_HOUR = 3600e6;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MINUTES_PER_HOUR = 60;

  private final ZoneId zone;
  private final BusinessClock clock;

  SlaPolicies(Settings settings) {
    this.zone = settings.timeZone();
    this.clock = new BusinessClock(settings);
  }

  /**
   * Adds {@code sla_response_breached} and {@code sla_resolution_breached}: the response, or the
   * first resolution, came later than promised, or is open past it; null while that is not decided
   * for good, and where nothing is promised. {@code sla_breached} is whether either was.
   *
   * <p>What the desk itself says ({@code desk_sla_breached} and those of its clocks) goes first,
   * then the moments by which it says that they are due ({@code response_due_at}, {@code
   * resolution_due_at}), then the policy of the ticket's priority in force on the day of its
   * creation: one for the ticket's plan before one for all plans. Where the policy names a calendar
   * that is given, its hours count, else those of the clock. The first solution stops both clocks.
   *
   * @param facts tickets with their times
   * @param inputs with sla_policies, business_hours and holidays, where the source feeds them
   */
  Dataset<Row> withBreaches(Dataset<Row> facts, StepInputs inputs, Dataset<Row> points) {
    DueMoments due = new DueMoments(zone);
    Column response =
        when(
            tellsReplies(),
            when(DueMoments.isResponseDue(), due.isResponseLate())
                .otherwise(col("policy_response")));
    Column resolution =
        when(DueMoments.isResolutionDue(), due.isResolutionLate())
            .otherwise(col("policy_resolution"));
    return withEither(
        withPolicies(facts, inputs, points)
            .withColumn(
                RESPONSE, coalesce(col("desk_response_breached"), unlessDeskDenies(response)))
            .withColumn(
                RESOLUTION,
                coalesce(col("desk_resolution_breached"), unlessDeskDenies(resolution))));
  }

  /** A desk that says of the whole ticket that nothing was broken says so of each clock. */
  private static Column unlessDeskDenies(Column isLate) {
    Column denies = col("desk_sla_breached").eqNullSafe(lit(false));
    return when(isLate.and(denies), false).otherwise(isLate);
  }

  /** Where the source tells of no replies, what is promised of them can be neither. */
  private static Column tellsReplies() {
    return col("answered").isNotNull();
  }

  /** What is broken is broken; else everything that is promised must be decided. */
  private static Dataset<Row> withEither(Dataset<Row> breaches) {
    Column broken = coalesce(col(RESPONSE), lit(false)).or(coalesce(col(RESOLUTION), lit(false)));
    Column pending =
        DueMoments.isResponseDue()
            .or(col("response_promised"))
            .and(tellsReplies())
            .and(col(RESPONSE).isNull())
            .or(
                DueMoments.isResolutionDue()
                    .or(col("resolution_promised"))
                    .and(col(RESOLUTION).isNull()));
    Column decided = col(RESPONSE).isNotNull().or(col(RESOLUTION).isNotNull());
    Column either = when(broken, true).when(decided.and(not(pending)), false);
    return breaches
        .withColumn("sla_breached", coalesce(col("desk_sla_breached"), either))
        .drop("policy_response", "policy_resolution", "response_promised", "resolution_promised");
  }

  private Dataset<Row> withPolicies(Dataset<Row> facts, StepInputs inputs, Dataset<Row> points) {
    return inputs
        .optionalView(Tables.SLA_POLICIES, points)
        .map(policies -> withPolicies(facts, policies, inputs, points))
        .orElse(
            facts
                .withColumn("response_promised", lit(false))
                .withColumn("resolution_promised", lit(false))
                .withColumn("policy_response", lit(null).cast("boolean"))
                .withColumn("policy_resolution", lit(null).cast("boolean")));
  }

  private Dataset<Row> withPolicies(
      Dataset<Row> facts, Dataset<Row> policies, StepInputs inputs, Dataset<Row> points) {
    Dataset<Row> promised =
        facts
            .join(broadcast(perPriority(policies)), keys(), "left")
            .withColumn("policy", inForce())
            .withColumn("calendar_id", col("policy.calendar_id"));
    return BusinessClock.withCalendars(
            promised,
            inputs.optionalView(Tables.BUSINESS_HOURS, points),
            inputs.optionalView(Tables.HOLIDAYS, points))
        .withColumn("response_promised", col("policy.first_response_minutes").isNotNull())
        .withColumn("resolution_promised", col("policy.resolution_hours").isNotNull())
        .withColumn("policy_response", isAnsweredLate())
        .withColumn("policy_resolution", isSolvedLate())
        .drop("policies", "policy", "calendar_id", "spans", "days_off");
  }

  private static Dataset<Row> perPriority(Dataset<Row> policies) {
    Column promise =
        struct("valid_from", "first_response_minutes", "resolution_hours", "plan", "calendar_id");
    return policies.groupBy(AsOf.DATE, "priority").agg(collect_list(promise).as("policies"));
  }

  private static Column inForce() {
    Column applies =
        filter(
            col("policies"),
            policy -> {
              Column plan = policy.getField("plan");
              return policy
                  .getField("valid_from")
                  .leq(col("created_on"))
                  .and(plan.isNull().or(lower(plan).equalTo(lower(col("plan")))));
            });
    return array_max(
        transform(
            applies,
            policy ->
                struct(
                    policy.getField("plan").isNotNull().as("is_for_plan"),
                    policy.getField("valid_from").as("valid_from"),
                    policy.getField("first_response_minutes").as("first_response_minutes"),
                    policy.getField("resolution_hours").as("resolution_hours"),
                    policy.getField("calendar_id").as("calendar_id"))));
  }

  private static String[] keys() {
    return new String[] {AsOf.DATE, "priority"};
  }

  /** Solving stops the clock of the response, too: nobody waits for an answer any more. */
  private Column isAnsweredLate() {
    Column clockHours = col("first_response_minutes").divide(MINUTES_PER_HOUR);
    Column stopped = col("answered").or(col("first_solved_at").isNotNull());
    Column unreadable = col("answered").and(clockHours.isNull());
    return isLate(
        least(
            hours(clockHours, col("first_response_at")),
            hours(col("resolution_hours"), col("first_solved_at"))),
        stopped,
        unreadable,
        col("policy.first_response_minutes").divide(MINUTES_PER_HOUR));
  }

  private Column isSolvedLate() {
    Column solved = col("first_solved_at").isNotNull();
    Column unreadable = solved.and(col("resolution_hours").isNull());
    Column hours = hours(col("resolution_hours"), col("first_solved_at"));
    return isLate(hours, solved, unreadable, col("policy.resolution_hours"));
  }

  /**
   * What is not promised is neither kept nor broken; a clock that runs on is late once its time has
   * passed; whether one was that stopped at a time that cannot be right stays unknown.
   */
  private Column isLate(Column hours, Column stopped, Column unreadable, Column promised) {
    Column endOfDay = BusinessDay.endOf(col(AsOf.DATE), zone);
    Column clockHours =
        unix_micros(endOfDay).minus(unix_micros(col("created_at"))).divide(MICROS_PER_HOUR);
    Column elapsed = hours(clockHours, endOfDay);
    return when(promised.isNull(), lit(null).cast("boolean"))
        .when(hours.leq(promised), false)
        .when(unreadable, lit(null).cast("boolean"))
        .when(hours.isNotNull(), true)
        .when(not(stopped).and(elapsed.gt(promised)), true);
  }

  /** Hours since the creation by the policy's calendar, else by the clock. */
  private Column hours(Column clockHours, Column moment) {
    Column open = clock.seconds(moment).divide(SECONDS_PER_HOUR);
    return when(col("spans").isNotNull(), open).otherwise(clockHours);
  }
}
