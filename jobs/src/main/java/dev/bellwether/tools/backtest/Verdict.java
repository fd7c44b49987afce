package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.leak.LeakGuard;
import java.util.Locale;

/** The answer of a backtest in a few sentences. */
final class Verdict {
  private static final double STRONG = 0.8;
  private static final double USEFUL = 0.65;

  private Verdict() {}

  /** Whether the table predicts churn, and whether its probabilities can be believed. */
  static String of(BacktestResult result) {
    if (result.champion().equals(Predictors.BASE_RATE)) {
      return answer(result);
    }
    Evaluation champion = result.evaluations().get(result.champion());
    return String.format(
        Locale.ROOT,
        "%s: AUC %.3f (%.3f to %.3f). %s",
        strength(result),
        champion.auc().value(),
        champion.auc().low(),
        champion.auc().high(),
        calibration(result));
  }

  /** Whether the table predicts churn, and what that is worth, in one sentence. */
  static String answer(BacktestResult result) {
    if (result.champion().equals(Predictors.BASE_RATE)) {
      return String.format(
          Locale.ROOT,
          "No: no method does better than the base rate of %.1f %%.",
          100.0 * result.events() / result.rows());
    }
    Worth worth = result.worth();
    return String.format(
        Locale.ROOT,
        "%s: the 10 %% most at risk hold %.0f %% of all churn.",
        strength(result),
        worth.recall() * 100);
  }

  private static String strength(BacktestResult result) {
    if (LeakGuard.suspects(result.warnings())) {
      return "Too well to be believed, see the warnings";
    }
    double low = result.evaluations().get(result.champion()).auc().low();
    return low <= 0.5
        ? "No, the ranking cannot be told from chance"
        : low < USEFUL ? "A little" : low < STRONG ? "Yes" : "Yes, well";
  }

  /** Whether the champion's probabilities can be believed. */
  static String calibration(BacktestResult result) {
    Evaluation champion = result.evaluations().get(result.champion());
    boolean believable = champion.ece().value() <= champion.eceNullP95();
    return String.format(
        Locale.ROOT,
        believable
            ? "Its probabilities are calibrated: calibration error %.4f, where perfect ones would stay under %.4f in 95 %% of"
                + " cases."
            : "Its probabilities are not calibrated: calibration error %.4f, where perfect ones would stay under %.4f"
                + " in 95 %% of cases.",
        champion.ece().value(),
        champion.eceNullP95());
  }
}
