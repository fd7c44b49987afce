package dev.bellwether.simulator;

import java.io.IOException;
import java.util.Map;

/** First lines of the files. */
final class Headers {

  static final String WARTS = "warts.csv";

  private static final Map<String, String> RAW =
      Map.ofEntries(
          Map.entry(
              BillingEmitter.ACCOUNTS,
              "account_id,account_name,segment,industry,country,created_on,parent_account_id,csm,"
                  + "plan"),
          Map.entry(
              BillingEmitter.SUBSCRIPTIONS,
              "subscription_id;account_id;start_date;end_date;renewal_date;term_months;auto_renew;"
                  + "notice_period_days;notice_on;notice_withdrawn_on;plan;seats;mrr;currency;"
                  + "is_trial"),
          Map.entry(
              BillingEmitter.INVOICES,
              "invoice_id,account_id,issued_on,due_on,amount,currency,paid_on,voided_on,"
                  + "payment_failed_on"),
          Map.entry(TicketEmitter.FILE, ""),
          Map.entry(RelationshipEmitter.SURVEYS, ""),
          Map.entry(
              RelationshipEmitter.ASSESSMENTS, "assessment_id,account_id,assessed_on,csm,rating"),
          Map.entry(
              RelationshipEmitter.TOUCHPOINTS, "touchpoint_id,account_id,happened_on,csm,kind"),
          Map.entry(ContactEmitter.FILE, "contact_id,account_id,role,since,left_on"),
          Map.entry(CompanyTables.RATES, "rate_date,from_currency,to_currency,rate"),
          Map.entry(
              CompanyTables.PROVIDERS,
              "provider_id,name,model,tenancy,location,line,tickets_per_day,valid_from"),
          Map.entry(CompanyTables.INCIDENTS, "incident_id,provider_id,occurred_on,severity"),
          Map.entry(
              CompanyTables.SLA_POLICIES,
              "policy_id,priority,first_response_minutes,resolution_hours,valid_from"),
          Map.entry(
              CompanyTables.COSTS, "provider_id,month,category,amount,currency,hidden_cost,hours"));

  private static final Map<String, String> TRUTH =
      Map.of(
          WARTS,
          "table_name,wart,rows",
          TruthRecorder.STATES,
          "week_start,account_id,value,sponsor,friction,budget,macro,incident,touched,outsourced,"
              + "probability_at_decision",
          TruthRecorder.ODDS,
          "as_of_date,account_id,segment,mrr,currency,decided,probability_30d,probability_90d,"
              + "probability_180d,next_decision_date,probability_next_decision,"
              + "left_at_next_decision",
          TruthRecorder.OUTCOMES,
          "as_of_date,account_id,outsourced,probability_as_is,probability_touched,"
              + "probability_in_house,probability_outsourced,churned_as_is,churned_touched,"
              + "churned_in_house,churned_outsourced",
          TruthRecorder.CHURNS,
          "account_id,segment,decided_on,churned_on,notice_on,returned_on");

  private Headers() {}

  static String raw(SimulatorOptions options, String file) {
    boolean usage = file.startsWith(UsageFiles.FOLDER);
    return usage ? UsageFiles.header(options, file) : RAW.get(file);
  }

  static String truth(String file) {
    return TRUTH.get(file);
  }

  /** Starts the files that are rewritten whole, so that they exist even empty. */
  static void startSnapshots(OrderedFiles raw) throws IOException {
    for (String file : RAW.keySet()) {
      raw.stream(file);
    }
  }
}
