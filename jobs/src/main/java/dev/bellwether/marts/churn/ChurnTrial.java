package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.evaluation.Auc;
import dev.bellwether.prediction.evaluation.LogLoss;
import dev.bellwether.prediction.evaluation.RiskLevels;
import dev.bellwether.prediction.leak.LeakGuard;
import dev.bellwether.prediction.leak.SingleFeature;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * How a challenger did against what is in force, on the same later periods.
 *
 * @param challenger the new model
 * @param opponent what it is held against: the model in force, or what the calendar alone says
 * @param testFrom the first observation date of the test
 * @param periods of the test
 * @param churnedAccounts accounts that churned in them
 * @param auc of the challenger where a renewal is at stake; empty without both outcomes
 * @param loss mean log loss of the challenger, in nats
 * @param opponentLoss that of its opponent
 * @param calendarLoss that of the calendar alone
 * @param gain by how much its loss is less than its opponent's
 * @param gainStandardError the standard error of the gain, accounts counted once each
 * @param leaks why it must have seen what it predicts, with the features that are suspect
 * @param forecasts what it and others predicted for the customers of the test
 * @param trainingPeriods periods that it was learned and calibrated from
 */
record ChurnTrial(
    HazardModel challenger,
    String opponent,
    LocalDate testFrom,
    long periods,
    long churnedAccounts,
    OptionalDouble auc,
    double loss,
    double opponentLoss,
    double calendarLoss,
    double gain,
    double gainStandardError,
    List<String> leaks,
    TestForecasts forecasts,
    long trainingPeriods) {
  static final String ADOPTED = "adopted";

  /** Standard errors that chance alone exceeds in one case of twenty. */
  static final double NOISE = 1.645;

  static ChurnTrial of(
      HazardModel challenger,
      Optional<HazardModel> champion,
      CalendarRates calendar,
      JavaRDD<Example> test,
      LocalDate testFrom,
      TestForecasts forecasts,
      long trainingPeriods) {
    List<Example> periods = test.collect();
    double[] own = challenger.hazards(periods);
    double[] byCalendar = calendar.hazards(periods);
    OptionalDouble auc = auc(periods, own);
    double[] others = champion.map(model -> model.hazards(periods)).orElse(byCalendar);
    double[] gains = new double[periods.size()];
    Arrays.setAll(gains, i -> loss(periods.get(i), others[i]) - loss(periods.get(i), own[i]));
    return new ChurnTrial(
        challenger,
        champion.map(HazardModel::id).orElse("calendar"),
        testFrom,
        periods.size(),
        periods.stream().filter(Example::event).map(Example::id).distinct().count(),
        auc,
        meanLoss(periods, own),
        meanLoss(periods, others),
        meanLoss(periods, byCalendar),
        Arrays.stream(gains).average().orElseThrow(),
        standardError(periods, gains),
        auc.isEmpty() ? List.of() : leaks(challenger, auc.getAsDouble(), periods),
        forecasts,
        trainingPeriods);
  }

  /** Suspects among the features of periods with a renewal; the calendar may carry much. */
  private static List<String> leaks(HazardModel challenger, double auc, List<Example> periods) {
    List<SingleFeature> features =
        LeakGuard.alone(
                HazardFeatures.NUMBERS_OF_PERIOD,
                HazardFeatures.TEXTS,
                periods.stream().filter(HazardPeriods::hasRenewal).toList())
            .stream()
            .filter(feature -> challenger.features().contains(feature.name()))
            .filter(feature -> Driver.of(feature.name()) != Driver.CALENDAR)
            .toList();
    return LeakGuard.warnings(auc, features);
  }

  /** What becomes of the challenger: adopted, suspect, or refused. */
  String decision() {
    return isWon() ? ADOPTED : isSuspect() ? "suspect" : "refused";
  }

  /** Whether it is better than its opponent by more than noise, and not too good to be true. */
  boolean isWon() {
    return gain > NOISE * gainStandardError && !isSuspect();
  }

  /** Whether it must have seen what it predicts. */
  boolean isSuspect() {
    return !leaks.isEmpty();
  }

  private static double loss(Example period, double hazard) {
    return LogLoss.of(hazard, period.event());
  }

  private static double meanLoss(List<Example> periods, double[] hazards) {
    double sum = 0;
    for (int i = 0; i < hazards.length; i++) {
      sum += loss(periods.get(i), hazards[i]);
    }
    return sum / hazards.length;
  }

  /** Of the mean of rows, of which those of one account go together. */
  private static double standardError(List<Example> periods, double[] gains) {
    double mean = Arrays.stream(gains).average().orElseThrow();
    Map<String, Double> perAccount = new TreeMap<>();
    for (int i = 0; i < gains.length; i++) {
      perAccount.merge(periods.get(i).id(), gains[i] - mean, Double::sum);
    }
    double squares = perAccount.values().stream().mapToDouble(sum -> sum * sum).sum();
    return Math.sqrt(squares) / gains.length;
  }

  /** Of the periods in which a renewal is at stake. */
  private static OptionalDouble auc(List<Example> periods, double[] hazards) {
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
}
