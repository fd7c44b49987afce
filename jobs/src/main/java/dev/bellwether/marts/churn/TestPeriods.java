package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.evaluation.Auc;
import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.evaluation.LogLoss;
import dev.bellwether.prediction.evaluation.RiskLevels;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * The later periods that models are tested on.
 *
 * @param from the first observation date of the test
 * @param periods in one order, so that sums do not depend on how they were stored
 */
record TestPeriods(LocalDate from, List<Example> periods) {

  /** The periods of customers whose outcome was known on a day. */
  static TestPeriods of(LocalDate from, JavaRDD<Observation> tested, int knownOn) {
    Comparator<Example> order = Comparator.comparing(Example::id).thenComparing(Example::row);
    return new TestPeriods(
        from,
        tested.flatMap(each -> HazardPeriods.known(each, knownOn).iterator()).collect().stream()
            .sorted(order)
            .toList());
  }

  /** Distinct accounts that churned in them. */
  long churnedAccounts() {
    return periods.stream().filter(Example::event).map(Example::id).distinct().count();
  }

  /** Whether both outcomes are there, and enough accounts churned. */
  boolean isEnough() {
    return churnedAccounts() >= Evaluation.FEWEST_EVENTS
        && !periods.stream().allMatch(Example::event);
  }

  /** Those in which a renewal is at stake. */
  List<Example> withRenewal() {
    return periods.stream().filter(HazardPeriods::hasRenewal).toList();
  }

  /** The log loss of each period's hazard, in nats. */
  double[] losses(double[] hazards) {
    return IntStream.range(0, hazards.length)
        .mapToDouble(i -> LogLoss.of(hazards[i], periods.get(i).event()))
        .toArray();
  }

  /** The AUC where a renewal is at stake; empty without both outcomes there. */
  OptionalDouble aucAtRenewal(double[] hazards) {
    int[] atStake =
        IntStream.range(0, hazards.length)
            .filter(i -> HazardPeriods.hasRenewal(periods.get(i)))
            .toArray();
    double[] risks = Arrays.stream(atStake).mapToDouble(i -> hazards[i]).toArray();
    boolean[] events = new boolean[atStake.length];
    for (int i = 0; i < events.length; i++) {
      events[i] = periods.get(atStake[i]).event();
    }
    double auc = new Auc().of(RiskLevels.of(risks, events));
    return Double.isNaN(auc) ? OptionalDouble.empty() : OptionalDouble.of(auc);
  }

  /** The standard error of the mean of a value per period, an account's periods counted as one. */
  double standardError(double[] values) {
    double mean = mean(values);
    Map<String, Double> perAccount = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      perAccount.merge(periods.get(i).id(), values[i] - mean, Double::sum);
    }
    double squares = perAccount.values().stream().mapToDouble(sum -> sum * sum).sum();
    return Math.sqrt(squares) / values.length;
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
