package dev.bellwether.marts.churn;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.platform.contract.Driver;
import dev.bellwether.prediction.Contributions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a driver adds to a customer's log odds of churn, and what to tell people of it.
 *
 * @param contribution the sum over its features; above 0 it makes churn likelier
 * @param strongest the feature that adds most in that direction, of those that speak if any do: a
 *     feature speaks where its value is known, of the date, and, towards churn, not its best
 * @param reason the words of that feature; empty unless somebody can act on the driver, and those
 *     of its features that speak add {@link #LEAST} towards churn, as all together do
 */
record DriverContribution(
    Driver driver, double contribution, FeatureValue strongest, Optional<String> reason) {

  /** The least that a reason adds to the log odds: it makes the odds of churn a tenth larger. */
  static final double LEAST = 0.1;

  /** What one feature adds. */
  private record Part(FeatureValue value, double contribution) {

    /** How much it adds towards churn, or with a direction of -1 against it. */
    double along(double direction) {
      return direction * contribution;
    }

    boolean speaks(double direction) {
      boolean isAtBest =
          value.number().isPresent()
              && FeatureCatalogue.ofAccounts()
                  .isAtBest(value.feature(), value.number().getAsDouble());
      return along(direction) > 0
          && value.isKnown()
          && !value.isStale()
          && !(direction > 0 && isAtBest);
    }
  }

  /** The drivers of an observation, in the order of their first features. */
  static List<DriverContribution> of(
      Observation observation, Contributions contributions, List<String> features) {
    Map<Driver, List<Part>> parts = new LinkedHashMap<>();
    for (int i = 0; i < features.size(); i++) {
      FeatureValue value = FeatureValue.of(observation, features.get(i));
      Driver driver = FeatureCatalogue.ofAccounts().driver(value.feature());
      parts
          .computeIfAbsent(driver, none -> new ArrayList<>())
          .add(new Part(value, contributions.ofFeatures()[i]));
    }
    return parts.entrySet().stream().map(each -> of(each.getKey(), each.getValue())).toList();
  }

  private static DriverContribution of(Driver driver, List<Part> parts) {
    double contribution = sum(parts);
    double direction = contribution < 0 ? -1 : 1;
    List<Part> speaking = parts.stream().filter(part -> part.speaks(direction)).toList();
    FeatureValue strongest = strongest(speaking.isEmpty() ? parts : speaking, direction);
    boolean isReason =
        driver.actionable()
            && contribution >= LEAST
            && sum(speaking) >= LEAST
            && strongest.number().isPresent();
    return new DriverContribution(
        driver,
        contribution,
        strongest,
        isReason ? Optional.of(words(strongest)) : Optional.empty());
  }

  private static double sum(List<Part> parts) {
    double sum = 0;
    for (Part part : parts) {
      sum += part.contribution();
    }
    return sum;
  }

  private static FeatureValue strongest(List<Part> parts, double direction) {
    Part strongest = parts.get(0);
    for (Part part : parts) {
      strongest = part.along(direction) > strongest.along(direction) ? part : strongest;
    }
    return strongest.value();
  }

  private static String words(FeatureValue value) {
    return FeatureCatalogue.ofAccounts()
        .words(value.feature(), value.feature())
        .level(value.number().orElseThrow());
  }
}
