package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Learns encoding, logistic regression and booster from training rows, in memory and with one
 * thread: the same models wherever it runs.
 *
 * @param numbers the numeric features of the rows
 * @param texts the names of their categorical features
 * @param seed of the rows and columns that each tree sees
 */
record ModelTrainer(List<Feature> numbers, List<String> texts, long seed) implements Serializable {

  /** Learns from rows of a table. */
  static ModelTrainer of(FeatureTable table, long seed) {
    return new ModelTrainer(List.copyOf(table.numbers()), List.copyOf(table.texts()), seed);
  }

  /**
   * Rows that nothing was learned from, by what was learned from others.
   *
   * @param rows with their log odds, those of boosting by the first shape of trees
   * @param tried what each shape of trees makes of them
   */
  record Unseen(List<Scored> rows, List<Growth.Tried> tried) implements Serializable {

    /** The rows with the log odds of boosting by a shape of trees. */
    List<Scored> by(int shape) {
      double[] margins = tried.get(shape).margins();
      return IntStream.range(0, margins.length)
          .mapToObj(i -> rows.get(i).withBoosting(margins[i]))
          .toList();
    }
  }

  /** Learns from training rows, and scores others, by which boosting stops. */
  Unseen scoreUnseen(List<Example> training, List<Example> unseen) {
    Encoding encoding = Encoding.fit(numbers, texts, training);
    List<Growth.Tried> tried = new BoostingTrainer(encoding, seed).tryShapes(training, unseen);
    Logistic logistic = Logistic.fit(encoding, training);
    double[] boosted = tried.get(0).margins();
    List<Scored> scored =
        IntStream.range(0, boosted.length)
            .mapToObj(i -> FittedModels.scored(encoding, logistic, unseen.get(i), boosted[i]))
            .toList();
    return new Unseen(scored, tried);
  }

  /** Learns from training rows. */
  FittedModels fit(List<Example> training, Growth growth) {
    Encoding encoding = Encoding.fit(numbers, texts, training);
    Boosting boosting = new BoostingTrainer(encoding, seed).fit(training, growth);
    return new FittedModels(encoding, Logistic.fit(encoding, training), boosting);
  }

  /** How to grow a booster so that stopping rows, which are not learned from, lose least. */
  Growth growth(List<Example> training, List<Example> stopping) {
    Encoding encoding = Encoding.fit(numbers, texts, training);
    return Growth.of(List.of(new BoostingTrainer(encoding, seed).tryShapes(training, stopping)));
  }
}
