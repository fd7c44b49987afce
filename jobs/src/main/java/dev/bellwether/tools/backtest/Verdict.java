package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.leak.LeakGuard;
import java.util.Locale;

/** The answer of a backtest in two sentences. */
final class Verdict {
  private static final double STRONG = 0.8;
  private static final double USEFUL = 0.65;

  private Verdict() {}

  /** Whether the table predicts churn, and whether its probabilities can be believed. */
  public static String of(BacktestResult result) {
    Evaluation champion = result.evaluations().get(result.champion());
    if (result.champion().equals(Predictors.BASE_RATE)) {
      return "No: no method does better than the base rate of "
          + percent((double) result.events() / result.rows())
          + ".";
    }
    double low = champion.auc().low();
    boolean doubtful = LeakGuard.suspects(result.warnings());
    String answer = doubtful ? "Too well to be believed, see the warnings" : answer(low);
    return String.format(
        Locale.ROOT,
        "%s: AUC %.3f (%.3f to %.3f). %s",
        answer,
        champion.auc().value(),
        low,
        champion.auc().high(),
        calibration(champion));
  }

  private static String answer(double low) {
    return low <= 0.5
        ? "No, the ranking cannot be told from chance"
        : low < USEFUL ? "A little" : low < STRONG ? "Yes" : "Yes, well";
  }

  private static String calibration(Evaluation champion) {
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

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
