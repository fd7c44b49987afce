package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains and calibrates, with all that is learned kept apart from what judges it.
 *
 * @param seed of everything random
 */
public record Trainer(long seed) {
  /** Parts of the calibration rows for comparing methods. */
  private static final int PARTS = 5;

  /** Says which part a row belongs to; rows of one id belong to one part. */
  @FunctionalInterface
  public interface Parts extends Serializable {
    int of(Example example);
  }

  /**
   * Learns from one set of rows: models of all but one part score that part, and these scores
   * calibrate; what predicts is then learned from all parts, with as many rounds of boosting as the
   * parts asked for in the middle.
   */
  public Trained crossFitted(FeatureTable training, int count, Parts parts) {
    ModelTrainer trainer = new ModelTrainer(seed);
    List<List<Scored>> unseen = new ArrayList<>();
    List<Integer> rounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int part = i;
      FeatureTable left = training.only(example -> parts.of(example) == part);
      Models models = trainer.fitUntil(training.only(example -> parts.of(example) != part), left);
      unseen.add(models.score(left).collect());
      rounds.add(models.boosting().rounds());
    }
    Models models = trainer.fit(training, median(rounds));
    return new Calibrator(unseen).with(models);
  }

  /**
   * Learns in time: the later training rows stop boosting, the models are learned again from all
   * training rows, and rows later than those calibrate.
   */
  public Trained overTime(FeatureTable earlier, FeatureTable later, FeatureTable calibration) {
    ModelTrainer trainer = new ModelTrainer(seed);
    int rounds = trainer.fitUntil(earlier, later).boosting().rounds();
    FeatureTable training =
        new FeatureTable(
            earlier.spark(),
            earlier.numbers(),
            earlier.texts(),
            earlier.examples().union(later.examples()));
    Models models = trainer.fit(training, rounds);
    return new Calibrator(inParts(models.score(calibration).collect())).with(models);
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
