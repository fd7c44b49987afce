package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scores one account as definitions say, with plain loops and no thought of speed. */
final class HealthOracle {
  private HealthOracle() {}

  /** The score, or null when nothing is known. */
  static Double score(
      Scorecard scorecard, Map<String, Double> features, Set<String> notApplicable) {
    double sum = 0;
    double weights = 0;
    for (Scorecard.Dimension dimension : scorecard.dimensions()) {
      Double own = dimensionScore(dimension, features, notApplicable);
      if (own != null) {
        sum += dimension.weight() * own;
        weights += dimension.weight();
      }
    }
    return weights == 0 ? null : sum / weights;
  }

  static double coverage(
      Scorecard scorecard, Map<String, Double> features, Set<String> notApplicable) {
    double known = 0;
    double applicable = 0;
    for (Scorecard.Dimension dimension : scorecard.dimensions()) {
      double all = dimension.measures().stream().mapToDouble(Scorecard.Measure::weight).sum();
      for (Scorecard.Measure measure : dimension.measures()) {
        if (!notApplicable.contains(measure.feature())) {
          double nominal = dimension.weight() * measure.weight() / all;
          applicable += nominal;
          known += features.get(measure.feature()) == null ? 0 : nominal;
        }
      }
    }
    return applicable == 0 ? 0 : known / applicable;
  }

  private static Double dimensionScore(
      Scorecard.Dimension dimension, Map<String, Double> features, Set<String> notApplicable) {
    List<double[]> valuesAndWeights = new ArrayList<>();
    for (Scorecard.Measure measure : dimension.measures()) {
      Double feature = features.get(measure.feature());
      if (feature != null && !notApplicable.contains(measure.feature())) {
        valuesAndWeights.add(new double[] {value(measure.curve(), feature), measure.weight()});
      }
    }
    double weights = valuesAndWeights.stream().mapToDouble(pair -> pair[1]).sum();
    double sum = valuesAndWeights.stream().mapToDouble(pair -> pair[0] * pair[1]).sum();
    return weights == 0 ? null : sum / weights;
  }

  static double value(List<Scorecard.Point> curve, double x) {
    if (x <= curve.get(0).x()) {
      return curve.get(0).y();
    }
    for (int i = 1; i < curve.size(); i++) {
      Scorecard.Point left = curve.get(i - 1);
      Scorecard.Point right = curve.get(i);
      if (x <= right.x()) {
        double share = (x - left.x()) / (right.x() - left.x());
        return left.y() * (1 - share) + right.y() * share;
      }
    }
    return curve.get(curve.size() - 1).y();
  }
}
