package dev.bellwether.platform.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * The effective configuration of a run: validated and immutable.
 *
 * @param home the folder (or URI) that holds warehouse and publications
 * @param timeZone the business time zone, in which days are cut
 * @param currency the reporting currency, as an ISO 4217 code
 * @param churn how churn is labelled and predicted
 * @param renewals which decisions the risk list shows
 * @param retention how retention is valued
 * @param support by which numbers support is judged
 * @param spark how embedded Spark runs
 * @param privacy how people's identities are hidden
 * @param scorecards how health is scored
 * @param log what runs write down
 */
public record Settings(
    String home,
    ZoneId timeZone,
    String currency,
    Churn churn,
    Billing billing,
    Renewals renewals,
    Retention retention,
    Support support,
    Spark spark,
    Privacy privacy,
    Scorecards scorecards,
    Log log) {

  /** The same with other scorecards. */
  public Settings withScorecards(Scorecards others) {
    return new Settings(
        home, timeZone, currency, churn, billing, renewals, retention, support, spark, privacy,
        others, log);
  }

  /** What counts as churn: the end of paid subscriptions, or the source's declared churn events. */
  public enum ChurnLabel {
    SUBSCRIPTIONS,
    DECLARED
  }

  /**
   * How churn is labelled and predicted.
   *
   * @param label what counts as churn
   * @param gapDays days without a paid subscription until a lapse is churn, at least 0
   * @param minimumChurned distinct churned accounts in mature observation points below which no
   *     probability is given, at least 1
   * @param shrinkage how many pseudo accounts at the overall rate each cell is shrunk by, above 0
   * @param modelMinimumChurned distinct churned accounts below which no model is trained
   * @param retrainDays days after which a new model is tried, at least 1
   */
  public record Churn(
      ChurnLabel label,
      int gapDays,
      int minimumChurned,
      double shrinkage,
      int modelMinimumChurned,
      int retrainDays) {}

  /**
   * How payments are judged.
   *
   * @param smallBalance an open balance below it, in the invoices' currency, is not past due
   */
  public record Billing(BigDecimal smallBalance) {}

  /**
   * Which decisions the risk list shows, and how.
   *
   * @param windowDays days ahead within which a decision must fall, at least 1
   * @param urgentDays days ahead within which a decision is urgent, at least 0
   * @param atRiskProbability probability of churn from which on a renewal is at risk whatever its
   *     health, above 0
   * @param parentHealth what the health of a parent is
   * @param accountLink where an account lives in the CRM, with {@code {account_id}} for its id;
   *     empty where nobody said
   * @param playbook what to do about what
   */
  public record Renewals(
      int windowDays,
      int urgentDays,
      double atRiskProbability,
      ParentHealth parentHealth,
      Optional<String> accountLink,
      Playbook playbook) {}

  /** What the health of a parent is, by that of its accounts. */
  public enum ParentHealth {
    /** The worst band among them. */
    WORST,
    /** The band of their score, weighted by ARR. */
    WEIGHTED
  }

  /**
   * How retention is valued.
   *
   * @param grossMargin share of revenue that is left after the cost of serving it, above 0 up to 1
   */
  public record Retention(double grossMargin) {}

  /**
   * By which numbers support is judged.
   *
   * @param sharedTickets tickets a month up to which shared support fits, at least 1
   * @param peakRatio how far the busiest month is above the mean one where support is seasonal
   * @param variation coefficient of variation of monthly tickets above which it is seasonal
   * @param outOfHoursShare share of tickets out of business hours from which it is needed round the
   *     clock, above 0
   * @param backlogDays days of work from which a backlog is an overload, at least 1
   * @param stuckDays days from which on a ticket that is still open is stuck, at least 1
   * @param opensAt the hour at which business hours begin, 0 to 23
   * @param closesAt the hour at which they end, 1 to 24, after they begin
   */
  public record Support(
      int sharedTickets,
      double peakRatio,
      double variation,
      double outOfHoursShare,
      int backlogDays,
      int stuckDays,
      int opensAt,
      int closesAt) {}

  /**
   * How embedded Spark runs; spark-submit's own settings win on a cluster.
   *
   * @param cores cores to use; 0 means all
   * @param shufflePartitions partitions of a shuffle; 0 means by the size of the data
   * @param parallelSteps how many steps of the plan run side by side, at least 1
   * @param ui whether Spark's web interface is served, on this machine alone
   * @param hadoop how stores of files are reached, by Hadoop's own keys, such as {@code
   *     fs.s3a.endpoint}
   */
  public record Spark(
      int cores, int shufflePartitions, int parallelSteps, boolean ui, Map<String, Secret> hadoop) {
    public Spark {
      hadoop = Map.copyOf(hadoop);
    }
  }

  /** How much is written down, from nothing to most. */
  public enum LogLevel {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /** How log files are written. */
  public enum LogFormat {
    /** A line of text for people. */
    TEXT,
    /** A JSON document in each line, in the fields of the Elastic Common Schema. */
    JSON
  }

  /**
   * What runs write down.
   *
   * @param level how much a run's log file holds
   * @param format how it is written
   * @param metricsFile where a run's metrics go, if anywhere
   */
  public record Log(LogLevel level, LogFormat format, Optional<Path> metricsFile) {}

  /**
   * How people's identities are hidden.
   *
   * @param hashKey the secret key of the hash that replaces user ids
   */
  public record Privacy(Secret hashKey) {}
}
