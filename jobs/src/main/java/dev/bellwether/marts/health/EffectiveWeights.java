package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;

/**
 * What each measure of a scorecard counts in a score: a measure without a value hands its weight to
 * its siblings, a dimension without one to the other dimensions.
 */
final class EffectiveWeights {
  private EffectiveWeights() {}

  /**
   * Each measure's share of the score, in the scorecard's order; they sum to 1.
   *
   * @param known whether each measure has a value; where none has, all weights are 0
   */
  static double[] of(Scorecard scorecard, boolean[] known) {
    double[] withinDimension = new double[scorecard.dimensions().size()];
    double dimensions = 0;
    int next = 0;
    for (int d = 0; d < withinDimension.length; d++) {
      for (Scorecard.Measure measure : scorecard.dimensions().get(d).measures()) {
        withinDimension[d] += known[next++] ? measure.weight() : 0;
      }
      dimensions += withinDimension[d] > 0 ? scorecard.dimensions().get(d).weight() : 0;
    }
    double[] weights = new double[known.length];
    next = 0;
    for (int d = 0; d < withinDimension.length; d++) {
      Scorecard.Dimension dimension = scorecard.dimensions().get(d);
      for (Scorecard.Measure measure : dimension.measures()) {
        weights[next] =
            known[next]
                ? dimension.weight() / dimensions * (measure.weight() / withinDimension[d])
                : 0;
        next++;
      }
    }
    return weights;
  }
}
