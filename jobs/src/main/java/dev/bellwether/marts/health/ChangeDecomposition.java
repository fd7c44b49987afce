package dev.bellwether.marts.health;

import dev.bellwether.marts.health.Change.Effect;
import dev.bellwether.marts.health.ScoreSheet.Line;
import dev.bellwether.platform.config.Scorecard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why a score changed between two nights, to the last point.
 *
 * <p>A score is a sum of weight x value whose weights sum to 1, so its change is, over all
 * measures, the sum of mean weight x change of value, and change of weight x (mean value - mean of
 * the two scores). The rules are changed first and the data after: what the earlier data would
 * score by the other scorecard, then by that scorecard as edited; then which measures are known,
 * and what they say. A measure that only one end knows takes its known value at both, so that it
 * moves the score by its weight only.
 */
final class ChangeDecomposition {
  /** Below this a change is rounding. */
  private static final double NOISE = 1e-12;

  private final HealthPoint from;
  private final HealthPoint to;
  private final Map<String, Line> before = new LinkedHashMap<>();
  private final Map<String, Line> after = new LinkedHashMap<>();
  private final RuleChange rules;
  private final double meanScore;
  private final List<Change> changes = new ArrayList<>();

  private ChangeDecomposition(HealthPoint from, HealthPoint to, ScorecardHistory scorecards) {
    this.from = from;
    this.to = to;
    from.lines().forEach(line -> before.put(key(line), line));
    to.lines().forEach(line -> after.put(key(line), line));
    this.rules = RuleChange.between(from, to, scorecards);
    this.meanScore = (from.beforeOverrides() + to.beforeOverrides()) / 2;
  }

  /**
   * The effects on the score from one night to another; their points sum to its change, and none is
   * 0.
   *
   * @param scorecards the scorecards that were in force when the two nights were scored
   */
  static List<Change> between(HealthPoint from, HealthPoint to, ScorecardHistory scorecards) {
    if (from.scoredOn().equals(to.scoredOn())) {
      return List.of();
    }
    return new ChangeDecomposition(from, to, scorecards).changes();
  }

  private List<Change> changes() {
    Map<String, Double> start = new HashMap<>();
    before.forEach((key, line) -> start.put(key, line.weight()));
    Map<String, Double> switched = rules.isSwitch() ? weightsBy(rules.adopted(), start) : start;
    Map<String, Double> edited = rules.isEdit() ? weightsBy(rules.current(), switched) : switched;
    Set<String> keys = new LinkedHashSet<>(after.keySet());
    keys.addAll(before.keySet());
    for (String key : keys) {
      addMeasure(
          key,
          start.getOrDefault(key, 0.0),
          switched.getOrDefault(key, 0.0),
          edited.getOrDefault(key, 0.0));
    }
    addOverride(from.override(), from.beforeOverrides() - from.score());
    addOverride(to.override(), to.score() - to.beforeOverrides());
    return withoutNoise(changes);
  }

  private void addMeasure(String key, double start, double switched, double edited) {
    Line old = before.get(key);
    Line now = after.get(key);
    Double oldValue = old == null ? null : old.value();
    Double newValue = now == null ? null : now.value();
    if (oldValue == null && newValue == null) {
      return;
    }
    double end = now == null ? 0 : now.weight();
    boolean knownAtBoth = oldValue != null && newValue != null;
    double meanValue =
        knownAtBoth ? (oldValue + newValue) / 2 : oldValue == null ? newValue : oldValue;
    double lead = meanValue - meanScore;
    add(old, now, Effect.SCORECARD_SWITCHED, (switched - start) * lead);
    add(old, now, Effect.SCORECARD_EDITED, (edited - switched) * lead);
    add(old, now, Effect.AVAILABILITY, (end - edited) * lead);
    if (knownAtBoth) {
      addValue(old, now, (start + end) / 2);
    }
  }

  private void addValue(Line old, Line now, double meanWeight) {
    double edited = rules.isChange() ? valueBy(rules.current(), old, old.value()) : old.value();
    double switched = rules.isSwitch() ? valueBy(rules.adopted(), old, edited) : old.value();
    add(old, now, Effect.SCORECARD_SWITCHED, meanWeight * (switched - old.value()));
    add(old, now, Effect.CURVE, meanWeight * (edited - switched));
    add(old, now, Effect.DATA, meanWeight * (now.value() - edited));
  }

  /** What the scorecard makes of the earlier night's feature, if it has the measure at all. */
  private static double valueBy(Scorecard scorecard, Line old, double otherwise) {
    for (Scorecard.Measure measure : scorecard.measures()) {
      if (key(measure).equals(key(old))) {
        return Curve.value(measure.curve(), old.rawValue());
      }
    }
    return otherwise;
  }

  /**
   * The weights that a scorecard gives the earlier data. What the earlier scorecard did not measure
   * counts as known then if it is now. With nothing known there are no weights, and it is passed
   * over.
   */
  private Map<String, Double> weightsBy(Scorecard scorecard, Map<String, Double> otherwise) {
    List<Scorecard.Measure> measures = scorecard.measures();
    boolean[] known = new boolean[measures.size()];
    boolean anyKnown = false;
    for (int i = 0; i < known.length; i++) {
      String key = key(measures.get(i));
      Line line = before.containsKey(key) ? before.get(key) : after.get(key);
      known[i] = line != null && line.value() != null;
      anyKnown |= known[i];
    }
    double[] weights = EffectiveWeights.of(scorecard, known);
    Map<String, Double> byKey = new HashMap<>();
    for (int i = 0; i < known.length; i++) {
      byKey.put(key(measures.get(i)), weights[i]);
    }
    return anyKnown ? byKey : otherwise;
  }

  private void add(Line old, Line now, Effect effect, double points) {
    Line known = now == null ? old : now;
    changes.add(
        new Change(known.dimension(), known.measure(), known.feature(), effect, points, old, now));
  }

  private void addOverride(String override, double points) {
    if (override != null) {
      changes.add(new Change(null, override, null, Effect.OVERRIDE, points, null, null));
    }
  }

  private static List<Change> withoutNoise(Collection<Change> changes) {
    Map<List<Object>, Change> merged = new LinkedHashMap<>();
    for (Change change : changes) {
      merged.merge(List.of(change.measure(), change.effect()), change, Change::plus);
    }
    return merged.values().stream().filter(c -> Math.abs(c.points()) > NOISE).toList();
  }

  /** A measure that reads another feature than before is another measure. */
  private static String key(Line line) {
    return line.measure() + " of " + line.feature();
  }

  private static String key(Scorecard.Measure measure) {
    return measure.name() + " of " + measure.feature();
  }
}
