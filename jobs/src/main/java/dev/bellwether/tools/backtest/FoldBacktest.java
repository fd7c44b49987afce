package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Fitted;
import dev.bellwether.prediction.Fold;
import dev.bellwether.prediction.Trainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    List<Slice> slices = new ArrayList<>();
    for (int fold = 0; fold < fitted.size(); fold++) {
      Predictors predictors = new Predictors(fitted.get(fold).trained(), baseRates.get(fold));
      String name = "fold " + (fold + 1);
      slices.add(
          new Slice(
              predictors,
              fitted.get(fold).heldOut().stream()
                  .map(row -> predictors.predict(row, name))
                  .toList()));
    }
    return joined(slices);
  }

  private Fold holdingOut(Broadcast<Folds> shared, int fold) {
    return new Fold(
        folds.parts(),
        example ->
            shared.value().fold(example.id()) == fold
                ? Fold.HELD_OUT
                : shared.value().part(example.id()));
  }

  /** The rows of one fold, predicted. */
  private record Slice(Predictors predictors, List<HeldOut> rows) {}

  private Predicted joined(List<Slice> slices) {
    Map<String, Double> losses = new LinkedHashMap<>();
    for (Slice slice : slices) {
      slice
          .predictors()
          .calibrationLoss()
          .forEach((method, loss) -> losses.merge(method, loss / slices.size(), Double::sum));
    }
    List<CalibratedModels> trained =
        slices.stream().map(slice -> slice.predictors().trained()).toList();
    return new Predicted(
        slices.stream()
            .flatMap(slice -> slice.rows().stream())
            .sorted(Comparator.comparingLong(HeldOut::row))
            .toList(),
        losses,
        trained.stream().map(CalibratedModels::rounds).toList(),
        trained.stream().map(CalibratedModels::calibrationKind).distinct().toList(),
        String.format(
            "%d folds; in each, models and calibration from the other %d",
            folds.count(), folds.count() - 1));
  }
}
