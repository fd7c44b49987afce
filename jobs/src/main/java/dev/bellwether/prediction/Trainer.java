package dev.bellwether.prediction;

import dev.bellwether.platform.warehouse.Parallel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
  public CalibratedModels crossFitted(FeatureTable training, int count, Parts parts) {
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    List<ScoredPart> unseen =
        new Parallel(Runtime.getRuntime().availableProcessors())
            .map(numbers, part -> scoredByOthers(training, parts, part));
    int rounds = median(unseen.stream().map(ScoredPart::rounds).toList());
    FittedModels models = new ModelTrainer(seed).fit(training, rounds);
    return new Calibrator(unseen.stream().map(ScoredPart::rows).toList()).with(models);
  }

  /**
   * The rows of a part, scored by models of the other parts.
   *
   * @param rounds of boosting that the part asked for
   */
  private record ScoredPart(List<Scored> rows, int rounds) {}

  private ScoredPart scoredByOthers(FeatureTable training, Parts parts, int part) {
    FeatureTable left = training.only(example -> parts.of(example) == part);
    FeatureTable others = training.only(example -> parts.of(example) != part);
    FittedModels models = new ModelTrainer(seed).fitUntil(others, left);
    return new ScoredPart(models.score(left).collect(), models.boosting().rounds());
  }

  /**
   * Learns in time: the later training rows stop boosting, the models are learned again from all
   * training rows, and rows later than those calibrate.
   */
  public CalibratedModels overTime(
      FeatureTable earlier, FeatureTable later, FeatureTable calibration) {
    ModelTrainer trainer = new ModelTrainer(seed);
    int rounds = trainer.roundsUntil(earlier, later);
    FeatureTable training =
        new FeatureTable(
            earlier.spark(),
            earlier.numbers(),
            earlier.texts(),
            earlier.examples().union(later.examples()));
    FittedModels models = trainer.fit(training, rounds);
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
