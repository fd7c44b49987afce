package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;

/** What a measure says, in people's words: "active users down 45 %". */
final class ReasonText {
  private ReasonText() {}

  /**
   * The text of a row of account_health_measure.
   *
   * @param features the features that scorecards read
   */
  static Column of(List<String> features) {
    Column text = when(lit(false), "");
    for (String feature : features) {
      text = text.when(col("feature").equalTo(feature), of(feature));
    }
    // the measure of a scorecard of another time, which a frozen account still stands on
    return text.otherwise(other());
  }

  private static Column of(String feature) {
    if (feature.endsWith("_change") || feature.startsWith("mrr_change")) {
      return change(subject(feature));
    }
    return switch (feature) {
      case "seat_utilisation" -> concat(percent(), lit(" of seats in use"));
      case "days_since_last_event" -> counted("no use for ", " day", "");
      case "features_used_28d" -> counted("", " feature", " in use");
      case "error_rate_28d" -> concat(percent(), lit(" of events with errors"));
      case "csat_90d" -> concat(percent(), lit(" of ticket ratings good"));
      case "open_escalations" -> counted("", " open escalation", "");
      case "open_tickets" -> counted("", " open ticket", "");
      case "oldest_open_ticket_days" -> counted("a ticket open for ", " day", "");
      case "resolution_hours_90d" -> counted("tickets solved after ", " hour", "");
      case "first_response_minutes_90d" -> counted("first reply after ", " minute", "");
      case "reopened_rate_90d" -> concat(percent(), lit(" of tickets reopened"));
      case "days_past_due" -> counted("payment ", " day", " past due");
      case "late_rate_90d" -> concat(percent(), lit(" of invoices late"));
      case "failed_payments_90d" -> counted("", " failed payment", "");
      case "nps_mean" -> format_string("would recommend: %.1f of 10", col("raw_value"));
      case "sla_breach_rate_90d" -> concat(percent(), lit(" of promised times missed"));
      case "features_dropped_share_28d" -> concat(percent(), lit(" of features dropped"));
      case "days_without_sponsor" -> counted("no sponsor for ", " day", "");
      case "csm_rating_points" -> rating();
      default -> other();
    };
  }

  private static String subject(String feature) {
    if (feature.startsWith("mrr")) {
      return "recurring revenue";
    }
    return feature.startsWith("active_users") ? "active users" : "activity";
  }

  private static Column change(String subject) {
    Column moved = when(col("raw_value").lt(0), " down ").otherwise(" up ");
    return when(percentNumber().equalTo(0), subject + " unchanged")
        .otherwise(concat(lit(subject), moved, percent()));
  }

  private static Column percent() {
    return concat(percentNumber().cast("string"), lit(" %"));
  }

  private static Column percentNumber() {
    return round(abs(col("raw_value")).multiply(100)).cast("bigint");
  }

  private static Column counted(String before, String thing, String after) {
    Column number = round(col("raw_value")).cast("bigint");
    Column plural = when(number.equalTo(1), "").otherwise("s");
    return concat(lit(before), number.cast("string"), lit(thing), plural, lit(after));
  }

  private static Column rating() {
    return when(col("raw_value").leq(0), "rated red by its CSM")
        .when(col("raw_value").lt(100), "rated yellow by its CSM")
        .otherwise("rated green by its CSM");
  }

  private static Column other() {
    return concat(translate(col("measure"), "_", " "), format_string(": %.2f", col("raw_value")));
  }
}
