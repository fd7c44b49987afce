package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.Feature;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Role;
import dev.bellwether.prediction.Trainer;
import dev.bellwether.prediction.evaluation.Bootstrap;
import dev.bellwether.prediction.evaluation.Evaluation;
import dev.bellwether.prediction.leak.LeakGuard;
import dev.bellwether.prediction.leak.SingleFeature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * Tells whether a table of features predicts churn: trains, calibrates, and judges on rows that
 * nothing was learned from.
 */
public final class Backtest {
  /** Parts within the rows of a fold's training, for calibration and for stopping boosting. */
  private static final int PARTS = 3;

  /** Under so many events, or others, a model would learn noise: the base rate only. */
  private static final int FEWEST = 20;

  private static final int RESAMPLES = 400;

  private final BacktestRequest request;

  /** A backtest of what a request names. */
  public Backtest(BacktestRequest request) {
    this.request = request;
  }

  /** Reads the table, and judges every method on it. */
  public BacktestResult run(SparkSession spark) {
    LabelledTable table = LabelledTable.read(spark, request);
    Outcomes outcomes = Outcomes.of(table.features().examples());
    List<String> warnings = new ArrayList<>(table.warnings());
    table.label().doubt(request).ifPresent(warnings::add);
    int fewer = Math.min(outcomes.ids(true), outcomes.ids(false));
    boolean enough = fewer >= FEWEST && table.hasFeatures();
    if (!enough) {
      warnings.add(tooFew(table, fewer));
    }
    Predicted predicted =
        enough ? predict(table, outcomes) : new BaseRateBacktest(request, outcomes).predict();
    return judged(table, outcomes, predicted, warnings);
  }

  private static String tooFew(LabelledTable table, int fewer) {
    return table.hasFeatures()
        ? "too few outcomes to learn from: "
            + fewer
            + " of the rarer kind, and at least "
            + FEWEST
            + " are needed. Only the base rate is judged."
        : "no column is left to learn from. Only the base rate is judged.";
  }

  private Predicted predict(LabelledTable table, Outcomes outcomes) {
    Trainer trainer = new Trainer(request.seed());
    FeatureTable features = table.features();
    if (request.time() == null) {
      Folds folds =
          Folds.deal(outcomes.ids(), outcomes.events(), request.folds(), PARTS, request.seed());
      List<Double> baseRates =
          IntStream.range(0, folds.count())
              .mapToObj(f -> outcomes.rate(i -> folds.fold(outcomes.ids().get(i)) != f))
              .toList();
      return new FoldBacktest(trainer, folds, baseRates).predict(features);
    }
    TimeCuts cuts = TimeCuts.of(outcomes.times(), request.purge());
    double[] times = outcomes.times();
    outcomes.requireBoth("training", i -> cuts.role(times[i]) == Role.TRAINS);
    outcomes.requireBoth("stopping", i -> cuts.role(times[i]) == Role.STOPS);
    outcomes.requireBoth("calibration", i -> cuts.role(times[i]) == Role.CALIBRATES);
    outcomes.requireBoth("test", i -> cuts.role(times[i]) == Role.HELD_OUT);
    double baseRate = outcomes.rate(i -> cuts.role(times[i]) != Role.HELD_OUT);
    return new TimeBacktest(trainer, cuts, baseRate, split(cuts, table.time())).predict(features);
  }

  private static String split(TimeCuts cuts, TimeColumn time) {
    String purged =
        cuts.purge() > 0
            ? String.format(Locale.ROOT, "; %s before each cut left out", cuts.purge())
            : "";
    return String.format(
        "in time: trained before %s, calibrated before %s, judged from then on%s",
        time.shown(cuts.calibration()), time.shown(cuts.test()), purged);
  }

  private BacktestResult judged(
      LabelledTable table, Outcomes outcomes, Predicted predicted, List<String> warnings) {
    Map<String, Evaluation> evaluations = evaluations(predicted);
    String champion =
        predicted.calibrationLoss().entrySet().stream()
            .min(Map.Entry.comparingByValue())
            .orElseThrow()
            .getKey();
    List<SingleFeature> alone =
        LeakGuard.alone(
                table.features().numbers().stream().map(Feature::name).toList(),
                table.features().texts(),
                table.sample())
            .stream()
            .sorted(Comparator.comparingDouble(SingleFeature::auc).reversed())
            .toList();
    if (evaluations.size() > 1) {
      warnings.addAll(LeakGuard.warnings(evaluations.get(champion).auc().value(), alone));
    }
    return new BacktestResult(
        request,
        outcomes.size(),
        outcomes.events(i -> true),
        table.label(),
        table.columns(),
        predicted.split(),
        champion,
        predicted.calibrationLoss(),
        evaluations,
        predicted.rows(),
        predicted.rounds(),
        predicted.calibrations(),
        alone,
        warnings,
        table.notes());
  }

  private Map<String, Evaluation> evaluations(Predicted predicted) {
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    Bootstrap bootstrap = new Bootstrap(RESAMPLES, request.seed());
    for (String method : predicted.calibrationLoss().keySet()) {
      evaluations.put(
          method, Evaluation.of(HeldOut.forecasts(predicted.rows(), method), bootstrap));
    }
    return evaluations;
  }
}
