package dev.bellwether.marts.churn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What drives churn, in people's words: groups of features that say much the same. */
enum Driver {
  ACTIVE_USERS(
      true,
      "active_users_7d",
      "active_users_28d",
      "active_users_90d",
      "active_users_7d_change",
      "active_users_28d_change",
      "active_users_28d_change_net",
      "active_users_90d_change",
      "stickiness_28d",
      "seat_utilisation"),
  ACTIVITY(
      true,
      "events_28d",
      "events_28d_change",
      "events_per_active_day_28d",
      "days_since_last_event"),
  BREADTH_OF_USE(true, "features_used_28d", "features_dropped_share_28d"),
  ERRORS(true, "error_rate_28d"),
  TICKETS(
      true,
      "tickets_28d",
      "tickets_90d",
      "tickets_per_active_user_28d",
      "open_tickets",
      "open_escalations",
      "oldest_open_ticket_days"),
  SUPPORT_SERVICE(
      true,
      "first_response_minutes_90d",
      "first_response_answered_share_90d",
      "resolution_hours_90d",
      "reopened_rate_90d",
      "sla_breach_rate_90d",
      "csat_90d"),
  PAYMENTS(true, "days_past_due", "late_rate_90d", "failed_payments_90d"),
  REVENUE(true, "mrr_change_90d", "contraction_90d"),
  SURVEYS(
      true, "nps_mean", "nps_change", "survey_response_rate_365d", "days_since_last_survey_answer"),
  RELATIONSHIP(true, "csm_rating_points", "days_since_last_touch", "days_without_sponsor"),
  CALENDAR(
      false,
      "days_to_renewal",
      "period",
      "renewals_in_period",
      "decisions_in_period",
      "renewals_before_period"),
  TENURE(false, "account_age_days"),
  PLAN_AND_SIZE(false, "segment", "plan", "term_months", "auto_renew", "seats", "mrr");

  private static final Map<String, Driver> OF_FEATURE =
      Arrays.stream(values())
          .flatMap(driver -> driver.features.stream().map(name -> Map.entry(name, driver)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final boolean actionable;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes none that changes
  private final List<String> features;

  Driver(boolean actionable, String... features) {
    this.actionable = actionable;
    this.features = List.of(features);
  }

  /** The driver that a feature belongs to. */
  static Driver of(String feature) {
    Driver driver = OF_FEATURE.get(feature);
    if (driver == null) {
      throw new IllegalStateException("no driver has the feature " + feature);
    }
    return driver;
  }

  /** Its name in tables. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a customer success manager can act on it; nobody can on the calendar. */
  boolean isActionable() {
    return actionable;
  }
}
