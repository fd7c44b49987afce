package dev.bellwether.pipeline;

import dev.bellwether.activity.AccountActivityDaily;
import dev.bellwether.activity.UserActivityDaily;
import dev.bellwether.billing.AccountMrrMonthly;
import dev.bellwether.billing.InvoiceFacts;
import dev.bellwether.churn.ChurnExplanation;
import dev.bellwether.churn.ChurnLabel;
import dev.bellwether.churn.ChurnModel;
import dev.bellwether.churn.ChurnPrediction;
import dev.bellwether.features.AccountFeatures;
import dev.bellwether.health.AccountHealth;
import dev.bellwether.health.ScorecardInForce;
import dev.bellwether.renewals.RenewalOutcome;
import dev.bellwether.renewals.RenewalRisk;
import dev.bellwether.step.Step;
import dev.bellwether.tickets.TicketFacts;
import dev.bellwether.trackrecord.PredictionOutcome;
import dev.bellwether.trackrecord.TrackRecord;
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
          new ScorecardInForce(),
          new AccountHealth(),
          new ChurnLabel(),
          new ChurnModel(),
          new ChurnPrediction(),
          new ChurnExplanation(),
          new PredictionOutcome(),
          new TrackRecord(),
          new RenewalOutcome(),
          new RenewalRisk());

  private Plan() {}

  /** How many steps read a table. */
  static long readers(String table) {
    return STEPS.stream()
        .filter(step -> step.inputs().contains(table) || step.optionalInputs().contains(table))
        .count();
  }
}
