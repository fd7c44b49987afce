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
 * How long customers waited for a first reply and a first solution, those who have had none among
 * them: leaving them out would make whoever does not answer, or solve, look quick.
 */
final class Waits {
  /** Up to so long a wait an answer is soon, and a ticket without one is undecided. */
  static final double SOON_MINUTES = 120;

  /** Up to so long a time to the first solution is soon. */
  static final double SOON_HOURS = 72;

  private static final double MICROS_PER_MINUTE = 60e6;

  private Waits() {}

  /**
   * Adds {@code waited_minutes}: until the first reply, or the first solution without one, or so
   * far, until the end of a day; null within the first two hours of a ticket that is open without a
   * reply, when the time is unknown, and where the source tells of no replies. And {@code
   * worked_hours}: until the first solution, or so far; null within the first three days of a
   * ticket that was never solved, and when the time is unknown.
   *
   * @param zone the business time zone
   */
  static Dataset<Row> withWaits(Dataset<Row> tickets, LocalDate day, ZoneId zone) {
    Column end = unix_micros(BusinessDay.endOf(lit(Date.valueOf(day)), zone));
    Column soFar = end.minus(unix_micros(col("created_at"))).divide(MICROS_PER_MINUTE);
    Column open = soFar.divide(60);
    Column worked =
        when(isSolved(), col("resolution_hours").cast("double")).when(open.gt(SOON_HOURS), open);
    Column waited =
        when(col("answered"), col("first_response_minutes").cast("double"))
            .when(isSolved(), col("resolution_hours").cast("double").multiply(60))
            .when(soFar.gt(SOON_MINUTES), soFar);
    return tickets
        .withColumn("waited_minutes", when(col("answered").isNotNull(), waited))
        .withColumn("worked_hours", worked);
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

  /** Whether it was first solved within three days; null as the hours are. */
  static Column solvedSoon() {
    return col("worked_hours").leq(SOON_HOURS);
  }

  private static Column isSolved() {
    return col("first_solved_on").isNotNull();
  }
}
