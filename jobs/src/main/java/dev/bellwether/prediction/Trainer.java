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

  /** Rows held out that are explained, for each model. */
  private static final int EXPLAINED = 400;

  /** Models, and what they say of rows held out. */
  private record Whole(FittedModels models, List<Scored> heldOut, List<Explained> explained)
      implements Serializable {

    static Whole of(FittedModels models, List<Example> heldOut) {
      int every = heldOut.size() / EXPLAINED + 1;
      List<Example> some =
          IntStream.range(0, heldOut.size())
              .filter(i -> i % every == 0)
              .mapToObj(heldOut::get)
              .toList();
      return new Whole(models, models.scored(heldOut), Explained.of(models, some));
    }

    Fitted calibrated(Calibrator calibrator, Growth growth) {
      return new Fitted(calibrator.with(models), growth, heldOut, explained);
    }
  }

  /** As {@link #crossFitted(FeatureTable, List)}, of one fold. */
  public Fitted crossFitted(FeatureTable table, Fold fold) {
    return crossFitted(table, List.of(fold)).get(0);
  }

  /**
   * Learns from the rows of each fold: models of all but one part score that part, and these scores
   * calibrate; what predicts is then learned from all parts, its booster grown as the parts asked
   * for.
   */
  public List<Fitted> crossFitted(FeatureTable table, List<Fold> folds) {
    ModelTrainer trainer = ModelTrainer.of(table, seed);
    List<Fits.Fit<ModelTrainer.Unseen>> ofParts = new ArrayList<>();
    for (Fold fold : folds) {
      for (int i = 0; i < fold.count(); i++) {
        int part = i;
        ofParts.add(rows -> scoredByOthers(trainer, fold, part, rows));
      }
    }
    List<Parts> parts = inTurn(Fits.run(table, ofParts), folds);
    List<Fits.Fit<Whole>> whole = new ArrayList<>();
    for (int i = 0; i < folds.size(); i++) {
      Fold fold = folds.get(i);
      Growth growth = parts.get(i).growth();
      whole.add(rows -> fitted(trainer, fold, growth, rows));
    }
    List<Whole> fitted = Fits.run(table, whole);
    return IntStream.range(0, folds.size())
        .mapToObj(i -> parts.get(i).calibrated(fitted.get(i)))
        .toList();
  }

  /** The parts of a fold, each scored by models of the others. */
  private record Parts(List<ModelTrainer.Unseen> parts) {
    private List<List<Growth.Tried>> tried() {
      return parts.stream().map(ModelTrainer.Unseen::tried).toList();
    }

    Growth growth() {
      return Growth.of(tried());
    }

    Fitted calibrated(Whole whole) {
      int shape = Growth.best(tried());
      Calibrator calibrator = new Calibrator(parts.stream().map(part -> part.by(shape)).toList());
      return whole.calibrated(calibrator, growth());
    }
  }

  private static ModelTrainer.Unseen scoredByOthers(
      ModelTrainer trainer, Fold fold, int part, List<Example> rows) {
    return trainer.scoreUnseen(
        of(fold, rows, each -> each != part && each != Fold.HELD_OUT),
        of(fold, rows, each -> each == part));
  }

  private static Whole fitted(ModelTrainer trainer, Fold fold, Growth growth, List<Example> rows) {
    return Whole.of(
        trainer.fit(of(fold, rows, each -> each != Fold.HELD_OUT), growth),
        of(fold, rows, each -> each == Fold.HELD_OUT));
  }

  private static List<Example> of(Fold fold, List<Example> rows, IntPredicate parts) {
    return rows.stream().filter(row -> parts.test(fold.parts().of(row))).toList();
  }

  private static List<Parts> inTurn(List<ModelTrainer.Unseen> parts, List<Fold> folds) {
    List<Parts> ofFolds = new ArrayList<>();
    int next = 0;
    for (Fold fold : folds) {
      ofFolds.add(new Parts(parts.subList(next, next + fold.count())));
      next += fold.count();
    }
    return ofFolds;
  }

  /**
   * Learns in time: the later training rows stop boosting, the models are learned again from all
   * training rows, and rows later than those calibrate.
   */
  public Fitted overTime(FeatureTable table, Role.OfRows roles) {
    ModelTrainer trainer = ModelTrainer.of(table, seed);
    List<Fits.Fit<TimeFit>> fit = List.of(rows -> overTime(trainer, roles, rows));
    TimeFit fitted = Fits.run(table, fit).get(0);
    return fitted
        .whole()
        .calibrated(new Calibrator(inParts(fitted.calibration())), fitted.growth());
  }

  private record TimeFit(Growth growth, List<Scored> calibration, Whole whole)
      implements Serializable {}

  private static TimeFit overTime(ModelTrainer trainer, Role.OfRows roles, List<Example> rows) {
    List<Example> training = new ArrayList<>(of(roles, rows, Role.TRAINS));
    List<Example> stopping = of(roles, rows, Role.STOPS);
    Growth growth = trainer.growth(training, stopping);
    training.addAll(stopping);
    FittedModels models = trainer.fit(training, growth);
    return new TimeFit(
        growth,
        models.scored(of(roles, rows, Role.CALIBRATES)),
        Whole.of(models, of(roles, rows, Role.HELD_OUT)));
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
}
