package dev.bellwether.marts.churn;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an observation knows of a feature.
 *
 * @param feature a column of account_features
 * @param number its value; empty where it is unknown, or a text
 * @param text its value where it is a text; empty where it is unknown, or a number
 * @param isStale whether it is as of an earlier day, since its feed is late
 */
record FeatureValue(String feature, OptionalDouble number, Optional<String> text, boolean isStale) {
  /** Models read it period by period (see {@link HazardPeriods#FEATURES}), people as it is. */
  static final String DAYS_TO_RENEWAL = "days_to_renewal";

  /** The value that a model's feature stands for. */
  static FeatureValue of(Observation observation, String modelled) {
    if (HazardPeriods.FEATURES.contains(modelled)) {
      Integer days = observation.daysToRenewal();
      OptionalDouble number = days == null ? OptionalDouble.empty() : OptionalDouble.of(days);
      return new FeatureValue(DAYS_TO_RENEWAL, number, Optional.empty(), false);
    }
    return new FeatureValue(
        modelled,
        observation.number(modelled),
        observation.text(modelled),
        observation.stale().contains(modelled));
  }

  boolean isKnown() {
    return number.isPresent() || text.isPresent();
  }
}
