package dev.bellwether.prediction;

import java.util.ArrayList;
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
  private static final double ROWS_PER_TREE = 0.8;
  private static final double COLUMNS_PER_TREE = 0.8;
  private static final int MOST_ROUNDS = 1000;
  private static final int ROUNDS_WITHOUT_GAIN = 30;

  /** Tries each shape until the log loss on the stopping rows gains no more. */
  List<Growth.Tried> tryShapes(List<Example> training, List<Example> stopping) {
    try {
      DMatrix rows = matrix(training);
      DMatrix watched = matrix(stopping);
      List<Growth.Tried> tried = new ArrayList<>();
      for (TreeShape shape : TreeShape.TRIED) {
        tried.add(grownUntil(rows, watched, shape, stopping.size()));
      }
      rows.dispose();
      watched.dispose();
      return tried;
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost cannot train", e);
    }
  }

  /** Grows a booster. */
  Boosting fit(List<Example> training, Growth growth) {
    try {
      DMatrix rows = matrix(training);
      Booster booster = empty(rows, growth.shape());
      for (int round = 0; round < growth.rounds(); round++) {
        booster.update(rows, round);
      }
      byte[] bytes = booster.toByteArray();
      booster.dispose();
      rows.dispose();
      return new Boosting(bytes, growth.rounds());
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost cannot train", e);
    }
  }

  private Growth.Tried grownUntil(DMatrix rows, DMatrix stopping, TreeShape shape, int count)
      throws XGBoostError {
    Booster booster = empty(rows, shape);
    DMatrix[] watched = {stopping};
    String[] names = {"stopping"};
    float[] loss = new float[1];
    float best = Float.MAX_VALUE;
    int counted = 0;
    for (int round = 0; round < MOST_ROUNDS && round < counted + ROUNDS_WITHOUT_GAIN; round++) {
      booster.update(rows, round);
      booster.evalSet(watched, names, round, loss);
      if (loss[0] < best) {
        best = loss[0];
        counted = round + 1;
      }
    }
    double[] margins =
        Arrays.stream(booster.predict(stopping, true, counted))
            .mapToDouble(row -> row[0])
            .toArray();
    booster.dispose();
    return new Growth.Tried(new Growth(shape, counted), (double) best * count, margins);
  }

  /** XGBoost's own loop prints each round; so it makes an empty booster, which grows here. */
  private Booster empty(DMatrix rows, TreeShape shape) throws XGBoostError {
    return XGBoost.train(rows, parameters(shape), 0, Map.of(), null, null);
  }

  private Map<String, Object> parameters(TreeShape shape) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("eval_metric", "logloss");
    parameters.put("tree_method", "hist");
    parameters.put("eta", LEARNING_RATE);
    parameters.put("max_depth", shape.depth());
    parameters.put("subsample", ROWS_PER_TREE);
    parameters.put("colsample_bytree", COLUMNS_PER_TREE);
    parameters.put("min_child_weight", shape.leastLeafWeight());
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
