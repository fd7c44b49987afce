package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Observations cut into periods of 30 days: one row for each period that a customer may yet churn
 * in, with what the contract says of that period. One formulation serves annual, monthly and
 * evergreen contracts (discrete-time survival, Singer and Willett 1993).
 */
final class HazardPeriods {
  static final int DAYS = 30;

  /** Periods ahead: as far as labels reach. */
  static final int COUNT = Horizons.longest() / DAYS;

  /** What is known of a period, after an observation's own numbers. */
  static final List<String> FEATURES =
      List.of("period", "renewals_in_period", "decisions_in_period", "renewals_before_period");

  /** Names in models that were stored before these features had theirs. */
  private static final Map<String, String> FORMER_NAMES =
      Map.of(
          "step", "period",
          "renewals_in_step", "renewals_in_period",
          "decisions_in_step", "decisions_in_period",
          "renewals_before_step", "renewals_before_period");

  private static final double DAYS_IN_MONTH = 365.25 / 12;

  private HazardPeriods() {}

  /** A feature's name today, by the name that a stored model knows it by. */
  static String currentName(String feature) {
    return FORMER_NAMES.getOrDefault(feature, feature);
  }

  /** The periods whose outcome was known on a day, up to the one in which it churned. */
  static List<Example> known(Observation observation, int knownOn) {
    return observation
        .knownOn(knownOn)
        .map(outcome -> until(observation, outcome))
        .orElse(List.of());
  }

  private static List<Example> until(Observation observation, Observation.Outcome outcome) {
    List<Example> periods = new ArrayList<>();
    for (int period = 1; period <= outcome.horizonDays() / DAYS; period++) {
      boolean churned = outcome.churnedBy(observation.day() + period * DAYS);
      periods.add(example(observation, period, churned));
      if (churned) {
        break;
      }
    }
    return periods;
  }

  /** All periods ahead, their outcomes unknown. */
  static List<Example> ahead(Observation observation) {
    List<Example> periods = new ArrayList<>(COUNT);
    for (int period = 1; period <= COUNT; period++) {
      periods.add(example(observation, period, false));
    }
    return periods;
  }

  /** The probability of churn by the end of each period, from the hazards of all periods. */
  static double[] cumulative(double[] hazards) {
    double[] churned = new double[hazards.length];
    double stays = 1;
    for (int period = 0; period < hazards.length; period++) {
      stays *= 1 - hazards[period];
      churned[period] = 1 - stays;
    }
    return churned;
  }

  /** Which period a row is about, from 1. */
  static int number(Example period) {
    return (int) told(period, "period");
  }

  /** Whether a renewal falls into a period. */
  static boolean hasRenewal(Example period) {
    return told(period, "renewals_in_period") > 0;
  }

  private static double told(Example period, String feature) {
    int own = period.numbers().length - FEATURES.size();
    return period.numbers()[own + FEATURES.indexOf(feature)];
  }

  private static Example example(Observation observation, int period, boolean churned) {
    double[] own = observation.numbers();
    double[] numbers = Arrays.copyOf(own, own.length + FEATURES.size());
    int until = period * DAYS;
    // what is decided today is still open, and falls into the first period
    int after = period == 1 ? -1 : until - DAYS;
    numbers[own.length] = period;
    numbers[own.length + 1] = happenings(observation, observation.daysToRenewal(), after, until);
    numbers[own.length + 2] = happenings(observation, observation.daysToDecision(), after, until);
    numbers[own.length + 3] = happenings(observation, observation.daysToRenewal(), -1, after);
    return new Example(
        (long) observation.day() * COUNT + period,
        observation.accountId(),
        observation.day(),
        churned,
        numbers,
        observation.texts());
  }

  /** How many renewals (or decisions) fall after one day ahead and not after another. */
  private static double happenings(Observation observation, Integer next, int after, int until) {
    if (next == null) {
      return 0;
    }
    if (observation.termMonths() == null) {
      return next > after && next <= until ? 1 : 0;
    }
    double term = observation.termMonths() * DAYS_IN_MONTH;
    return through(next, term, until) - through(next, term, after);
  }

  private static double through(int next, double termDays, int day) {
    return day < next ? 0 : Math.floor((day - next) / termDays) + 1;
  }
}
