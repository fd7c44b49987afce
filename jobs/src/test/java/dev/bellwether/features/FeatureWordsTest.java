package dev.bellwether.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureWordsTest {
  private static FeatureWords words(String feature) {
    return FeatureCatalogue.ofAccounts().words(feature, "old_measure");
  }

  @ParameterizedTest
  @CsvSource({
    "open_escalations, 1, 0, one escalation closed",
    "open_escalations, 0, 12, 12 escalations opened",
    "open_tickets, 3, 12, nine tickets opened",
    "failed_payments_90d, 1, 3, two failed payments more",
    "days_past_due, 0, 12, payment 12 days past due",
    "days_past_due, 12, 40, payment 12 → 40 days past due",
    "days_past_due, 12, 0, invoice paid",
    "days_without_sponsor, 0, 1, sponsor left",
    "days_without_sponsor, 1, 29, no sponsor for 1 → 29 days",
    "days_without_sponsor, 29, 0, a sponsor again",
    "csm_rating_points, 0, 100, CSM's rating red → green",
    "active_users_28d_change, 0.05, -0.45, active users change fell +5 % → -45 %",
    "mrr_change_90d, 0, 0.1, recurring revenue change rose +0 % → +10 %",
    "late_rate_90d, 0.5, 0.25, late payments fell 50 % → 25 %",
    "seat_utilisation, 0.48, 0.57, seat utilisation rose 48 % → 57 %",
    "seat_utilisation, 0.571, 0.574, seat utilisation rose slightly",
    "days_since_last_event, 2, 9, no use for 2 → 9 days",
    "oldest_open_ticket_days, 2, 1, oldest open ticket fell 2 → 1 day",
    "resolution_hours_90d, 20.4, 30, resolution time rose 20 → 30 hours",
    "first_response_minutes_90d, 9, 8, first response time fell 9 → 8 minutes",
    "nps_mean, 7.25, 8, recommendation rose 7.3 → 8",
    "notice_in_force, 0, 1, notice in force rose no → yes",
    "long_gone, 2, 3.5, old measure rose 2 → 3.5"
  })
  void aMoveIsToldInItsUnit(String feature, double from, double to, String expected) {
    assertThat(words(feature).move(from, to)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "active_users_28d_change, -0.45, active users down 45 %",
    "active_users_28d_change, 0.05, active users up 5 %",
    "events_28d_change, -0.004, activity unchanged",
    "mrr_change_90d, -0.3, recurring revenue down 30 %",
    "nps_change, -1.5, recommendation down 1.5 within a year",
    "nps_change, 0.01, recommendation unchanged within a year",
    "seat_utilisation, 0.57, 57 % of seats in use",
    "days_since_last_event, 1, no use for 1 day",
    "days_since_last_event, 14, no use for 14 days",
    "features_used_28d, 1, 1 feature in use",
    "features_used_28d, 3, 3 features in use",
    "error_rate_28d, 0.125, 13 % of events with errors",
    "csat_90d, 0.8, 80 % of ticket ratings good",
    "open_escalations, 2, 2 open escalations",
    "oldest_open_ticket_days, 30, a ticket open for 30 days",
    "resolution_hours_90d, 1, tickets solved after 1 hour",
    "first_response_minutes_90d, 90, first reply after 90 minutes",
    "days_past_due, 12, payment 12 days past due",
    "nps_mean, 7, would recommend: 7 of 10",
    "sla_breach_rate_90d, 0.5, 50 % of promised times missed",
    "days_without_sponsor, 1, no sponsor for 1 day",
    "csm_rating_points, 50, rated yellow by its CSM",
    "notice_in_force, 1, notice in force: yes",
    "term_months, 12, a term of 12 months",
    "long_gone, 3.5, old measure: 3.5"
  })
  void aLevelIsToldInItsUnit(String feature, double value, String expected) {
    assertThat(words(feature).level(value)).isEqualTo(expected);
  }

  @Test
  void wordsForZeroComeBeforeThoseForADirection() {
    assertThat(words("open_escalations").move(2, 0)).isEqualTo("two escalations closed");
    assertThat(words("days_past_due").move(0, 0.4)).isEqualTo("payment 0 days past due");
  }
}
