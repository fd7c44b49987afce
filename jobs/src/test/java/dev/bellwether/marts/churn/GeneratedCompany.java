package dev.bellwether.marts.churn;

import static org.assertj.core.api.Assertions.within;

import dev.bellwether.MartTest;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Polarity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A company whose churn follows from falling use at renewals, by a fixed seed. */
abstract class GeneratedCompany extends MartTest {
  private static final LocalDate FIRST = LocalDate.parse("2022-09-30");
  static final List<LocalDate> OBSERVED = Dates.monthEnds(FIRST, LocalDate.parse("2024-03-31"));
  static final List<LocalDate> DATES = days("2024-04-30", "2024-05-15", "2024-12-31");
  private static final Scorecard SCORECARD =
      new Scorecard(
          "small",
          "1",
          0.5,
          new Scorecard.Bands(70, 45, 3),
          List.of(
              new Scorecard.Dimension(
                  "usage",
                  1,
                  List.of(
                      new Scorecard.Measure(
                          "users",
                          "active_users_28d_change",
                          1,
                          Polarity.HIGHER_IS_BETTER,
                          List.of(new Scorecard.Point(-1, 0), new Scorecard.Point(1, 100)))))));
  static final Settings SETTINGS = settings(SCORECARD, Settings.ChurnLabel.SUBSCRIPTIONS, 30, 50);

  private static final String SHORT =
      "as_of_date date, account_id string, status string, notice_in_force boolean,"
          + " days_to_renewal int, days_to_decision int, term_months int, renewal_term_months int,"
          + " segment string,"
          + " active_users_28d_change double, open_tickets bigint, csat_90d double";

  /** A company in which use that falls makes churn at a renewal likely. */
  static Map<String, Dataset<Row>> company(double signal) {
    Random random = new Random(7);
    List<String> features = new ArrayList<>();
    List<String> health = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int account = 0; account < 400; account++) {
      int renewal = random.nextInt(12);
      double[] tendencies = random.doubles(4, -2, 2).toArray(); // another one in each contract year
      LocalDate churned = churned(random, renewal, tendencies, signal);
      for (LocalDate date : dates(churned)) {
        double told = tendencies[year(date, renewal)] + 0.3 * random.nextGaussian();
        Double change = random.nextInt(5) == 0 ? null : Double.valueOf(told);
        features.add(features(date, account, daysToRenewal(date, renewal), change, random));
        if (account % 29 != 0) {
          health.add(String.join(" | ", date.toString(), "a" + account, "customer", band(change)));
        }
        if (OBSERVED.contains(date)) {
          labels.addAll(labels(date, account, churned));
        }
      }
    }
    return tables(features, health, labels);
  }

  /** Its first day without service; null where it stays. */
  private static LocalDate churned(Random random, int renewal, double[] tendencies, double signal) {
    LocalDate churned = null;
    for (LocalDate month = FIRST;
        month.isBefore(LocalDate.parse("2025-01-01"));
        month = month.plusMonths(1)) {
      boolean renews = renews(month, renewal);
      double hazard =
          renews ? 1 / (1 + Math.exp(1 + signal * tendencies[year(month, renewal)])) : 0.001;
      if (churned == null && random.nextDouble() < hazard) {
        churned = month.withDayOfMonth(15).plusMonths(1);
      }
    }
    return churned;
  }

  /** The dates on which it is a customer. */
  private static List<LocalDate> dates(LocalDate churned) {
    return Stream.of(OBSERVED, DATES)
        .flatMap(List::stream)
        .distinct()
        .filter(date -> churned == null || churned.isAfter(date))
        .toList();
  }

  private static String features(
      LocalDate date, int account, int ahead, Double change, Random random) {
    return String.join(
        " | ",
        date.toString(),
        "a" + account,
        "customer",
        "false",
        "" + ahead,
        "" + ahead,
        "12",
        "12",
        account % 2 == 0 ? "smb" : "mid",
        "" + change,
        "" + random.nextInt(4),
        "null");
  }

  private static List<String> labels(LocalDate date, int account, LocalDate churned) {
    List<String> labels = new ArrayList<>();
    for (int horizon : Horizons.DAYS) {
      boolean within = churned != null && !churned.isAfter(date.plusDays(horizon));
      labels.add(
          String.join(
              " | ",
              date.toString(),
              "a" + account,
              "" + horizon,
              "" + within,
              within ? churned.toString() : "null",
              date.plusDays(horizon + GAP_DAYS).toString()));
    }
    return labels;
  }

  private static Map<String, Dataset<Row>> tables(
      List<String> features, List<String> health, List<String> labels) {
    return Map.of(
        "account_features", wide("account_features", table(SHORT, features.toArray(String[]::new))),
        "account_health",
            table(
                "as_of_date date, account_id string, status string, band string",
                health.toArray(String[]::new)),
        "churn_label",
            table(
                "observed_on date, account_id string, horizon_days int, churned boolean,"
                    + " churned_on date, matured_on date",
                labels.toArray(String[]::new)));
  }

  private static String band(Double change) {
    if (change == null) {
      return "unknown";
    }
    return change > 0.5 ? "green" : change > -0.5 ? "yellow" : "red";
  }

  private static boolean renews(LocalDate month, int renewal) {
    return month.getMonthValue() % 12 == renewal;
  }

  /** How many renewals came up before a date. */
  private static int year(LocalDate date, int renewal) {
    return (int)
        Dates.monthEnds(FIRST, date.minusDays(1)).stream().filter(m -> renews(m, renewal)).count();
  }

  private static int daysToRenewal(LocalDate date, int renewal) {
    LocalDate day = date.withDayOfMonth(15).plusMonths(1);
    while ((day.getMonthValue() + 10) % 12 + 1 != (renewal == 0 ? 12 : renewal)) {
      day = day.plusMonths(1);
    }
    return (int) (day.toEpochDay() - date.toEpochDay());
  }
}
