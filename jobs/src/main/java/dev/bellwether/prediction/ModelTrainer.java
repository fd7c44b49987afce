package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.List;

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

  /** Learns from training rows; boosting stops when the stopping rows gain no more. */
  FittedModels fitUntil(List<Example> training, List<Example> stopping) {
    Encoding encoding = Encoding.fit(numbers, texts, training);
    Boosting boosting = new BoostingTrainer(encoding, seed).fitUntil(training, stopping);
    return new FittedModels(encoding, Logistic.fit(encoding, training), boosting);
  }

  /** Learns from training rows with so many rounds of boosting. */
  FittedModels fit(List<Example> training, int rounds) {
    Encoding encoding = Encoding.fit(numbers, texts, training);
    Boosting boosting = new BoostingTrainer(encoding, seed).fit(training, rounds);
    return new FittedModels(encoding, Logistic.fit(encoding, training), boosting);
  }

  /** The rounds of boosting after which the stopping rows gain no more. */
  int roundsUntil(List<Example> training, List<Example> stopping) {
    Encoding encoding = Encoding.fit(numbers, texts, training);
    return new BoostingTrainer(encoding, seed).fitUntil(training, stopping).rounds();
  }
}
