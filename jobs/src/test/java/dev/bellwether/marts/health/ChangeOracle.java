package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecard.Dimension;
import dev.bellwether.platform.config.Scorecard.Measure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The definition of change word by word, with plain loops: for each measure, mean weight x (value
 * from data change + value from curve edit) + weight change x (mean value - mean of the two
 * scores).
 */
final class ChangeOracle {

  /** What an account is scored by and on at one end. */
  record End(Scorecard scorecard, Map<String, Double> data, Set<String> notApplicable) {
    Double raw(String feature) {
      return notApplicable.contains(feature) ? null : data.get(feature);
    }

    double score() {
      return HealthOracle.score(scorecard, data, notApplicable);
    }
  }

  private final End from;
  private final End to;
  private final Scorecard adopted;
  private final Map<String, Double> effects = new TreeMap<>();

  /**
   * @param adopted the later scorecard as it was at the earlier end
   */
  ChangeOracle(End from, End to, Scorecard adopted) {
    this.from = from;
    this.to = to;
    this.adopted = adopted;
  }

  /** Points by "measure effect". */
  Map<String, Double> effects() {
    Set<String> ids = new HashSet<>();
    from.scorecard().measures().forEach(m -> ids.add(id(m)));
    to.scorecard().measures().forEach(m -> ids.add(id(m)));
    boolean isSwitch = !from.scorecard().name().equals(to.scorecard().name());
    Map<String, Double> start = weights(from.scorecard(), from);
    Map<String, Double> switched = isSwitch ? weights(adopted, null, start) : start;
    boolean isEdit = !(isSwitch ? adopted : from.scorecard()).equals(to.scorecard());
    Map<String, Double> edited = isEdit ? weights(to.scorecard(), null, switched) : switched;
    Map<String, Double> end = weights(to.scorecard(), to);
    for (String id : ids) {
      Double before = value(from.scorecard(), id, from);
      Double after = value(to.scorecard(), id, to);
      if (before == null && after == null) {
        continue;
      }
      double mean =
          ((before == null ? after : before) + (after == null ? before : after)) / 2
              - (from.score() + to.score()) / 2;
      add(id, "SCORECARD_SWITCHED", (of(switched, id) - of(start, id)) * mean);
      add(id, "SCORECARD_EDITED", (of(edited, id) - of(switched, id)) * mean);
      add(id, "AVAILABILITY", (of(end, id) - of(edited, id)) * mean);
      if (before != null && after != null) {
        double meanWeight = (of(start, id) + of(end, id)) / 2;
        double byNewRules = value(to.scorecard(), id, from);
        Double byAdopted = isSwitch ? value(adopted, id, from) : before;
        double atSwitch = byAdopted == null ? byNewRules : byAdopted;
        add(id, "SCORECARD_SWITCHED", meanWeight * (atSwitch - before));
        add(id, "CURVE", meanWeight * (byNewRules - atSwitch));
        add(id, "DATA", meanWeight * (after - byNewRules));
      }
    }
    effects.values().removeIf(points -> Math.abs(points) < 1e-11);
    return effects;
  }

  private void add(String id, String effect, double points) {
    effects.merge(id.substring(0, id.indexOf('/')) + " " + effect, points, Double::sum);
  }

  private Map<String, Double> weights(Scorecard scorecard, End end) {
    return weights(scorecard, end, Map.of());
  }

  /** Weights at an end; with none given, on the data of the earlier end as far as it measured. */
  private Map<String, Double> weights(Scorecard scorecard, End end, Map<String, Double> otherwise) {
    Map<String, Double> nominal = new HashMap<>();
    double dimensions = 0;
    for (Dimension dimension : scorecard.dimensions()) {
      double siblings = 0;
      for (Measure measure : dimension.measures()) {
        siblings += isKnown(measure, end) ? measure.weight() : 0;
      }
      for (Measure measure : dimension.measures()) {
        if (isKnown(measure, end)) {
          nominal.put(id(measure), dimension.weight() * measure.weight() / siblings);
        }
      }
      dimensions += siblings > 0 ? dimension.weight() : 0;
    }
    double sum = dimensions;
    nominal.replaceAll((id, weight) -> weight / sum);
    return nominal.isEmpty() ? otherwise : nominal;
  }

  private boolean isKnown(Measure measure, End end) {
    if (end != null) {
      return end.raw(measure.feature()) != null;
    }
    boolean wasMeasured = from.scorecard().measures().stream().anyMatch(m -> same(m, measure));
    boolean isMeasured = to.scorecard().measures().stream().anyMatch(m -> same(m, measure));
    return wasMeasured
        ? from.raw(measure.feature()) != null
        : isMeasured && to.raw(measure.feature()) != null;
  }

  private static Double value(Scorecard scorecard, String id, End end) {
    for (Measure measure : scorecard.measures()) {
      if (id(measure).equals(id) && end.raw(measure.feature()) != null) {
        return HealthOracle.value(measure.curve(), end.raw(measure.feature()));
      }
    }
    return null;
  }

  private static double of(Map<String, Double> weights, String id) {
    return Objects.requireNonNullElse(weights.get(id), 0.0);
  }

  private static boolean same(Measure one, Measure other) {
    return id(one).equals(id(other));
  }

  private static String id(Measure measure) {
    return measure.name() + "/" + measure.feature();
  }
}
