package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * One account's score by a scorecard, measure by measure.
 *
 * <p>Every sum runs in the scorecard's order, so that doubles come out the same wherever a row is
 * computed.
 */
final class ScoreSheet implements Serializable {
  private static final long serialVersionUID = 1;

  static final String KNOWN = "known";
  static final String STALE = "stale";
  static final String UNKNOWN = "unknown";
  static final String NOT_APPLICABLE = "not_applicable";

  private final Scorecard scorecard;
  private final List<Scorecard.Measure> measures;

  ScoreSheet(Scorecard scorecard) {
    this.scorecard = scorecard;
    this.measures = scorecard.measures();
  }

  /**
   * A measure's part of a score.
   *
   * @param feature the feature that it reads
   * @param rawValue the feature's value; null when unknown or not applicable
   * @param value what the curve makes of it, 0 to 100, or null
   * @param weight its effective weight: 0 when it has no value
   * @param state known, stale (known as of an earlier day), unknown or not_applicable
   */
  record Line(
      String dimension,
      String measure,
      String feature,
      Double rawValue,
      Double value,
      double weight,
      String state) {

    double contribution() {
      return value == null ? 0 : weight * value;
    }
  }

  /**
   * A score.
   *
   * @param score 0 to 100; null when nothing is known
   * @param coverage the share of applicable weight that has a value
   * @param staleShare the share of that weight whose values are as of an earlier day
   * @param lines its measures; their contributions sum to the score
   */
  record Score(Double score, double coverage, double staleShare, List<Line> lines) {}

  /**
   * Scores an account.
   *
   * @param features the values of the measures' features, in the scorecard's order; null is unknown
   * @param notApplicable the names of features that do not apply
   * @param stale the names of features that are as of an earlier day
   */
  Score score(List<Double> features, Set<String> notApplicable, Set<String> stale) {
    List<Line> lines = lines(features, notApplicable, stale);
    double total = 0;
    boolean anyKnown = false;
    for (Line line : lines) {
      total += line.contribution();
      anyKnown |= line.value() != null;
    }
    // weights sum to 1 but for rounding, which must not lift a full score over its bound
    Double score = anyKnown ? (Double) Math.min(Scorecard.BEST_SCORE, total) : null;
    double staleWeight = nominal(lines, STALE);
    double valued = nominal(lines, KNOWN) + staleWeight;
    return new Score(
        score, share(valued, valued + nominal(lines, UNKNOWN)), share(staleWeight, valued), lines);
  }

  /** The measures of an account of which nothing is known. */
  List<Line> unknown() {
    List<Double> nothing = Collections.nCopies(measures.size(), null);
    return lines(nothing, Set.of(), Set.of());
  }

  private List<Line> lines(List<Double> features, Set<String> notApplicable, Set<String> stale) {
    int size = features.size();
    Double[] raw = new Double[size];
    Double[] values = new Double[size];
    boolean[] known = new boolean[size];
    for (int i = 0; i < size; i++) {
      raw[i] = notApplicable.contains(measures.get(i).feature()) ? null : features.get(i);
      values[i] = Curve.value(measures.get(i).curve(), raw[i]);
      known[i] = values[i] != null;
    }
    double[] weights = EffectiveWeights.of(scorecard, known);
    List<Line> lines = new ArrayList<>(size);
    for (Scorecard.Dimension dimension : scorecard.dimensions()) {
      for (Scorecard.Measure measure : dimension.measures()) {
        int i = lines.size();
        lines.add(
            new Line(
                dimension.name(),
                measure.name(),
                measure.feature(),
                raw[i],
                values[i],
                weights[i],
                state(values[i], measure.feature(), notApplicable, stale)));
      }
    }
    return lines;
  }

  private static String state(
      Double value, String feature, Set<String> notApplicable, Set<String> stale) {
    if (value != null) {
      return stale.contains(feature) ? STALE : KNOWN;
    }
    return notApplicable.contains(feature) ? NOT_APPLICABLE : UNKNOWN;
  }

  private static double share(double part, double whole) {
    return whole > 0 ? part / whole : 0;
  }

  /** The scorecard's own weight of the measures in a state. */
  private double nominal(List<Line> lines, String state) {
    double total = 0;
    int next = 0;
    for (Scorecard.Dimension dimension : scorecard.dimensions()) {
      double siblings = dimension.measures().stream().mapToDouble(Scorecard.Measure::weight).sum();
      for (Scorecard.Measure measure : dimension.measures()) {
        boolean isIn = lines.get(next++).state().equals(state);
        total += isIn ? dimension.weight() * measure.weight() / siblings : 0;
      }
    }
    return total;
  }
}
