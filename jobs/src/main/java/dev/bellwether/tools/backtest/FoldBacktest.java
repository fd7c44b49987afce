package dev.bellwether.tools.backtest;

import dev.bellwether.platform.warehouse.Parallel;
import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Scored;
import dev.bellwether.prediction.Trainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
    int atOnce = Runtime.getRuntime().availableProcessors();
    Broadcast<Folds> shared =
        JavaSparkContext.fromSparkContext(table.spark().sparkContext()).broadcast(folds);
    List<Callable<Slice>> work = new ArrayList<>();
    IntStream.range(0, folds.count()).forEach(fold -> work.add(() -> slice(table, shared, fold)));
    List<Slice> slices = new Parallel(atOnce).all(work);
    return joined(slices);
  }

  /** The rows of one fold, predicted. */
  private record Slice(Predictors predictors, List<HeldOut> rows) {}

  private Slice slice(FeatureTable table, Broadcast<Folds> shared, int fold) {
    FeatureTable others = table.only(example -> shared.value().fold(example.id()) != fold);
    CalibratedModels trained =
        trainer.crossFitted(others, folds.parts(), example -> shared.value().part(example.id()));
    FeatureTable left = table.only(example -> shared.value().fold(example.id()) == fold);
    Predictors predictors = new Predictors(trained, baseRates.get(fold));
    List<Scored> scored = trained.score(left).collect();
    String name = "fold " + (fold + 1);
    return new Slice(
        predictors, scored.stream().map(row -> predictors.predict(row, name)).toList());
  }

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
