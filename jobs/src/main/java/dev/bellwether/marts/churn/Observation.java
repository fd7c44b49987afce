package dev.bellwether.marts.churn;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A customer at a date, under no notice: what was known of it, and what became of it so far as is
 * known since. Dates are days since 1970-01-01.
 *
 * @param accountId the account
 * @param day the observation date
 * @param daysToRenewal to the renewal that is decided next, null where none lies ahead
 * @param daysToDecision to that decision, null where none lies ahead
 * @param termMonths the term that ends with that renewal, null when there is none or unknown
 * @param numbers its numeric features, in the order of {@link HazardFeatures}; NaN where unknown
 * @param texts its categorical features; null where unknown
 * @param stale the features that are as of an earlier day, since their feed is late
 * @param band its health band; null where it has none, or it was not asked for
 * @param outcomes what became of it, by horizon
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
record Observation(
    String accountId,
    int day,
    Integer daysToRenewal,
    Integer daysToDecision,
    Integer termMonths,
    double[] numbers,
    String[] texts,
    List<String> stale,
    String band,
    List<Outcome> outcomes)
    implements Serializable {

  /**
   * What became of it within a horizon.
   *
   * @param maturedOn the day from which it is known
   * @param churnedOn its first day without service; null when it did not churn within the horizon
   */
  record Outcome(int horizonDays, int maturedOn, Integer churnedOn) implements Serializable {

    /** Whether it churned by a day. */
    boolean churnedBy(int day) {
      return churnedOn != null && churnedOn <= day;
    }
  }

  /** Whether a renewal is decided within so many days. */
  boolean decidesWithin(int days) {
    return daysToDecision != null && daysToDecision <= days;
  }

  /** The longest outcome that was known on a day. */
  Optional<Outcome> knownOn(int knownOn) {
    return outcomes.stream()
        .filter(outcome -> outcome.maturedOn() <= knownOn)
        .reduce((a, b) -> a.horizonDays() > b.horizonDays() ? a : b);
  }

  /** A numeric feature by name; empty where it is unknown, or there is none of that name. */
  OptionalDouble number(String feature) {
    int position = HazardFeatures.NUMBERS.indexOf(feature);
    return position < 0 || Double.isNaN(numbers[position])
        ? OptionalDouble.empty()
        : OptionalDouble.of(numbers[position]);
  }

  /** A categorical feature by name; empty where it is unknown, or there is none of that name. */
  Optional<String> text(String feature) {
    int position = HazardFeatures.TEXTS.indexOf(feature);
    return position < 0 ? Optional.empty() : Optional.ofNullable(texts[position]);
  }
}
