package dev.bellwether.simulator;

import java.time.LocalDate;

/** Names and headers of the usage files: one per month of arrival, the last days one each. */
final class UsageFiles {

  static final String FOLDER = "usage/";
  private static final String HEADER =
      "event_id,account_id,user_id,occurred_at,feature,events,duration_s,actor,arrived_on";

  private UsageFiles() {}

  static String name(SimulatorOptions options, LocalDate arrived) {
    String day = arrived.toString();
    boolean daily = !arrived.isBefore(options.dailyFilesFrom());
    return FOLDER + "usage-" + (daily ? day : day.substring(0, 7)) + ".csv.gz";
  }

  /** The third month's export came without the column {@code errors}. */
  static boolean hasErrors(SimulatorOptions options, String file) {
    return !file.equals(withoutErrors(options));
  }

  static String withoutErrors(SimulatorOptions options) {
    String month = options.start().plusMonths(2).toString().substring(0, 7);
    return FOLDER + "usage-" + month + ".csv.gz";
  }

  static String header(SimulatorOptions options, String file) {
    return hasErrors(options, file) ? HEADER + ",errors" : HEADER;
  }
}
