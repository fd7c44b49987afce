package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Batches;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.evaluation.Forecasts;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaRDD;

/**
 * What several methods predicted for the customers that a model is tested on, beside what happened
 * within 90 days.
 *
 * @param methods the names of the methods
 * @param forecasts a row per customer and observation date
 */
record TestForecasts(List<String> methods, List<Forecast> forecasts) {
  private static final int PERIODS = Horizons.HEADLINE / HazardPeriods.DAYS;
  private static final int OBSERVATIONS_AT_ONCE = 1000;

  /** Gives periods their hazards. */
  @FunctionalInterface
  interface Hazards extends Serializable {
    double[] of(List<Example> periods);
  }

  /** A method by name. */
  record Named(String name, Hazards hazards) implements Serializable {}

  /**
   * What was predicted for a customer.
   *
   * @param day the observation date, in days since 1970-01-01
   * @param segment null when unknown
   * @param band its health band, null where it has none
   * @param arr recurring revenue a year, null when unknown
   * @param daysToDecision null where no renewal lies ahead
   * @param churned whether it churned within the horizon
   * @param probabilities of churn within the horizon, by method
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Forecast(
      String accountId,
      int day,
      String segment,
      String band,
      Double arr,
      Integer daysToDecision,
      boolean churned,
      double[] probabilities)
      implements Serializable {

    /** Whether a renewal is decided within the horizon. */
    boolean isAtStake() {
      return daysToDecision != null && daysToDecision <= Horizons.HEADLINE;
    }

    private Forecast with(double probability) {
      double[] more = Arrays.copyOf(probabilities, probabilities.length + 1);
      more[probabilities.length] = probability;
      return new Forecast(accountId, day, segment, band, arr, daysToDecision, churned, more);
    }
  }

  /** Forecasts for the observations of which the horizon's outcome was known on a day. */
  static TestForecasts of(JavaRDD<Observation> test, int knownOn, List<Named> methods) {
    List<Named> local = List.copyOf(methods);
    List<Forecast> forecasts =
        test.filter(each -> outcome(each, knownOn) != null)
            .mapPartitions(
                observations ->
                    new Batches<>(
                        observations,
                        OBSERVATIONS_AT_ONCE,
                        batch -> forecasts(batch, knownOn, local)))
            .collect();
    // in one order, so that sums and resamples do not hang on how the rows were stored
    List<Forecast> inOrder =
        forecasts.stream()
            .sorted(Comparator.comparing(Forecast::accountId).thenComparing(Forecast::day))
            .toList();
    return new TestForecasts(local.stream().map(Named::name).toList(), inOrder);
  }

  private static Observation.Outcome outcome(Observation observation, int knownOn) {
    return observation
        .knownOn(knownOn)
        .filter(outcome -> outcome.horizonDays() >= Horizons.HEADLINE)
        .orElse(null);
  }

  private static List<Forecast> forecasts(
      List<Observation> batch, int knownOn, List<Named> methods) {
    List<Example> periods =
        batch.stream()
            .flatMap(each -> HazardPeriods.ahead(each).subList(0, PERIODS).stream())
            .toList();
    double[][] probabilities = new double[batch.size()][methods.size()];
    for (int method = 0; method < methods.size(); method++) {
      double[] hazards = methods.get(method).hazards().of(periods);
      for (int i = 0; i < batch.size(); i++) {
        double[] own = Arrays.copyOfRange(hazards, i * PERIODS, (i + 1) * PERIODS);
        probabilities[i][method] = HazardPeriods.cumulative(own)[PERIODS - 1];
      }
    }
    List<Forecast> forecasts = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      forecasts.add(forecast(batch.get(i), knownOn, probabilities[i]));
    }
    return forecasts;
  }

  private static Forecast forecast(Observation observation, int knownOn, double[] probabilities) {
    Integer churnedOn = outcome(observation, knownOn).churnedOn();
    Double mrr = observation.number("mrr");
    return new Forecast(
        observation.accountId(),
        observation.day(),
        observation.text("segment"),
        observation.band(),
        mrr == null ? null : Double.valueOf(12 * mrr),
        observation.daysToDecision(),
        churnedOn != null && churnedOn <= observation.day() + Horizons.HEADLINE,
        probabilities);
  }

  /** The same with a method more, which predicts the horizon at once, without periods. */
  TestForecasts with(String method, ToDoubleFunction<Forecast> probability) {
    List<String> more = new ArrayList<>(methods);
    more.add(method);
    return new TestForecasts(
        more, forecasts.stream().map(each -> each.with(probability.applyAsDouble(each))).toList());
  }

  /** Those for which a condition holds. */
  TestForecasts only(Predicate<Forecast> condition) {
    return new TestForecasts(methods, forecasts.stream().filter(condition).toList());
  }

  /** How many distinct accounts churned. */
  long churnedAccounts() {
    return forecasts.stream().filter(Forecast::churned).map(Forecast::accountId).distinct().count();
  }

  /** What a method predicted, for evaluation. */
  Forecasts by(String method) {
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

  /** Recurring revenue lost, over what a method expected; null where nothing was expected. */
  Double lostRevenueOverExpected(String method) {
    int position = methods.indexOf(method);
    double lost = 0;
    double expected = 0;
    for (Forecast each : forecasts) {
      if (each.arr() != null) {
        lost += each.churned() ? each.arr() : 0;
        expected += each.probabilities()[position] * each.arr();
      }
    }
    return expected > 0 ? Double.valueOf(lost / expected) : null;
  }
}
