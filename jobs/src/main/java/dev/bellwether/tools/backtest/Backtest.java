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
import java.util.Optional;
import java.util.function.IntPredicate;
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
    Outcomes outcomes = Outcomes.of(table.features().examples(), table.firstTestRow());
    List<String> warnings = new ArrayList<>(table.warnings());
    List<String> notes = new ArrayList<>(table.notes());
    repeated(outcomes).ifPresent(notes::add);
    table.label().doubt(request).ifPresent(warnings::add);
    int fewer = Math.min(outcomes.ids(true), outcomes.ids(false));
    boolean enough = fewer >= FEWEST && table.hasFeatures();
    if (!enough) {
      warnings.add(tooFew(table, fewer));
    }
    Predicted predicted =
        enough ? predict(table, outcomes) : new BaseRateBacktest(request, outcomes).predict();
    notes.addAll(Beyond.notes(predicted.rows()));
    return judged(table, outcomes, predicted, warnings, notes);
  }

  /** Copies of a row in training and test make a table look easier than it is. */
  private Optional<String> repeated(Outcomes outcomes) {
    long repeated = request.id().isPresent() ? 0 : outcomes.repeated();
    return repeated == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of %,d rows are the same as another in every column. If they are copies, or of"
                    + " one customer, a model is judged by what it has seen: leave them out, or"
                    + " name whom a row is about by --id",
                repeated,
                outcomes.size()));
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
    if (request.split() instanceof BacktestRequest.InTime time) {
      return inTime(trainer, outcomes, time.purge(), table.time()).predict(features);
    }
    return request.split() instanceof BacktestRequest.ByLot lot
        ? byLot(trainer, outcomes, lot.count()).predict(features)
        : testSet(trainer, outcomes).predict(features);
  }

  private FoldBacktest byLot(Trainer trainer, Outcomes outcomes, int count) {
    Folds folds = Folds.deal(outcomes.ids(), outcomes.events(), count, PARTS, request.seed());
    List<Double> baseRates =
        IntStream.range(0, folds.count())
            .mapToObj(f -> outcomes.rate(i -> folds.fold(outcomes.ids().get(i)) != f))
            .toList();
    return new FoldBacktest(trainer, folds, baseRates);
  }

  private TestSetBacktest testSet(Trainer trainer, Outcomes outcomes) {
    IntPredicate learned = i -> !outcomes.isOfTestSet(i);
    outcomes.requireBoth("training", learned);
    outcomes.requireBoth("test", outcomes::isOfTestSet);
    Outcomes training = outcomes.only(learned);
    Folds folds = Folds.deal(training.ids(), training.events(), 1, PARTS, request.seed());
    return new TestSetBacktest(trainer, folds, outcomes.firstTestRow(), training.rate(i -> true));
  }

  private static TimeBacktest inTime(
      Trainer trainer, Outcomes outcomes, double purge, TimeColumn time) {
    TimeCuts cuts = TimeCuts.of(outcomes.times(), purge);
    double[] times = outcomes.times();
    outcomes.requireBoth("training", i -> cuts.role(times[i]) == Role.TRAINS);
    outcomes.requireBoth("stopping", i -> cuts.role(times[i]) == Role.STOPS);
    outcomes.requireBoth("calibration", i -> cuts.role(times[i]) == Role.CALIBRATES);
    outcomes.requireBoth("test", i -> cuts.role(times[i]) == Role.HELD_OUT);
    double baseRate = outcomes.rate(i -> cuts.role(times[i]) != Role.HELD_OUT);
    return new TimeBacktest(trainer, cuts, baseRate, split(cuts, time));
  }

  private static String split(TimeCuts cuts, TimeColumn time) {
    String purged =
        cuts.purge() > 0
            ? "; what lies up to " + time.span(cuts.purge()) + " before each cut is left out"
            : "";
    return String.format(
        "in time: trained before %s, calibrated before %s, judged from then on%s",
        time.shown(cuts.calibration()), time.shown(cuts.test()), purged);
  }

  private BacktestResult judged(
      LabelledTable table,
      Outcomes outcomes,
      Predicted predicted,
      List<String> warnings,
      List<String> notes) {
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
        predicted.growths(),
        predicted.calibrations(),
        alone,
        Drivers.of(table.features(), predicted.explained(), champion),
        Worth.of(predicted.rows(), champion, payments(table)),
        warnings,
        notes);
  }

  private Optional<Worth.Payments> payments(LabelledTable table) {
    List<String> numbers = table.features().numbers().stream().map(Feature::name).toList();
    return Payers.column(numbers, request.revenue())
        .map(column -> Payers.of(table.features().examples(), column, numbers.indexOf(column)));
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
