package dev.bellwether.prediction;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Gradient-boosted trees on rows with unknowns.
 *
 * @param booster XGBoost's own bytes
 * @param rounds how many of its trees count; later ones were grown before stopping was noticed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
record Boosting(byte[] booster, int rounds) implements Serializable {

  /** A booster in memory, which scores many rows at once; not to be shared between threads. */
  Scorer scorer() {
    try {
      Booster loaded = XGBoost.loadModel(booster);
      loaded.setParam("nthread", 1);
      return new Scorer(loaded, rounds);
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost cannot read the booster", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Scores rows by a loaded booster. */
  record Scorer(Booster booster, int rounds) {

    /** The log odds of each row. */
    double[] margins(List<double[]> rows) {
      if (rows.isEmpty()) {
        return new double[0];
      }
      int width = rows.get(0).length;
      return firstColumn(predict(flat(rows, width), rows.size(), width));
    }

    /**
     * What each column adds to the log odds of each row, and last what all rows have in common: the
     * exact SHAP values of trees (Lundberg et al. 2020).
     */
    float[][] contributions(List<double[]> rows) {
      if (rows.isEmpty()) {
        return new float[0][];
      }
      int width = rows.get(0).length;
      try {
        DMatrix matrix = new DMatrix(flat(rows, width), rows.size(), width, Float.NaN);
        float[][] contributions = booster.predictContrib(matrix, rounds);
        matrix.dispose();
        return contributions;
      } catch (XGBoostError e) {
        throw new IllegalStateException("XGBoost cannot explain", e);
      }
    }

    private static float[] flat(List<double[]> rows, int width) {
      float[] flat = new float[rows.size() * width];
      int next = 0;
      for (double[] row : rows) {
        for (double value : row) {
          flat[next++] = (float) value;
        }
      }
      return flat;
    }

    private float[][] predict(float[] flat, int rows, int width) {
      try {
        int[] counted = {0, rounds};
        return booster.inplace_predict(
            flat, rows, width, Float.NaN, counted, Booster.PredictionType.kMargin, null);
      } catch (XGBoostError e) {
        throw new IllegalStateException("XGBoost cannot score", e);
      }
    }

    private static double[] firstColumn(float[][] predicted) {
      double[] margins = new double[predicted.length];
      for (int i = 0; i < margins.length; i++) {
        margins[i] = predicted[i][0];
      }
      return margins;
    }
  }
}
