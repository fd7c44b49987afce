package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_distinct;
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
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.cuts.Cuts;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Collections;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Tickets to expect by line, weekday and hour: the mean of that weekday's hour over the last eight
 * weeks. The same rule, four weeks earlier, is scored on the last four weeks beside that of the
 * last known week again.
 */
final class HourlyDemand {
  /** Weeks for which it is expected. */
  static final int AHEAD = 4;

  private static final int LEARNED = 8;
  private static final double Z = 1.959963984540054;

  private HourlyDemand() {}

  /**
   * Each hour of the week of each line: {@code weeks, expected_tickets, tickets_low, tickets_high,
   * last_week_tickets, error, naive_error, interval_held}.
   */
  static Dataset<Row> of(Dataset<Row> tickets, LocalDate day) {
    Dataset<Row> counted = onGrid(perHourOfWeek(withWeek(tickets, day)));
    return withScore(withInterval(withMeans(counted)));
  }

  /** The lines that work on a ticket: which it came to first, and which handles it. */
  static Column lines() {
    Column first = coalesce(col("opened_line"), col("line"), lit(Cuts.UNKNOWN));
    return array_distinct(array_compact(array(first, col("line"))));
  }

  /** Each ticket at every line that works on it; weeks back from the date: 0 is the last one. */
  private static Dataset<Row> withWeek(Dataset<Row> tickets, LocalDate day) {
    Column week = floor(datediff(lit(Date.valueOf(day)), col("created_on")).divide(7));
    return tickets.select(
        explode(lines()).as("line"),
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

  private static Dataset<Row> withMeans(Dataset<Row> hours) {
    return hours
        .withColumn("weeks", least(col("line_weeks"), lit(LEARNED)))
        .withColumn("expected_tickets", total(0).divide(col("weeks")))
        .withColumn("last_week_tickets", col("counts").getItem(0))
        .withColumn("learned_before", total(AHEAD).divide(LEARNED));
  }

  /** Tickets of the eight weeks that end so many weeks before the date. */
  private static Column total(int weeksBack) {
    return sumOver(weeksBack, one -> one);
  }

  private static Column sumOver(int weeksBack, UnaryOperator<Column> figure) {
    return aggregate(
        slice(col("counts"), weeksBack + 1, LEARNED),
        lit(0.0),
        (all, one) -> all.plus(figure.apply(one)));
  }

  private static Dataset<Row> withInterval(Dataset<Row> hours) {
    return hours
        .withColumn("dispersion", dispersion(0, "expected_tickets", col("weeks")))
        .withColumn("dispersion_before", dispersion(AHEAD, "learned_before", lit(LEARNED)))
        .withColumn("tickets_low", bound("expected_tickets", "dispersion", col("weeks"), -1))
        .withColumn("tickets_high", bound("expected_tickets", "dispersion", col("weeks"), 1));
  }

  /**
   * Hours of a line vary alike: so many times as much as tickets that know nothing of each other.
   */
  private static Column dispersion(int weeksBack, String mean, Column weeks) {
    WindowSpec line = Window.partitionBy("line");
    Column squares = sumOver(weeksBack, one -> one.multiply(one));
    Column squared = squares.minus(weeks.multiply(col(mean)).multiply(col(mean)));
    Column variance =
        sum(squared).over(line).divide(greatest(max(weeks).over(line).minus(1), lit(1)));
    Column all = sum(mean).over(line);
    return when(all.gt(0), greatest(variance.divide(all), lit(1.0))).otherwise(lit(1.0));
  }

  /** An hour varies about its mean, and the mean of so many weeks about the true one. */
  private static Column bound(String mean, String dispersion, Column weeks, int sign) {
    Column both = lit(1.0).plus(lit(1.0).divide(weeks));
    Column width = sqrt(col(dispersion).multiply(col(mean)).multiply(both)).multiply(sign * Z);
    Column edge = col(mean).plus(width);
    return greatest(sign < 0 ? floor(edge) : ceil(edge), lit(0)).cast("double");
  }

  /** How far the rule was off in the last four weeks, and how often its interval held. */
  private static Dataset<Row> withScore(Dataset<Row> hours) {
    WindowSpec line = Window.partitionBy("line");
    Column isScored = col("line_weeks").geq(LEARNED + AHEAD);
    Column low = bound("learned_before", "dispersion_before", lit(LEARNED), -1);
    Column high = bound("learned_before", "dispersion_before", lit(LEARNED), 1);
    Column off = lit(0.0);
    Column offNaive = lit(0.0);
    Column held = lit(0.0);
    for (int i = 0; i < AHEAD; i++) {
      Column seen = col("counts").getItem(i);
      off = off.plus(abs(seen.minus(col("learned_before"))));
      offNaive = offNaive.plus(abs(seen.minus(col("counts").getItem(AHEAD))));
      held = held.plus(when(seen.between(low, high), 1.0).otherwise(0.0));
    }
    double hoursScored = AHEAD * 7.0 * 24;
    return hours
        .withColumn("error", when(isScored, sum(off).over(line).divide(hoursScored)))
        .withColumn("naive_error", when(isScored, sum(offNaive).over(line).divide(hoursScored)))
        .withColumn("interval_held", when(isScored, sum(held).over(line).divide(hoursScored)));
  }
}
