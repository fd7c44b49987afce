package dev.bellwether.prediction;

import java.util.ArrayList;
import java.util.List;

/**
 * Explains rows: exact SHAP values of the booster, coefficient times deviation from the average of
 * the logistic regression, and the mean of both for their blend. Not to be shared between threads.
 */
public final class Explainer {
  private final FittedModels models;
  private final double ofLogistic;
  private final Boosting.Scorer booster;
  private final int[] features;

  Explainer(FittedModels models, Method method) {
    this.models = models;
    this.ofLogistic =
        switch (method) {
          case LOGISTIC -> 1;
          case BOOSTING -> 0;
          case BLEND -> 0.5;
        };
    this.booster = models.boosting().scorer();
    this.features = models.encoding().features();
  }

  /** The contributions of each row, in their order. */
  public List<Contributions> of(List<Example> rows) {
    Encoding encoding = models.encoding();
    List<double[]> encoded = rows.stream().map(encoding::withUnknown).toList();
    float[][] boosted = booster.contributions(encoded);
    double[] margins = booster.margins(encoded);
    List<Contributions> explained = new ArrayList<>();
    for (int row = 0; row < boosted.length; row++) {
      explained.add(blended(encoding.filled(rows.get(row)), boosted[row], margins[row]));
    }
    return explained;
  }

  private Contributions blended(double[] filled, float[] boosted, double margin) {
    Encoding encoding = models.encoding();
    double[] coefficients = models.logistic().coefficients();
    double[] ofFeatures = new double[encoding.numbers().size() + encoding.texts().size()];
    double base = ofLogistic * models.logistic().intercept();
    for (int column = 0; column < filled.length; column++) {
      double average = encoding.averages()[column];
      base += ofLogistic * coefficients[column] * average;
      ofFeatures[features[column]] +=
          ofLogistic * coefficients[column] * (filled[column] - average);
    }
    int width = boosted.length - 1;
    for (int column = 0; column < width; column++) {
      ofFeatures[features[column]] += (1 - ofLogistic) * boosted[column];
    }
    double logOdds = ofLogistic * models.logistic().margin(filled) + (1 - ofLogistic) * margin;
    return new Contributions(logOdds, base + (1 - ofLogistic) * boosted[width], ofFeatures);
  }
}
