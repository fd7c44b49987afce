package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.BusinessDay;
import java.sql.Date;
import java.time.LocalDate;
import java.time.ZoneId;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How long customers waited for a first reply, those who have had none among them: leaving them out
 * would make whoever does not answer look quick.
 */
final class FirstReplies {
  /** Up to so long a wait an answer is soon, and a ticket without one is undecided. */
  static final double SOON_MINUTES = 120;

  private static final double MICROS_PER_MINUTE = 60e6;

  private FirstReplies() {}

  /**
   * Adds {@code waited_minutes}: until the first reply, or the first solution without one, or so
   * far, until the end of a day; null within the first two hours of a ticket that is open without a
   * reply, when the time is unknown, and where the source tells of no replies.
   *
   * @param zone the business time zone
   */
  static Dataset<Row> withWaits(Dataset<Row> tickets, LocalDate day, ZoneId zone) {
    Column end = unix_micros(BusinessDay.endOf(lit(Date.valueOf(day)), zone));
    Column soFar = end.minus(unix_micros(col("created_at"))).divide(MICROS_PER_MINUTE);
    Column waited =
        when(col("answered"), col("first_response_minutes").cast("double"))
            .when(isSolved(), col("resolution_hours").cast("double").multiply(60))
            .when(soFar.gt(SOON_MINUTES), soFar);
    return tickets.withColumn("waited_minutes", when(col("answered").isNotNull(), waited));
  }

  /** Whether somebody replied; null while it may still come soon. */
  static Column answered() {
    Column isDecided = isSolved().or(col("waited_minutes").isNotNull());
    return when(col("answered"), true).when(col("answered").isNotNull().and(isDecided), false);
  }

  /** Whether somebody replied, or solved it, within two hours; null as the wait is. */
  static Column answeredSoon() {
    return col("waited_minutes").leq(SOON_MINUTES);
  }

  private static Column isSolved() {
    return col("first_solved_on").isNotNull();
  }
}
