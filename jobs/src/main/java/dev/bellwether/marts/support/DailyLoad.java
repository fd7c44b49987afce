package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.cuts.Cuts;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Days on which more came in than could be done. */
final class DailyLoad {
  private static final int PACE_DAYS = 28;

  private DailyLoad() {}

  /**
   * The load of each cut, group and month: {@code busiest_day_requests}, {@code capacity_per_day}
   * (of the providers of the month's tickets; null when that of one is unknown), {@code
   * overload_days}.
   *
   * @param tickets each once in every cut
   * @param backlogDays days of work, at the pace of the last 28 days, beyond which a backlog is an
   *     overload
   */
  static Dataset<Row> perMonth(Dataset<Row> tickets, int backlogDays) {
    Dataset<Row> days = withBacklog(perDay(tickets));
    Column overrun = coalesce(col("arrivals").gt(col("capacity_per_day")), lit(false));
    Column pace = col("solved_lately").divide(PACE_DAYS);
    Column behind = col("has_pace").and(col("backlog").gt(pace.multiply(backlogDays)));
    return days.groupBy(Cuts.CUT, Cuts.VALUE, "month")
        .agg(
            max("arrivals").as("busiest_day_requests"),
            max("capacity_per_day").as("capacity_per_day"),
            count_if(overrun.or(behind)).as("overload_days"));
  }

  /** Arrivals and solutions of each day that has any. */
  private static Dataset<Row> perDay(Dataset<Row> tickets) {
    Column moves =
        array(
            struct(col("created_on").as("day"), lit(1).as("arrives")),
            struct(col("last_solved_on").as("day"), lit(0).as("arrives")));
    Dataset<Row> providers = perProviderMonth(tickets);
    return tickets
        .withColumn("move", explode(moves))
        .where(col("move.day").isNotNull())
        .groupBy(col(Cuts.CUT), col(Cuts.VALUE), col("move.day").as("day"))
        .agg(
            count_if(col("move.arrives").equalTo(1)).as("arrivals"),
            count_if(col("move.arrives").equalTo(0)).as("solved"))
        .withColumn("month", last_day(col("day")))
        .join(providers, new String[] {Cuts.CUT, Cuts.VALUE, "month"}, "left");
  }

  /** What the providers of a month's tickets can take in together. */
  private static Dataset<Row> perProviderMonth(Dataset<Row> tickets) {
    Column known = when(count(lit(1)).equalTo(count(col("per_day"))), sum("per_day"));
    return tickets
        .groupBy(
            col(Cuts.CUT),
            col(Cuts.VALUE),
            last_day(col("created_on")).as("month"),
            coalesce(col("provider_id"), lit("")).as("provider"))
        .agg(max("tickets_per_day").as("per_day"))
        .groupBy(Cuts.CUT, Cuts.VALUE, "month")
        .agg(known.as("capacity_per_day"));
  }

  private static Dataset<Row> withBacklog(Dataset<Row> days) {
    WindowSpec group = Window.partitionBy(Cuts.CUT, Cuts.VALUE).orderBy(unix_date(col("day")));
    WindowSpec sofar = group.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column first = min(unix_date(col("day"))).over(sofar);
    return days.withColumn("has_pace", unix_date(col("day")).minus(first).geq(PACE_DAYS))
        .withColumn("backlog", sum(col("arrivals").minus(col("solved"))).over(sofar))
        .withColumn(
            "solved_lately",
            sum("solved").over(group.rangeBetween(1 - PACE_DAYS, Window.currentRow())));
  }
}
