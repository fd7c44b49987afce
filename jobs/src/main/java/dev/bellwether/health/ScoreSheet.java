package dev.bellwether.health;

import dev.bellwether.config.Scorecard;
import java.io.Serializable;
import java.util.ArrayList;
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
  static final String UNKNOWN = "unknown";
  static final String NOT_APPLICABLE = "not_applicable";

  private final Scorecard scorecard;

  ScoreSheet(Scorecard scorecard) {
    this.scorecard = scorecard;
  }

  /**
   * A measure's part of a score.
   *
   * @param rawValue the feature's value; null when unknown or not applicable
   * @param value what the curve makes of it, 0 to 100, or null
   * @param weight its effective weight: 0 when it has no value
   * @param state known, unknown or not_applicable
   */
  record Line(
      String dimension,
      String measure,
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
   * @param coverage the share of applicable weight that is known
   * @param lines its measures; their contributions sum to the score
   */
  record Score(Double score, double coverage, List<Line> lines) {}

  /**
   * Scores an account.
   *
   * @param features the values of the measures' features, in the scorecard's order; null is unknown
   * @param notApplicable the names of features that do not apply
   */
  Score score(List<Double> features, Set<String> notApplicable) {
    double knownDimensions = 0;
    double applicable = 0;
    double known = 0;
    List<Known> dimensions = new ArrayList<>();
    int next = 0;
    for (Scorecard.Dimension dimension : scorecard.dimensions()) {
      int end = next + dimension.measures().size();
      Known own = new Known(dimension, features.subList(next, end), notApplicable);
      next = end;
      dimensions.add(own);
      knownDimensions += own.weight > 0 ? dimension.weight() : 0;
      applicable += own.nominalApplicable;
      known += own.nominalKnown;
    }
    List<Line> lines = new ArrayList<>();
    for (Known dimension : dimensions) {
      dimension.addLines(lines, knownDimensions);
    }
    double total = 0;
    for (Line line : lines) {
      total += line.contribution();
    }
    // weights sum to 1 but for rounding, which must not lift a full score over its bound
    Double score = knownDimensions > 0 ? Math.min(100.0, total) : null;
    return new Score(score, applicable > 0 ? known / applicable : 0, lines);
  }

  /** What is known of a dimension: unknown measures hand their weight to their siblings. */
  private static final class Known {
    private final Scorecard.Dimension dimension;
    private final List<Double> raw = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final List<Boolean> applies = new ArrayList<>();
    private double weight;
    private double nominalApplicable;
    private double nominalKnown;

    Known(Scorecard.Dimension dimension, List<Double> features, Set<String> notApplicable) {
      this.dimension = dimension;
      double siblings = 0;
      for (Scorecard.Measure measure : dimension.measures()) {
        siblings += measure.weight();
      }
      for (int i = 0; i < dimension.measures().size(); i++) {
        Scorecard.Measure measure = dimension.measures().get(i);
        boolean applicable = !notApplicable.contains(measure.feature());
        raw.add(applicable ? features.get(i) : null);
        values.add(Curve.value(measure.curve(), raw.get(i)));
        applies.add(applicable);
        boolean isKnown = values.get(i) != null;
        double nominal = dimension.weight() * measure.weight() / siblings;
        weight += isKnown ? measure.weight() : 0;
        nominalApplicable += applicable ? nominal : 0;
        nominalKnown += isKnown ? nominal : 0;
      }
    }

    void addLines(List<Line> lines, double knownDimensions) {
      for (int i = 0; i < dimension.measures().size(); i++) {
        Scorecard.Measure measure = dimension.measures().get(i);
        Double value = values.get(i);
        double effective =
            value == null ? 0 : dimension.weight() / knownDimensions * (measure.weight() / weight);
        String state = value != null ? KNOWN : applies.get(i) ? UNKNOWN : NOT_APPLICABLE;
        lines.add(new Line(dimension.name(), measure.name(), raw.get(i), value, effective, state));
      }
    }
  }
}
