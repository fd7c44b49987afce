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

  /** Cuts whose groups have hands of their own; the others share theirs. */
  private static final Column HAS_CAPACITY =
      col(Cuts.CUT).isin(Cuts.ALL, "provider", "model", "tenancy", "location");

  private DailyLoad() {}

  /**
   * The load of each cut, group and month: {@code busiest_day_requests}, {@code capacity_per_day}
   * (of the providers of the month's tickets that state one; null when none does, and where others
   * share it), {@code overload_days} (null when no day tells whether it is one).
   *
   * @param tickets in their groups ({@link TicketGroups}): what comes in is work for whom it came
   *     to first, too, and only who handles it has to solve it
   * @param backlogDays days of work, at the pace of the last 28 days, beyond which a backlog is an
   *     overload
   */
  static Dataset<Row> perMonth(Dataset<Row> tickets, int backlogDays) {
    Dataset<Row> days = withBacklog(perDay(withWorker(tickets)));
    Column overrun = col("arrivals_limited").gt(col("capacity_per_day"));
    Column pace = col("solved_lately").divide(PACE_DAYS);
    Column behind = when(col("has_pace"), col("backlog").gt(pace.multiply(backlogDays)));
    Column isOverload = coalesce(overrun, behind).or(coalesce(behind, overrun));
    return days.groupBy(Cuts.CUT, Cuts.VALUE, "month")
        .agg(
            max("arrivals").as("busiest_day_requests"),
            max("capacity_per_day").as("capacity_per_day"),
            when(count(isOverload).gt(0), count_if(isOverload)).as("overload_days"));
  }

  /** The provider of each group's part in a ticket, and what it can take in. */
  private static Dataset<Row> withWorker(Dataset<Row> tickets) {
    Column handles = col(TicketGroups.HANDLES);
    return tickets
        .withColumn(
            "worker", when(handles, col("provider_id")).otherwise(col("opened_provider_id")))
        .withColumn(
            "worker_per_day",
            when(handles, col("tickets_per_day")).otherwise(col("opened_tickets_per_day")));
  }

  /** Arrivals, solutions and what is open more of each day that has any. */
  private static Dataset<Row> perDay(Dataset<Row> tickets) {
    Column handles = col(TicketGroups.HANDLES);
    Column isReopened = col("reopened_on").gt(col("first_solved_on"));
    Column moves =
        array(
            move(col("created_on"), true, when(handles, 1).otherwise(0)),
            move(when(handles.and(isReopened), col("first_solved_on")), false, lit(-1)),
            move(when(handles.and(isReopened), col("reopened_on")), false, lit(1)),
            move(when(handles, col("last_solved_on")), false, lit(-1)));
    Column arrives = col("move.arrives");
    Dataset<Row> providers = perProviderMonth(tickets);
    return tickets
        .withColumn("move", explode(moves))
        .where(col("move.day").isNotNull())
        .groupBy(col(Cuts.CUT), col(Cuts.VALUE), col("move.day").as("day"))
        .agg(
            count_if(arrives).as("arrivals"),
            count_if(arrives.and(col("worker_per_day").isNotNull())).as("arrivals_limited"),
            count_if(col("move.open").lt(0)).as("solved"),
            sum("move.open").as("more_open"))
        .withColumn("month", last_day(col("day")))
        .join(providers, new String[] {Cuts.CUT, Cuts.VALUE, "month"}, "left");
  }

  private static Column move(Column day, boolean arrives, Column open) {
    return struct(day.as("day"), lit(arrives).as("arrives"), open.as("open"));
  }

  /** What the providers of a month's tickets can take in together, as far as they state it. */
  private static Dataset<Row> perProviderMonth(Dataset<Row> tickets) {
    return tickets
        .where(HAS_CAPACITY)
        .groupBy(
            col(Cuts.CUT), col(Cuts.VALUE), last_day(col("created_on")).as("month"), col("worker"))
        .agg(max("worker_per_day").as("per_day"))
        .groupBy(Cuts.CUT, Cuts.VALUE, "month")
        .agg(sum("per_day").as("capacity_per_day"));
  }

  private static Dataset<Row> withBacklog(Dataset<Row> days) {
    WindowSpec group = Window.partitionBy(Cuts.CUT, Cuts.VALUE).orderBy(unix_date(col("day")));
    WindowSpec sofar = group.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column first = min(unix_date(col("day"))).over(sofar);
    return days.withColumn("has_pace", unix_date(col("day")).minus(first).geq(PACE_DAYS))
        .withColumn("backlog", sum("more_open").over(sofar))
        .withColumn(
            "solved_lately",
            sum("solved").over(group.rangeBetween(1 - PACE_DAYS, Window.currentRow())));
  }
}
