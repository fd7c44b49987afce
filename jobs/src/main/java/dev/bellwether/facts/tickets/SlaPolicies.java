package dev.bellwether.facts.tickets;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_utc_timestamp;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What was promised for tickets, and whether it was kept. */
final class SlaPolicies {
  private static final double MICROS_PER_HOUR = 3600e6;
  private static final double MINUTES_PER_HOUR = 60;

  private SlaPolicies() {}

  /**
   * Adds {@code sla_breached}: the response or the first resolution came later than the policy of
   * the ticket's priority, in force on the day of its creation, promises, or is open past it; null
   * while neither is decided for good, and without a policy. The first solution stops both clocks.
   *
   * @param facts tickets with their times
   * @param policies a view of sla_policies, where the source feeds them
   */
  static Dataset<Row> withBreach(Dataset<Row> facts, Optional<Dataset<Row>> policies, ZoneId zone) {
    if (policies.isEmpty()) {
      return facts.withColumn("sla_breached", lit(null).cast("boolean"));
    }
    Column inForce =
        array_max(
            filter(
                col("policies"), policy -> policy.getField("valid_from").leq(col("created_on"))));
    Column late = isAnsweredLate(zone).or(isSolvedLate(zone));
    return facts
        .join(broadcast(perPriority(policies.get())), keys(), "left")
        .withColumn("policy", inForce)
        .withColumn("sla_breached", when(col("policy").isNotNull(), late))
        .drop("policies", "policy");
  }

  private static Dataset<Row> perPriority(Dataset<Row> policies) {
    Column promise = struct("valid_from", "first_response_minutes", "resolution_hours");
    return policies.groupBy(AsOf.DATE, "priority").agg(collect_list(promise).as("policies"));
  }

  private static String[] keys() {
    return new String[] {AsOf.DATE, "priority"};
  }

  /** Solving stops the clock of the response, too: nobody waits for an answer any more. */
  private static Column isAnsweredLate(ZoneId zone) {
    Column answered = col("first_response_minutes").divide(MINUTES_PER_HOUR);
    Column stopped = col("answered").or(col("first_solved_at").isNotNull());
    Column unreadable = col("answered").and(answered.isNull());
    return isLate(
        least(answered, col("resolution_hours")),
        stopped,
        unreadable,
        col("policy.first_response_minutes").divide(MINUTES_PER_HOUR),
        zone);
  }

  private static Column isSolvedLate(ZoneId zone) {
    Column solved = col("first_solved_at").isNotNull();
    Column hours = col("resolution_hours");
    return isLate(hours, solved, solved.and(hours.isNull()), col("policy.resolution_hours"), zone);
  }

  /**
   * What is not promised is not late; a clock that runs on is late once its time has passed;
   * whether one was that stopped at a time that cannot be right stays unknown.
   */
  private static Column isLate(
      Column hours, Column stopped, Column unreadable, Column promised, ZoneId zone) {
    Column endOfDay = to_utc_timestamp(date_add(col(AsOf.DATE), 1).cast("timestamp"), zone.getId());
    Column elapsed =
        unix_micros(endOfDay).minus(unix_micros(col("created_at"))).divide(MICROS_PER_HOUR);
    return when(promised.isNull().or(hours.leq(promised)), false)
        .when(unreadable, lit(null).cast("boolean"))
        .when(hours.isNotNull(), true)
        .when(not(stopped).and(elapsed.gt(promised)), true);
  }
}
