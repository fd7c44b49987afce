package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Batches;
import dev.bellwether.prediction.evaluation.Forecasts;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaRDD;

/**
 * What several methods predicted for the customers that a model is tested on, beside what happened
 * within 90 days.
 *
 * @param methods the names of the methods
 * @param forecasts a row per customer and observation date
 */
record TestForecasts(List<String> methods, List<Forecast> forecasts) {
  static final String UNKNOWN = "unknown";
  private static final int OBSERVATIONS_AT_ONCE = 1000;

  /**
   * What was predicted for a customer.
   *
   * @param day the observation date, in days since 1970-01-01
   * @param segment its segment, or {@link #UNKNOWN}
   * @param quarter of its next decision, such as 2025-Q3, or {@link #UNKNOWN} where none lies ahead
   * @param decides whether that decision falls within the horizon
   * @param arr recurring revenue a year; NaN when unknown
   * @param churned whether it churned within the horizon
   * @param probabilities of churn within the horizon, in the order of the methods
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Forecast(
      String accountId,
      int day,
      String segment,
      String quarter,
      boolean decides,
      double arr,
      boolean churned,
      double[] probabilities)
      implements Serializable {}

  /** Forecasts for the observations of which the horizon's outcome was known on a day. */
  static TestForecasts of(
      JavaRDD<Observation> test, int knownOn, Map<String, HorizonPredictor> methods) {
    List<HorizonPredictor> predictors = List.copyOf(methods.values());
    List<Forecast> forecasts =
        test.filter(each -> churned(each, knownOn).isPresent())
            .mapPartitions(
                observations ->
                    new Batches<>(
                        observations,
                        OBSERVATIONS_AT_ONCE,
                        batch -> forecasts(batch, knownOn, predictors)))
            .collect();
    // in one order, so that sums and resamples do not depend on how the rows were stored
    List<Forecast> inOrder =
        forecasts.stream()
            .sorted(Comparator.comparing(Forecast::accountId).thenComparing(Forecast::day))
            .toList();
    return new TestForecasts(List.copyOf(methods.keySet()), inOrder);
  }

  /** Whether a customer churned within the horizon, if that was known on a day. */
  private static Optional<Boolean> churned(Observation observation, int knownOn) {
    return observation
        .knownOn(knownOn)
        .filter(outcome -> outcome.horizonDays() >= Horizons.HEADLINE)
        .map(outcome -> outcome.churnedBy(observation.day() + Horizons.HEADLINE));
  }

  private static List<Forecast> forecasts(
      List<Observation> batch, int knownOn, List<HorizonPredictor> predictors) {
    List<double[]> byMethod = predictors.stream().map(each -> each.probabilities(batch)).toList();
    List<Forecast> forecasts = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      int row = i;
      double[] own = byMethod.stream().mapToDouble(all -> all[row]).toArray();
      forecasts.add(forecast(batch.get(i), churned(batch.get(i), knownOn).orElseThrow(), own));
    }
    return forecasts;
  }

  private static Forecast forecast(Observation customer, boolean churned, double[] probabilities) {
    return new Forecast(
        customer.accountId(),
        customer.day(),
        customer.text("segment").orElse(UNKNOWN),
        quarter(customer),
        customer.decidesWithin(Horizons.HEADLINE),
        12 * customer.number("mrr").orElse(Double.NaN),
        churned,
        probabilities);
  }

  private static String quarter(Observation customer) {
    if (customer.daysToDecision() == null) {
      return UNKNOWN;
    }
    LocalDate decision = LocalDate.ofEpochDay(customer.day() + customer.daysToDecision());
    return decision.getYear() + "-Q" + decision.get(IsoFields.QUARTER_OF_YEAR);
  }

  /** Those for which a condition holds. */
  TestForecasts only(Predicate<Forecast> condition) {
    return new TestForecasts(methods, forecasts.stream().filter(condition).toList());
  }

  /** The same by a text of each, in the order of the texts. */
  SortedMap<String, TestForecasts> by(Function<Forecast, String> text) {
    SortedMap<String, TestForecasts> groups = new TreeMap<>();
    for (Forecast each : forecasts) {
      groups
          .computeIfAbsent(text.apply(each), any -> new TestForecasts(methods, new ArrayList<>()))
          .forecasts()
          .add(each);
    }
    return groups;
  }

  /** How many distinct accounts churned. */
  long churnedAccounts() {
    return forecasts.stream().filter(Forecast::churned).map(Forecast::accountId).distinct().count();
  }

  /** What a method predicted, for evaluation. */
  Forecasts of(String method) {
    int position = methods.indexOf(method);
    boolean[] events = new boolean[forecasts.size()];
    for (int i = 0; i < events.length; i++) {
      events[i] = forecasts.get(i).churned();
    }
    return Forecasts.of(
        forecasts.stream().mapToDouble(each -> each.probabilities()[position]).toArray(),
        events,
        forecasts.stream().map(Forecast::accountId).toList());
  }

  /** Recurring revenue lost, over what a method expected; empty where nothing was expected. */
  OptionalDouble lostRevenueOverExpected(String method) {
    int position = methods.indexOf(method);
    double lost = 0;
    double expected = 0;
    for (Forecast each : forecasts) {
      if (!Double.isNaN(each.arr())) {
        lost += each.churned() ? each.arr() : 0;
        expected += each.probabilities()[position] * each.arr();
      }
    }
    return expected > 0 ? OptionalDouble.of(lost / expected) : OptionalDouble.empty();
  }
}
