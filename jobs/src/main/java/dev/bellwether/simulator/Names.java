package dev.bellwether.simulator;

/** Invented names. */
final class Names {

  /** What the product can do; the first are the ones that most users know. */
  static final String[] FEATURES = {
    "dashboard",
    "search",
    "reports",
    "records",
    "comments",
    "tasks",
    "export_csv",
    "notifications",
    "filters",
    "calendar",
    "templates",
    "attachments",
    "sharing",
    "saved_views",
    "mobile_app",
    "bulk_edit",
    "automation",
    "approvals",
    "forms",
    "integrations",
    "webhooks",
    "audit_log",
    "roles",
    "custom_fields",
    "forecasting",
    "sso",
    "api_keys",
    "sandbox",
    "assistant",
    "benchmarks"
  };

  private static final String[] FIRST = {
    "Amber",
    "Birch",
    "Cobalt",
    "Delta",
    "Ember",
    "Falcon",
    "Granite",
    "Harbor",
    "Iris",
    "Juniper",
    "Keystone",
    "Lumen",
    "Meadow",
    "Nimbus",
    "Orchard",
    "Pioneer",
    "Quarry",
    "River",
    "Summit",
    "Timber",
    "Umber",
    "Vista",
    "Willow",
    "Yonder",
    "Zephyr"
  };
  private static final String[] SECOND = {
    "Logistics",
    "Foods",
    "Dental",
    "Software",
    "Legal",
    "Media",
    "Clinics",
    "Energy",
    "Textiles",
    "Robotics",
    "Travel",
    "Academy",
    "Insurance",
    "Printing",
    "Motors",
    "Optics",
    "Pharma"
  };
  private static final String[] INDUSTRIES = {
    "Manufacturing", "Retail", "Healthcare", "Finance", "Education", "Software", "Logistics"
  };
  private static final String[] CSMS = {
    "Ana Ruiz",
    "Ben Okafor",
    "Chloe Martin",
    "Dev Patel",
    "Eva Lindt",
    "Femi Ade",
    "Grace Kim",
    "Hugo Weiss"
  };

  private Names() {}

  static String company(Draws draws, int number) {
    return draws.pick(FIRST) + " " + draws.pick(SECOND) + " " + number;
  }

  static String industry(Draws draws) {
    return draws.pick(INDUSTRIES);
  }

  static String csm(Draws draws) {
    return draws.pick(CSMS);
  }
}
