package dev.bellwether.prediction;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** A logistic regression and a booster learned from the same rows, with their common encoding. */
record FittedModels(Encoding encoding, Logistic logistic, Boosting boosting)
    implements Serializable {
  private static final int ROWS_AT_ONCE = 4096;

  /**
   * Does nothing when the parts fit each other.
   *
   * @throws IllegalStateException when they do not, or the booster cannot be loaded
   */
  void requireWhole() {
    int columns = encoding.width() + encoding.gaps().length;
    if (logistic.coefficients().length != columns
        || encoding.averages().length != columns
        || encoding.levels().size() != encoding.texts().size()) {
      throw new IllegalStateException("coefficients, averages or levels are missing");
    }
    boosting.scorer();
  }

  /** The log odds of each row, where the rows are. */
  JavaRDD<Scored> score(FeatureTable table) {
    return table.examples().mapPartitions(this::scored);
  }

  /** The log odds of each row, in their order. */
  List<Scored> scored(List<Example> examples) {
    List<Scored> results = new ArrayList<>();
    scored(examples.iterator()).forEachRemaining(results::add);
    return results;
  }

  /** The log odds of each row, in their order. */
  Iterator<Scored> scored(Iterator<Example> examples) {
    Boosting.Scorer scorer = boosting.scorer();
    return new Batches<>(examples, ROWS_AT_ONCE, batch -> scoredBatch(batch, scorer));
  }

  private List<Scored> scoredBatch(List<Example> batch, Boosting.Scorer scorer) {
    double[] boosted = scorer.margins(batch.stream().map(encoding::withUnknown).toList());
    List<Scored> results = new ArrayList<>();
    for (int i = 0; i < boosted.length; i++) {
      results.add(scored(encoding, logistic, batch.get(i), boosted[i]));
    }
    return results;
  }

  /** A row with its log odds. */
  static Scored scored(Encoding encoding, Logistic logistic, Example example, double boosted) {
    return new Scored(
        example.row(),
        example.id(),
        example.event(),
        logistic.margin(encoding.filled(example)),
        boosted,
        encoding.beyond(example));
  }
}
