package dev.bellwether.features;

import static dev.bellwether.features.Measures.count;
import static dev.bellwether.features.Measures.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.facts.tickets.TicketFacts;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Features of how support goes for an account. */
final class TicketFeatures {
  /** The least rating, of 1 to 5, of somebody who is satisfied. */
  private static final int LEAST_SATISFIED = 4;

  private final Feed feed;

  private TicketFeatures(Feed feed) {
    this.feed = feed;
  }

  static TicketFeatures of(StepInputs inputs) {
    return new TicketFeatures(Feed.of(inputs, Tables.TICKETS));
  }

  /** The accounts with support features; they carry {@code active_users_28d}. */
  Dataset<Row> with(Dataset<Row> accounts, StepInputs inputs, Dataset<Row> points) {
    Dataset<Row> view = feed.view(inputs, Tables.TICKETS, points);
    Dataset<Row> facts = TicketFacts.of(view, inputs, points);
    return Feed.join(accounts, perAccount(facts), Tables.TICKETS)
        .withColumns(counted())
        .withColumn(
            "tickets_per_active_user_28d", ratio(col("tickets_28d"), col("active_users_28d")));
  }

  private static Dataset<Row> perAccount(Dataset<Row> facts) {
    Column created = Windows.within(col("created_on"), Windows.QUARTER);
    Column solved = Windows.within(col("first_solved_on"), Windows.QUARTER);
    Column rated = Windows.within(col("rated_on"), Windows.QUARTER);
    Column minutes = col("first_response_minutes");
    Column hours = col("resolution_hours");
    Column reopened = col("reopened");
    return facts
        .groupBy(AsOf.DATE, "account_id")
        .agg(
            count_if(Windows.within(col("created_on"), Windows.MONTH)).as("created_28d"),
            count_if(created).as("created_90d"),
            count_if(created.and(col("answered"))).as("answered_90d"),
            count_if(created.and(col("answered").isNotNull())).as("answered_or_not_90d"),
            sum(when(created, minutes)).as("minutes_90d"),
            count_if(created.and(minutes.isNotNull())).as("with_minutes_90d"),
            count_if(solved).as("solved_90d"),
            sum(when(solved, hours)).as("hours_90d"),
            count_if(solved.and(hours.isNotNull())).as("with_hours_90d"),
            count_if(solved.and(reopened)).as("reopened_90d"),
            count_if(solved.and(reopened.isNotNull())).as("reopened_or_not_90d"),
            count_if(created.and(col("sla_breached").isNotNull())).as("promised_90d"),
            count_if(created.and(col("sla_breached"))).as("breached_90d"),
            count_if(rated).as("rated_90d"),
            count_if(rated.and(col("csat_score").geq(LEAST_SATISFIED))).as("satisfied_90d"),
            count_if(col("open")).as("open"),
            count_if(col("open").and(col("escalated"))).as("open_escalated"),
            count_if(col("open").and(col("escalated").isNotNull())).as("open_escalated_or_not"),
            min(when(col("open"), col("created_on"))).as("oldest_open_on"));
  }

  private Map<String, Column> counted() {
    Map<String, Column> features = new LinkedHashMap<>();
    features.put("tickets_28d", when(feed.knows(Windows.MONTH), count("tickets.created_28d")));
    features.put("tickets_90d", inQuarter(count("tickets.created_90d")));
    features.put("first_response_minutes_90d", perTicket("minutes_90d", "with_minutes_90d"));
    features.put(
        "first_response_answered_share_90d", perTicket("answered_90d", "answered_or_not_90d"));
    features.put("resolution_hours_90d", perTicket("hours_90d", "with_hours_90d"));
    features.put("reopened_rate_90d", perTicket("reopened_90d", "reopened_or_not_90d"));
    features.put("sla_breach_rate_90d", perTicket("breached_90d", "promised_90d"));
    features.put("csat_90d", perTicket("satisfied_90d", "rated_90d"));
    Column daysOpen = datediff(col(AsOf.DATE), col("tickets.oldest_open_on"));
    features.put("open_tickets", today(count("tickets.open")));
    features.put("open_escalations", today(openEscalations()));
    features.put("oldest_open_ticket_days", today(coalesce(daysOpen, lit(0))));
    return features;
  }

  /** Unknown where the source tells of no open ticket whether it was escalated. */
  private static Column openEscalations() {
    Column isTold =
        count("tickets.open").equalTo(0).or(count("tickets.open_escalated_or_not").gt(0));
    return when(isTold, count("tickets.open_escalated"));
  }

  /** What does not apply: ratios of no ticket, or of nobody. */
  List<Column> notApplicable() {
    Column noneCreated = col("tickets_90d").equalTo(0);
    Column noneSolved = inQuarter(count("tickets.solved_90d")).equalTo(0);
    Column nobody = col("active_users_28d").equalTo(0).and(col("tickets_28d").isNotNull());
    return List.of(
        Measures.notApplicable("tickets_per_active_user_28d", nobody),
        Measures.notApplicable("first_response_minutes_90d", noneCreated),
        Measures.notApplicable("first_response_answered_share_90d", noneCreated),
        Measures.notApplicable("resolution_hours_90d", noneSolved),
        Measures.notApplicable("reopened_rate_90d", noneSolved),
        Measures.notApplicable("sla_breach_rate_90d", noneCreated),
        Measures.notApplicable("csat_90d", noneSolved.and(col("csat_90d").isNull())));
  }

  private Column perTicket(String part, String whole) {
    return inQuarter(ratio(col("tickets." + part), col("tickets." + whole)));
  }

  private Column inQuarter(Column feature) {
    return when(feed.knows(Windows.QUARTER), feature);
  }

  private Column today(Column feature) {
    return when(feed.knows(1), feature);
  }
}
