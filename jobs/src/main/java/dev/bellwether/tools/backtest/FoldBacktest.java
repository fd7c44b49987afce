package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Fitted;
import dev.bellwether.prediction.Fold;
import dev.bellwether.prediction.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Holds out each fold in turn, and predicts it by what was learned and calibrated on the others.
 *
 * @param trainer what learns
 * @param folds which row is in which fold
 * @param baseRates the share of events outside each fold
 */
record FoldBacktest(Trainer trainer, Folds folds, List<Double> baseRates) {

  /** Predicts every row of the table. */
  Predicted predict(FeatureTable table) {
    Broadcast<Folds> shared =
        JavaSparkContext.fromSparkContext(table.spark().sparkContext()).broadcast(folds);
    List<Fold> held =
        IntStream.range(0, folds.count()).mapToObj(fold -> holdingOut(shared, fold)).toList();
    List<Fitted> fitted = trainer.crossFitted(table, held);
    List<Predicted> predicted = new ArrayList<>();
    for (int fold = 0; fold < fitted.size(); fold++) {
      predicted.add(Predicted.of(fitted.get(fold), baseRates.get(fold), "fold " + (fold + 1)));
    }
    return Predicted.joined(
        predicted,
        String.format(
            "%d folds; in each, models and calibration from the other %d",
            folds.count(), folds.count() - 1));
  }

  private Fold holdingOut(Broadcast<Folds> shared, int fold) {
    return new Fold(
        folds.parts(),
        example ->
            shared.value().fold(example.id()) == fold
                ? Fold.HELD_OUT
                : shared.value().part(example.id()));
  }
}
