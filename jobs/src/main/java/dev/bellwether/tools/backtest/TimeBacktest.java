package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Fitted;
import dev.bellwether.prediction.Trainer;
import java.util.Comparator;
import java.util.List;

/**
 * Learns from the earlier rows, calibrates on later ones, and predicts the last.
 *
 * @param trainer what learns
 * @param cuts where time is cut
 * @param baseRate the share of events before the test
 * @param split how the table was split, in words
 */
record TimeBacktest(Trainer trainer, TimeCuts cuts, double baseRate, String split) {

  /** Predicts the last rows of the table. */
  Predicted predict(FeatureTable table) {
    TimeCuts at = cuts;
    Fitted fitted = trainer.overTime(table, example -> at.role(example.time()));
    CalibratedModels trained = fitted.trained();
    Predictors predictors = new Predictors(trained, baseRate);
    List<HeldOut> rows =
        fitted.heldOut().stream()
            .map(scored -> predictors.predict(scored, "test"))
            .sorted(Comparator.comparingLong(HeldOut::row))
            .toList();
    return new Predicted(
        rows,
        predictors.calibrationLoss(),
        List.of(trained.rounds()),
        List.of(trained.calibrationKind()),
        split);
  }
}
