package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.Role;
import dev.bellwether.prediction.evaluation.LogLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Predicts the base rate for everybody: all that can be said when there is too little to learn
 * from.
 *
 * @param request how to judge
 * @param outcomes what happened
 */
record BaseRateBacktest(BacktestRequest request, Outcomes outcomes) {

  /** Predicts each row by the rate of rows that it is not held out with. */
  Predicted predict() {
    List<HeldOut> rows = new ArrayList<>();
    if (request.split() instanceof BacktestRequest.ByLot lot) {
      Folds folds = Folds.deal(outcomes.ids(), outcomes.events(), lot.count(), 1, request.seed());
      for (int fold = 0; fold < lot.count(); fold++) {
        int held = fold;
        hold(rows, i -> folds.fold(outcomes.ids().get(i)) == held, "fold " + (fold + 1));
      }
    } else if (request.split() instanceof BacktestRequest.InTime time) {
      TimeCuts cuts = TimeCuts.of(outcomes.times(), time.purge());
      hold(rows, i -> cuts.role(outcomes.times()[i]) == Role.HELD_OUT, "test");
    } else {
      hold(rows, outcomes::isOfTestSet, "test");
    }
    double rate = outcomes.rate(i -> true);
    double loss = rate * LogLoss.of(rate, true) + (1 - rate) * LogLoss.of(rate, false);
    return new Predicted(
        rows,
        Map.of(Predictors.BASE_RATE, loss),
        List.of(),
        List.of(),
        List.of(),
        "by the base rate only");
  }

  private void hold(List<HeldOut> rows, IntPredicate held, String slice) {
    double rate = outcomes.rate(held.negate());
    for (int i = 0; i < outcomes.size(); i++) {
      if (held.test(i)) {
        rows.add(
            new HeldOut(
                outcomes.rows()[i],
                outcomes.ids().get(i),
                outcomes.events()[i],
                slice,
                Map.of(Predictors.BASE_RATE, rate),
                List.of()));
      }
    }
  }
}
