package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Trains and calibrates, with all that is learned kept apart from what judges it. Each model is
 * learned in one Spark task, where its rows are; models that do not wait for each other are tasks
 * of one job.
 *
 * @param seed of everything random
 */
public record Trainer(long seed) {
  /** Parts of the calibration rows for comparing methods. */
  private static final int PARTS = 5;

  /** Rows with the log odds that models give them. */
  private record ScoredBy(FittedModels models, List<Scored> rows) implements Serializable {}

  /** As {@link #crossFitted(FeatureTable, List)}, of one fold. */
  public Fitted crossFitted(FeatureTable table, Fold fold) {
    return crossFitted(table, List.of(fold)).get(0);
  }

  /**
   * Learns from the rows of each fold: models of all but one part score that part, and these scores
   * calibrate; what predicts is then learned from all parts, with as many rounds of boosting as the
   * parts asked for in the middle.
   */
  public List<Fitted> crossFitted(FeatureTable table, List<Fold> folds) {
    ModelTrainer trainer = ModelTrainer.of(table, seed);
    List<Fits.Fit<ScoredPart>> ofParts = new ArrayList<>();
    for (Fold fold : folds) {
      for (int i = 0; i < fold.count(); i++) {
        int part = i;
        ofParts.add(rows -> scoredByOthers(trainer, fold, part, rows));
      }
    }
    List<List<ScoredPart>> unseen = inTurn(Fits.run(table, ofParts), folds);
    List<Fits.Fit<ScoredBy>> whole = new ArrayList<>();
    for (int i = 0; i < folds.size(); i++) {
      Fold fold = folds.get(i);
      int rounds = median(unseen.get(i).stream().map(ScoredPart::rounds).toList());
      whole.add(rows -> fitted(trainer, fold, rounds, rows));
    }
    List<ScoredBy> fitted = Fits.run(table, whole);
    return IntStream.range(0, folds.size())
        .mapToObj(i -> calibrated(unseen.get(i), fitted.get(i)))
        .toList();
  }

  /**
   * The rows of a part, scored by models of the other parts.
   *
   * @param rounds of boosting that the part asked for
   */
  private record ScoredPart(List<Scored> rows, int rounds) implements Serializable {}

  private static ScoredPart scoredByOthers(
      ModelTrainer trainer, Fold fold, int part, List<Example> rows) {
    List<Example> left = of(fold, rows, each -> each == part);
    FittedModels models =
        trainer.fitUntil(of(fold, rows, each -> each != part && each != Fold.HELD_OUT), left);
    return new ScoredPart(models.scored(left), models.boosting().rounds());
  }

  private static ScoredBy fitted(ModelTrainer trainer, Fold fold, int rounds, List<Example> rows) {
    FittedModels models = trainer.fit(of(fold, rows, each -> each != Fold.HELD_OUT), rounds);
    return new ScoredBy(models, models.scored(of(fold, rows, each -> each == Fold.HELD_OUT)));
  }

  private static List<Example> of(Fold fold, List<Example> rows, IntPredicate parts) {
    return rows.stream().filter(row -> parts.test(fold.parts().of(row))).toList();
  }

  private static List<List<ScoredPart>> inTurn(List<ScoredPart> parts, List<Fold> folds) {
    List<List<ScoredPart>> ofFolds = new ArrayList<>();
    int next = 0;
    for (Fold fold : folds) {
      ofFolds.add(parts.subList(next, next + fold.count()));
      next += fold.count();
    }
    return ofFolds;
  }

  private static Fitted calibrated(List<ScoredPart> unseen, ScoredBy fitted) {
    Calibrator calibrator = new Calibrator(unseen.stream().map(ScoredPart::rows).toList());
    return new Fitted(calibrator.with(fitted.models()), fitted.rows());
  }

  /**
   * Learns in time: the later training rows stop boosting, the models are learned again from all
   * training rows, and rows later than those calibrate.
   */
  public Fitted overTime(FeatureTable table, Role.OfRows roles) {
    ModelTrainer trainer = ModelTrainer.of(table, seed);
    List<Fits.Fit<TimeFit>> fit = List.of(rows -> overTime(trainer, roles, rows));
    TimeFit fitted = Fits.run(table, fit).get(0);
    return new Fitted(
        new Calibrator(inParts(fitted.calibration())).with(fitted.models()), fitted.heldOut());
  }

  private record TimeFit(FittedModels models, List<Scored> calibration, List<Scored> heldOut)
      implements Serializable {}

  private static TimeFit overTime(ModelTrainer trainer, Role.OfRows roles, List<Example> rows) {
    List<Example> training = new ArrayList<>(of(roles, rows, Role.TRAINS));
    List<Example> stopping = of(roles, rows, Role.STOPS);
    int rounds = trainer.roundsUntil(training, stopping);
    training.addAll(stopping);
    FittedModels models = trainer.fit(training, rounds);
    return new TimeFit(
        models,
        models.scored(of(roles, rows, Role.CALIBRATES)),
        models.scored(of(roles, rows, Role.HELD_OUT)));
  }

  private static List<Example> of(Role.OfRows roles, List<Example> rows, Role role) {
    return rows.stream().filter(row -> roles.of(row) == role).toList();
  }

  private static List<List<Scored>> inParts(List<Scored> rows) {
    List<List<Scored>> parts = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      int part = i;
      parts.add(
          rows.stream().filter(each -> Draw.of(each.id(), "calibration", PARTS) == part).toList());
    }
    return parts;
  }

  private static int median(List<Integer> values) {
    List<Integer> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
