package dev.bellwether.marts.churn;

import dev.bellwether.prediction.leak.LeakGuard;
import dev.bellwether.prediction.leak.SingleFeature;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a challenger did against what is in force, on the same later periods.
 *
 * @param challenger the new model
 * @param opponent what it is held against: the model in force, or what the calendar alone says
 * @param test the later periods
 * @param auc of the challenger where a renewal is at stake; empty without both outcomes
 * @param losses of the challenger and others
 * @param leaks why it must have seen what it predicts, with the features that are suspect
 * @param forecasts what it and others predicted for the customers of the test
 * @param trainingPeriods how many periods it was learned and calibrated from
 */
record ChurnTrial(
    HazardModel challenger,
    String opponent,
    TestPeriods test,
    OptionalDouble auc,
    LossComparison losses,
    List<String> leaks,
    TestForecasts forecasts,
    long trainingPeriods) {
  static final String ADOPTED = "adopted";

  /**
   * Holds a challenger against the model in force, or against the calendar where there is none.
   *
   * @param trainingPeriods how many it learned from
   */
  static ChurnTrial of(
      HazardModel challenger,
      Optional<HazardModel> champion,
      CalendarRates calendar,
      TestPeriods test,
      TestForecasts forecasts,
      long trainingPeriods) {
    double[] own = challenger.hazards(test.periods());
    double[] byCalendar = calendar.hazards(test.periods());
    double[] others = champion.map(model -> model.hazards(test.periods())).orElse(byCalendar);
    OptionalDouble auc = test.aucAtRenewal(own);
    return new ChurnTrial(
        challenger,
        champion.map(HazardModel::id).orElse(ChurnTraining.CALENDAR),
        test,
        auc,
        LossComparison.of(test, own, others, byCalendar),
        auc.isEmpty() ? List.of() : leaks(challenger, auc.getAsDouble(), test),
        forecasts,
        trainingPeriods);
  }

  /** Suspects among the features of periods with a renewal; the calendar may carry much. */
  private static List<String> leaks(HazardModel challenger, double auc, TestPeriods test) {
    List<SingleFeature> features =
        LeakGuard.alone(HazardFeatures.NUMBERS_OF_PERIOD, HazardFeatures.TEXTS, test.withRenewal())
            .stream()
            .filter(feature -> challenger.features().contains(feature.name()))
            .filter(feature -> !HazardPeriods.FEATURES.contains(feature.name()))
            .toList();
    return LeakGuard.warnings(auc, features);
  }

  /** What becomes of the challenger: adopted, suspect, or refused. */
  String decision() {
    return isWon() ? ADOPTED : isSuspect() ? "suspect" : "refused";
  }

  /** Whether it is better than its opponent by more than noise, and not too good to be true. */
  boolean isWon() {
    return losses.isWon() && !isSuspect();
  }

  /** Whether it must have seen what it predicts. */
  boolean isSuspect() {
    return !leaks.isEmpty();
  }
}
