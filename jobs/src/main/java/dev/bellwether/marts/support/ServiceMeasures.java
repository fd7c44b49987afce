package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.marts.cuts.Cuts;
import dev.bellwether.marts.cuts.Shares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts, exact percentiles and shares of tickets of a month and group. */
final class ServiceMeasures {
  private static final Column NEW = col("is_new").and(col(TicketGroups.HANDLES));
  private static final Column RECEIVED = col("is_new").and(col(TicketGroups.IS_FIRST));
  private static final Column SOLVED = NEW.and(col("first_solved_on").isNotNull());
  private static final Column RATED = NEW.and(col("csat_score").isNotNull());
  private static final Column MOVED_UP = col("opened_line").lt(col("line"));

  private ServiceMeasures() {}

  /** Whether a ticket was escalated, or moved up a line; unknown unless either says so. */
  static Column escalated() {
    return when(MOVED_UP, true).otherwise(col("escalated"));
  }

  /**
   * Measures of each cut, group and month: replies and escalations of those that came to the group
   * first, all else of those that it handles.
   *
   * @param tickets in their groups ({@link TicketGroups}), once for every month in which they are
   *     new or open, with {@code is_new}, {@code is_open} and {@code has_users}
   */
  static Dataset<Row> perMonth(Dataset<Row> tickets) {
    List<Column> measures = new ArrayList<>();
    counts(measures);
    times(measures);
    Column age = datediff(col("month"), col("created_on"));
    Column isOpen = col("is_open").and(col(TicketGroups.HANDLES));
    measures.add(count_if(isOpen).as("backlog"));
    measures.add(percentile(when(isOpen, age), lit(0.5)).as("backlog_age_days_median"));
    Dataset<Row> grouped =
        tickets
            .groupBy(Cuts.CUT, Cuts.VALUE, "month")
            .agg(measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new));
    return grouped.withColumns(shares());
  }

  private static void counts(List<Column> measures) {
    measures.add(count_if(NEW).as("requests"));
    measures.add(count_if(RECEIVED).as("requests_received"));
    measures.add(count_if(col("is_new")).as("requests_worked_on"));
    measures.add(count_if(NEW.and(col("has_users"))).as("requests_with_users"));
    measures.add(countDistinct(when(NEW, col("account_id"))).as("accounts"));
    measures.add(count(when(RECEIVED, col("answered"))).as("answered_decided"));
    measures.add(count_if(RECEIVED.and(col("answered"))).as("answered"));
    measures.add(count(when(NEW, col("one_touch"))).as("one_touch_decided"));
    measures.add(count_if(NEW.and(col("one_touch"))).as("one_touch"));
    measures.add(count_if(SOLVED).as("ever_solved"));
    measures.add(count(when(SOLVED, col("reopened"))).as("reopened_decided"));
    measures.add(count_if(SOLVED.and(col("reopened"))).as("reopened"));
    measures.add(sum(when(NEW, col("reopen_count"))).as("reopenings"));
    counted(measures, "assignment_count", "assignments");
    counted(measures, "agent_count", "agents");
    counted(measures, "touch_count", "touches");
    measures.add(count(when(RECEIVED, escalated())).as("escalated_decided"));
    measures.add(count_if(RECEIVED.and(escalated())).as("escalated"));
    Column isBroken = TicketGroups.isBroken(col(TicketGroups.HANDLES), col(TicketGroups.IS_FIRST));
    decided(measures, col("is_new"), isBroken, "sla");
    decided(measures, RECEIVED, col("sla_response_breached"), "sla_response");
    decided(measures, NEW, col("sla_resolution_breached"), "sla_resolution");
    measures.add(count_if(RATED).as("csat_answers"));
    measures.add(sum(when(RATED, col("csat_score"))).as("csat_sum"));
    measures.add(count_if(RATED.and(col("csat_score").geq(4))).as("satisfied"));
    measures.add(count_if(NEW.and(col("out_of_hours"))).as("out_of_hours"));
  }

  private static void decided(
      List<Column> measures, Column whose, Column breached, String promise) {
    measures.add(count(when(whose, breached)).as(promise + "_decided"));
    measures.add(count_if(whose.and(breached)).as(promise + "_broken"));
  }

  private static void counted(List<Column> measures, String count, String name) {
    measures.add(sum(when(NEW, col(count))).as(name));
    measures.add(count(when(NEW, col(count))).as(name + "_counted"));
  }

  private static void times(List<Column> measures) {
    timed(measures, RECEIVED, "first_response_minutes", "responses_timed");
    timed(measures, NEW, "resolution_hours", "resolutions_timed");
    timed(measures, NEW, "full_resolution_hours", "full_resolutions_timed");
    percentiles(measures, RECEIVED, "first_response_business_minutes");
    percentiles(measures, NEW, "resolution_business_hours");
    percentiles(measures, NEW, "full_resolution_business_hours");
  }

  private static void timed(List<Column> measures, Column whose, String time, String n) {
    measures.add(count(when(whose, col(time))).as(n));
    measures.add(sum(when(whose, col(time))).as(time + "_sum"));
    percentiles(measures, whose, time);
  }

  private static void percentiles(List<Column> measures, Column whose, String time) {
    Column value = when(whose, col(time).cast("double"));
    measures.add(percentile(value, array(lit(0.5), lit(0.9))).as(time));
  }

  private static Map<String, Column> shares() {
    Map<String, Column> shares = new LinkedHashMap<>();
    for (String time :
        List.of(
            "first_response_minutes",
            "first_response_business_minutes",
            "resolution_hours",
            "resolution_business_hours",
            "full_resolution_hours",
            "full_resolution_business_hours")) {
      shares.put(time + "_median", col(time).getItem(0));
      shares.put(time + "_p90", col(time).getItem(1));
    }
    shares.put(
        "first_response_minutes_mean", Shares.of("first_response_minutes_sum", "responses_timed"));
    shares.put("resolution_hours_mean", Shares.of("resolution_hours_sum", "resolutions_timed"));
    shares.put(
        "full_resolution_hours_mean",
        Shares.of("full_resolution_hours_sum", "full_resolutions_timed"));
    shares.put("answered_share", Shares.of("answered", "answered_decided"));
    shares.put("one_touch_share", Shares.of("one_touch", "one_touch_decided"));
    shares.put("reopened_share", Shares.of("reopened", "reopened_decided"));
    for (String count : List.of("assignments", "agents", "touches")) {
      shares.put(count + "_mean", Shares.of(count, count + "_counted"));
    }
    shares.put("escalated_share", Shares.of("escalated", "escalated_decided"));
    for (String promise : List.of("sla", "sla_response", "sla_resolution")) {
      Column broken = Shares.of(promise + "_broken", promise + "_decided");
      shares.put(promise + "_kept_share", lit(1).minus(broken));
    }
    shares.put("csat_mean", Shares.of("csat_sum", "csat_answers"));
    shares.put("csat", Shares.of("satisfied", "csat_answers"));
    shares.put("csi", Shares.of("csat_sum", "csat_answers").minus(1).multiply(25));
    shares.put("csat_response_rate", Shares.of("csat_answers", "ever_solved"));
    shares.put("out_of_hours_share", Shares.of("out_of_hours", "requests"));
    return shares;
  }
}
