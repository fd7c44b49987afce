package dev.bellwether.platform.contract;

/** The names of all tables, each the name of its contract in {@code schemas/}, by layer. */
public final class Tables {
  public static final String ACCOUNTS = "accounts";
  public static final String ACCOUNT_IDENTITIES = "account_identities";
  public static final String CHURN_EVENTS = "churn_events";
  public static final String CONTACTS = "contacts";
  public static final String CSM_ASSESSMENTS = "csm_assessments";
  public static final String EXCHANGE_RATES = "exchange_rates";
  public static final String INVOICES = "invoices";
  public static final String RENEWAL_REVIEWS = "renewal_reviews";
  public static final String SLA_POLICIES = "sla_policies";
  public static final String SUPPORT_COSTS = "support_costs";
  public static final String SUPPORT_PROVIDERS = "support_providers";
  public static final String SECURITY_INCIDENTS = "security_incidents";
  public static final String BUSINESS_HOURS = "business_hours";
  public static final String HOLIDAYS = "holidays";
  public static final String SUBSCRIPTIONS = "subscriptions";
  public static final String SURVEYS = "surveys";
  public static final String TICKETS = "tickets";
  public static final String TOUCHPOINTS = "touchpoints";
  public static final String USAGE_EVENTS = "usage_events";

  public static final String ACCOUNT_ACTIVITY_DAILY = "account_activity_daily";
  public static final String ACCOUNT_MRR_MONTHLY = "account_mrr_monthly";
  public static final String FEATURE_DICTIONARY = "feature_dictionary";
  public static final String INVOICE_FACTS = "invoice_facts";
  public static final String SUPPORT_TICKETS = "support_tickets";
  public static final String TICKET_FACTS = "ticket_facts";
  public static final String USER_ACTIVITY_DAILY = "user_activity_daily";

  public static final String ACCOUNT_FEATURES = "account_features";
  public static final String CHURN_LABEL = "churn_label";

  public static final String ACCOUNT_DIMENSION = "account_dimension";
  public static final String ACCOUNT_HEALTH = "account_health";
  public static final String ACCOUNT_HEALTH_CHANGE = "account_health_change";
  public static final String ACCOUNT_HEALTH_MEASURE = "account_health_measure";
  public static final String CHURN_CALIBRATION = "churn_calibration";
  public static final String CHURN_DRIFT = "churn_drift";
  public static final String CHURN_EVALUATION = "churn_evaluation";
  public static final String CHURN_EXPLANATION = "churn_explanation";
  public static final String CHURN_MODEL = "churn_model";
  public static final String CHURN_PREDICTION = "churn_prediction";
  public static final String CSM_BOOK = "csm_book";
  public static final String NEXT_ACTION = "next_action";
  public static final String PREDICTION_OUTCOME = "prediction_outcome";
  public static final String RENEWAL_CHANGE = "renewal_change";
  public static final String RENEWAL_CHECKPOINT = "renewal_checkpoint";
  public static final String RENEWAL_FORECAST = "renewal_forecast";
  public static final String RENEWAL_OUTCOME = "renewal_outcome";
  public static final String RENEWAL_RISK = "renewal_risk";
  public static final String RETENTION_COHORT = "retention_cohort";
  public static final String RETENTION_MONTHLY = "retention_monthly";
  public static final String SCORECARD_IN_FORCE = "scorecard_in_force";
  public static final String ACCOUNT_COST_TO_SERVE = "account_cost_to_serve";
  public static final String SUPPORT_COST_MONTHLY = "support_cost_monthly";
  public static final String SUPPORT_MODEL_COMPARISON = "support_model_comparison";
  public static final String SUPPORT_MODEL_FIT = "support_model_fit";
  public static final String SUPPORT_MODEL_SCORECARD = "support_model_scorecard";
  public static final String SUPPORT_PERFORMANCE_MONTHLY = "support_performance_monthly";
  public static final String SUPPORT_STAFFING = "support_staffing";
  public static final String TRACK_RECORD = "track_record";

  public static final String ERASURE = "erasure";
  public static final String INPUT_BATCH = "input_batch";
  public static final String INPUT_QUALITY = "input_quality";
  public static final String INPUT_WARNING = "input_warning";
  public static final String PUBLICATION = "publication";
  public static final String PUBLICATION_WITHDRAWAL = "publication_withdrawal";
  public static final String QUARANTINE = "quarantine";
  public static final String RUN = "run";
  public static final String RUN_STEP = "run_step";

  private Tables() {}
}
