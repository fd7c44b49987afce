package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Observations cut into steps of 30 days: one row for each step that a customer may yet churn in,
 * with what the contract says of that step. One formulation serves annual, monthly and evergreen
 * contracts (discrete-time survival, Singer and Willett 1993).
 */
final class HazardSteps {
  static final int DAYS = 30;

  /** Steps ahead: as far as labels reach. */
  static final int COUNT = Horizons.longest() / DAYS;

  /** What is known of a step, after an observation's own numbers. */
  static final List<String> FEATURES =
      List.of("step", "renewals_in_step", "decisions_in_step", "renewals_before_step");

  private static final double DAYS_IN_MONTH = 365.25 / 12;

  private HazardSteps() {}

  /** The steps whose outcome was known on a day, up to the one in which it churned. */
  static List<Example> known(Observation observation, int knownOn) {
    return observation
        .knownOn(knownOn)
        .map(outcome -> until(observation, outcome))
        .orElse(List.of());
  }

  private static List<Example> until(Observation observation, Observation.Outcome outcome) {
    List<Example> steps = new ArrayList<>();
    for (int step = 1; step <= outcome.horizonDays() / DAYS; step++) {
      boolean churned =
          outcome.churnedOn() != null && outcome.churnedOn() <= observation.day() + step * DAYS;
      steps.add(example(observation, step, churned));
      if (churned) {
        break;
      }
    }
    return steps;
  }

  /** All steps ahead, their outcomes unknown. */
  static List<Example> ahead(Observation observation) {
    List<Example> steps = new ArrayList<>(COUNT);
    for (int step = 1; step <= COUNT; step++) {
      steps.add(example(observation, step, false));
    }
    return steps;
  }

  /** The probability of churn by the end of each step, from the hazards of all steps. */
  static double[] cumulative(double[] hazards) {
    double[] churned = new double[hazards.length];
    double stays = 1;
    for (int step = 0; step < hazards.length; step++) {
      stays *= 1 - hazards[step];
      churned[step] = 1 - stays;
    }
    return churned;
  }

  /** Which step a row is about, from 1. */
  static int number(Example step) {
    return (int) told(step, "step");
  }

  /** Whether a renewal falls into a step. */
  static boolean hasRenewal(Example step) {
    return told(step, "renewals_in_step") > 0;
  }

  private static double told(Example step, String feature) {
    int own = step.numbers().length - FEATURES.size();
    return step.numbers()[own + FEATURES.indexOf(feature)];
  }

  private static Example example(Observation observation, int step, boolean churned) {
    double[] own = observation.numbers();
    double[] numbers = Arrays.copyOf(own, own.length + FEATURES.size());
    int from = (step - 1) * DAYS;
    numbers[own.length] = step;
    numbers[own.length + 1] =
        happenings(observation, observation.daysToRenewal(), from, from + DAYS);
    numbers[own.length + 2] =
        happenings(observation, observation.daysToDecision(), from, from + DAYS);
    numbers[own.length + 3] = happenings(observation, observation.daysToRenewal(), 0, from);
    return new Example(
        (long) observation.day() * COUNT + step,
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
    double period = observation.termMonths() * DAYS_IN_MONTH;
    return through(next, period, until) - through(next, period, after);
  }

  private static double through(int next, double period, int day) {
    return day < next ? 0 : Math.floor((day - next) / period) + 1;
  }
}
