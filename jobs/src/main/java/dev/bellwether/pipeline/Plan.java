package dev.bellwether.pipeline;

import dev.bellwether.facts.activity.AccountActivityDaily;
import dev.bellwether.facts.activity.UserActivityDaily;
import dev.bellwether.facts.billing.AccountMrrMonthly;
import dev.bellwether.facts.billing.InvoiceFacts;
import dev.bellwether.facts.tickets.SupportTickets;
import dev.bellwether.facts.tickets.TicketFacts;
import dev.bellwether.features.AccountFeatures;
import dev.bellwether.marts.accounts.AccountDimension;
import dev.bellwether.marts.churn.ChurnExplanation;
import dev.bellwether.marts.churn.ChurnLabel;
import dev.bellwether.marts.churn.ChurnModel;
import dev.bellwether.marts.churn.ChurnPrediction;
import dev.bellwether.marts.health.AccountHealth;
import dev.bellwether.marts.health.ScorecardInForce;
import dev.bellwether.marts.renewals.RenewalForecast;
import dev.bellwether.marts.renewals.RenewalOutcome;
import dev.bellwether.marts.renewals.RenewalRisk;
import dev.bellwether.marts.retention.RetentionMonthly;
import dev.bellwether.marts.support.SupportCostMonthly;
import dev.bellwether.marts.support.SupportModelComparison;
import dev.bellwether.marts.support.SupportModelFit;
import dev.bellwether.marts.support.SupportPerformanceMonthly;
import dev.bellwether.marts.support.SupportStaffing;
import dev.bellwether.marts.trackrecord.PredictionOutcome;
import dev.bellwether.marts.trackrecord.TrackRecord;
import dev.bellwether.platform.step.Step;
import java.util.List;

/** The steps of a run, in the order in which data flows: the pipeline's table of contents. */
public final class Plan {
  public static final List<Step> STEPS =
      List.of(
          new UserActivityDaily(),
          new AccountActivityDaily(),
          new TicketFacts(),
          new InvoiceFacts(),
          new AccountMrrMonthly(),
          new AccountFeatures(),
          new AccountDimension(),
          new ScorecardInForce(),
          new AccountHealth(),
          new ChurnLabel(),
          new ChurnModel(),
          new ChurnPrediction(),
          new ChurnExplanation(),
          new PredictionOutcome(),
          new TrackRecord(),
          new RenewalOutcome(),
          new RenewalRisk(),
          new RenewalForecast(),
          new RetentionMonthly(),
          new SupportTickets(),
          new SupportPerformanceMonthly(),
          new SupportCostMonthly(),
          new SupportModelComparison(),
          new SupportModelFit(),
          new SupportStaffing());

  private Plan() {}

  /** How many steps read a table. */
  static long readers(String table) {
    return STEPS.stream().filter(step -> step.tables().allReads().anyMatch(table::equals)).count();
  }
}
