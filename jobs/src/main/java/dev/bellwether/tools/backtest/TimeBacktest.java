package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Trainer;
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
    return Predicted.joined(
        List.of(
            Predicted.of(
                trainer.overTime(table, example -> at.role(example.time())), baseRate, "test")),
        split);
  }
}
