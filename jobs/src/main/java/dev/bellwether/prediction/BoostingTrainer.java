package dev.bellwether.prediction;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Grows boosted trees with one thread: the same trees whatever the machine.
 *
 * @param encoding how rows become numbers
 * @param seed of the rows and columns that each tree sees
 */
record BoostingTrainer(Encoding encoding, long seed) {
  private static final double LEARNING_RATE = 0.05;
  private static final int DEPTH = 4;
  private static final double ROWS_PER_TREE = 0.8;
  private static final double COLUMNS_PER_TREE = 0.8;
  private static final double LEAST_LEAF_WEIGHT = 5;
  private static final int MOST_ROUNDS = 1000;
  private static final int ROUNDS_WITHOUT_GAIN = 30;

  /** Grows until the log loss on the stopping rows gains no more. */
  Boosting fitUntil(List<Example> training, List<Example> stopping) {
    return grown(training, stopping, MOST_ROUNDS);
  }

  /** Grows so many trees. */
  Boosting fit(List<Example> training, int rounds) {
    return grown(training, List.of(), rounds);
  }

  private Boosting grown(List<Example> rows, List<Example> stopping, int rounds) {
    try {
      DMatrix training = matrix(rows);
      // XGBoost's own loop prints each round; so it makes an empty booster, which grows here
      Booster booster = XGBoost.train(training, parameters(), 0, Map.of(), null, null);
      int counted = stopping.isEmpty() ? rounds : 0;
      if (stopping.isEmpty()) {
        for (int round = 0; round < rounds; round++) {
          booster.update(training, round);
        }
      } else {
        counted = growUntil(booster, training, matrix(stopping), rounds);
      }
      byte[] bytes = booster.toByteArray();
      booster.dispose();
      training.dispose();
      return new Boosting(bytes, counted);
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost cannot train", e);
    }
  }

  private static int growUntil(Booster booster, DMatrix training, DMatrix stopping, int rounds)
      throws XGBoostError {
    DMatrix[] watched = {stopping};
    String[] names = {"stopping"};
    float[] loss = new float[1];
    float best = Float.MAX_VALUE;
    int counted = 0;
    for (int round = 0; round < rounds && round < counted + ROUNDS_WITHOUT_GAIN; round++) {
      booster.update(training, round);
      booster.evalSet(watched, names, round, loss);
      if (loss[0] < best) {
        best = loss[0];
        counted = round + 1;
      }
    }
    stopping.dispose();
    return counted;
  }

  private Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("eval_metric", "logloss");
    parameters.put("tree_method", "hist");
    parameters.put("eta", LEARNING_RATE);
    parameters.put("max_depth", DEPTH);
    parameters.put("subsample", ROWS_PER_TREE);
    parameters.put("colsample_bytree", COLUMNS_PER_TREE);
    parameters.put("min_child_weight", LEAST_LEAF_WEIGHT);
    parameters.put("monotone_constraints", constraints());
    parameters.put("seed", seed);
    parameters.put("nthread", 1);
    parameters.put("verbosity", 0);
    return parameters;
  }

  private String constraints() {
    return Arrays.stream(encoding.monotone())
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "(", ")"));
  }

  private DMatrix matrix(List<Example> rows) throws XGBoostError {
    return new DMatrix(rows.stream().map(this::point).iterator(), null, Float.NaN);
  }

  private LabeledPoint point(Example example) {
    double[] encoded = encoding.withUnknown(example);
    float[] values = new float[encoded.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) encoded[i];
    }
    return new LabeledPoint(example.event() ? 1 : 0, values.length, null, values);
  }
}
