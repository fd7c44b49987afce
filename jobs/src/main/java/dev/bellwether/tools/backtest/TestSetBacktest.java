package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Fold;
import dev.bellwether.prediction.Trainer;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Learns and calibrates on some files, and predicts the rows of others.
 *
 * @param trainer what learns
 * @param folds one fold of the rows to learn from, dealt into parts
 * @param firstTestRow the number of the first row to predict; all later ones are, too
 * @param baseRate the share of events before it
 */
record TestSetBacktest(Trainer trainer, Folds folds, long firstTestRow, double baseRate) {

  /** Predicts the rows of the test set. */
  Predicted predict(FeatureTable table) {
    Broadcast<Folds> shared =
        JavaSparkContext.fromSparkContext(table.spark().sparkContext()).broadcast(folds);
    long first = firstTestRow;
    Fold fold =
        new Fold(
            folds.parts(),
            row -> row.row() >= first ? Fold.HELD_OUT : shared.value().part(row.id()));
    return Predicted.joined(
        List.of(Predicted.of(trainer.crossFitted(table, fold), baseRate, "test")),
        "a test set of its own (--test); models and calibration from the rest");
  }
}
