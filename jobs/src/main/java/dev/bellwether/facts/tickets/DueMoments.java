package dev.bellwether.facts.tickets;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.BusinessDay;
import java.time.ZoneId;
import org.apache.spark.sql.Column;

/**
 * Promises that a desk tells by the moment at which a ticket's answer or solution is due. One that
 * is due before it was created is an error of the data: it tells nothing.
 */
record DueMoments(ZoneId zone) {

  /** Whether a moment is told by which the first response is due. */
  static Column isResponseDue() {
    return sinceCreation("response_due_at").isNotNull();
  }

  /** Whether a moment is told by which the resolution is due. */
  static Column isResolutionDue() {
    return sinceCreation("resolution_due_at").isNotNull();
  }

  /** Solving stops the clock of the response, too. */
  Column isResponseLate() {
    Column stopped = least(sinceCreation("first_response_at"), sinceCreation("first_solved_at"));
    return isLate(
        sinceCreation("response_due_at"),
        stopped,
        isUnreadable("first_response_at")
            .or(stopped.isNull().and(isUnreadable("first_solved_at"))));
  }

  Column isResolutionLate() {
    return isLate(
        sinceCreation("resolution_due_at"),
        sinceCreation("first_solved_at"),
        isUnreadable("first_solved_at"));
  }

  /** Null without a due moment, while it is to come, and when it is unknown what stopped it. */
  private Column isLate(Column due, Column stopped, Column unreadable) {
    Column endOfDay = BusinessDay.endOf(col(AsOf.DATE), zone);
    return when(due.isNull(), lit(null).cast("boolean"))
        .when(stopped.leq(due), false)
        .when(unreadable, lit(null).cast("boolean"))
        .when(stopped.isNotNull().or(endOfDay.gt(due)), true);
  }

  private static Column sinceCreation(String moment) {
    return when(col(moment).geq(col("created_at")), col(moment));
  }

  private static Column isUnreadable(String moment) {
    return col(moment).lt(col("created_at"));
  }
}
