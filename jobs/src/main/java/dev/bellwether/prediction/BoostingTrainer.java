package dev.bellwether.prediction;

import java.util.Arrays;
import java.util.stream.Collectors;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Grows boosted trees on Spark's workers. */
final class BoostingTrainer {
  private static final double LEARNING_RATE = 0.05;
  private static final int DEPTH = 4;
  private static final double ROWS_PER_TREE = 0.8;
  private static final double COLUMNS_PER_TREE = 0.8;
  private static final double LEAST_LEAF_WEIGHT = 5;
  private static final int MOST_ROUNDS = 1000;
  private static final int ROUNDS_WITHOUT_GAIN = 30;

  private final int[] monotone;
  private final long seed;

  BoostingTrainer(int[] monotone, long seed) {
    this.monotone = monotone;
    this.seed = seed;
  }

  /** Grows until the log loss on the stopping rows gains no more. */
  Boosting fitUntil(Dataset<Row> rows, Dataset<Row> stopping) {
    XGBoostClassifier classifier = classifier(MOST_ROUNDS);
    classifier.setNumEarlyStoppingRounds(ROUNDS_WITHOUT_GAIN);
    classifier.setEvalDataset(stopping);
    XGBoostClassificationModel model = classifier.train(rows);
    try {
      String best = model.nativeBooster().booster().getAttr("best_iteration");
      return new Boosting(bytes(model), Integer.parseInt(best) + 1);
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost does not tell its best round", e);
    }
  }

  /** Grows so many trees. */
  Boosting fit(Dataset<Row> rows, int rounds) {
    XGBoostClassificationModel model = classifier(rounds).train(rows);
    return new Boosting(bytes(model), rounds);
  }

  private XGBoostClassifier classifier(int rounds) {
    XGBoostClassifier classifier = new XGBoostClassifier();
    constrain(classifier);
    classifier.setObjective("binary:logistic");
    classifier.setEvalMetric("logloss");
    classifier.setTreeMethod("hist");
    classifier.setEta(LEARNING_RATE);
    classifier.setMaxDepth(DEPTH);
    classifier.setSubsample(ROWS_PER_TREE);
    classifier.setColsampleBytree(COLUMNS_PER_TREE);
    classifier.setMinChildWeight(LEAST_LEAF_WEIGHT);
    classifier.setMissing(Float.NaN);
    classifier.setSeed(seed);
    classifier.setNumRound(rounds);
    classifier.setVerbosity(0);
    // one worker with one thread: the same trees whatever the machine
    classifier.setNumWorkers(1);
    classifier.setNthread(1);
    return classifier;
  }

  private static byte[] bytes(XGBoostClassificationModel model) {
    try {
      return model.nativeBooster().booster().toByteArray();
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost cannot write the booster", e);
    }
  }

  /** XGBoost4J-Spark 3.1.1 hands an array on in a form that XGBoost cannot read; text it can. */
  private void constrain(XGBoostClassifier classifier) {
    Param<String> constraints =
        new Param<>(classifier.uid(), classifier.monotoneConstraints().name(), "as text");
    classifier.set(
        constraints,
        Arrays.stream(monotone)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "(", ")")));
  }
}
