package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Scorecard.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads and checks {@code when}: a map from features to what must hold of them, which is a text, a
 * list of texts, or bounds.
 */
final class ConditionReader {
  private static final String WHEN = "when";
  private static final String[] BOUNDS = {"above", "at_least", "below", "at_most"};

  private final Map<String, ReadableFeature> features;
  private final String table;

  /**
   * @param features the features that there are; when empty, any passes
   * @param table the table whose columns they are
   */
  ConditionReader(Map<String, ReadableFeature> features, String table) {
    this.features = features;
    this.table = table;
  }

  /** The conditions of an entry; none where it has no {@code when}. */
  List<Condition> read(Section entry, Problems problems) {
    Section when = problems.attempt(() -> entry.section(WHEN), entry.empty(WHEN));
    List<Condition> conditions = new ArrayList<>();
    for (String feature : when.keys()) {
      problems.attempt(() -> conditions.add(condition(when, feature)));
    }
    return conditions;
  }

  private Condition condition(Section when, String feature) {
    if (!features.isEmpty() && !features.containsKey(feature)) {
      String advice = Nearest.advice(feature, features.keySet());
      throw when.wrong(feature, table + " has no column " + feature, advice);
    }
    return when.raw(feature) instanceof Map ? bounds(when, feature) : oneOf(when, feature);
  }

  private Condition bounds(Section when, String feature) {
    require(
        when, feature, FeatureKind.NUMBER, "it has no numbers", "name the texts that it may be");
    Section bounds = when.section(feature).onlyKeys(BOUNDS);
    Condition condition =
        new Condition(
            feature,
            List.of(),
            bound(bounds, "above"),
            bound(bounds, "at_least"),
            bound(bounds, "below"),
            bound(bounds, "at_most"));
    double low = Math.max(orElse(condition.above(), -1), orElse(condition.atLeast(), -1));
    double high = Math.min(orElse(condition.below(), 1), orElse(condition.atMost(), 1));
    boolean isOpen = condition.above() != null || condition.below() != null;
    if (bounds.keys().isEmpty() || low > high || (low == high && isOpen)) {
      throw when.wrong(
          feature,
          bounds.keys().isEmpty() ? "it has no bound" : "no number lies within its bounds",
          "write for example {above: 60} or {at_least: 0, below: 90}");
    }
    return condition;
  }

  private static Double bound(Section bounds, String key) {
    return bounds.has(key) ? bounds.number(key, -Double.MAX_VALUE, Double.MAX_VALUE) : null;
  }

  private static double orElse(Double bound, int sign) {
    return bound == null ? sign * Double.MAX_VALUE : bound;
  }

  private Condition oneOf(Section when, String feature) {
    List<String> texts = when.listOfTexts(feature);
    if (kind(feature) == FeatureKind.FLAG && !List.of("true", "false").containsAll(texts)) {
      throw when.wrong(
          feature, "it is " + texts + ", and the feature is a flag", "write true or false");
    }
    if (kind(feature) == FeatureKind.NUMBER) {
      throw when.wrong(
          feature, "it is " + texts + ", and numbers need bounds", "write for example {above: 60}");
    }
    require(when, feature, kind(feature), "", "");
    return new Condition(feature, texts, null, null, null, null);
  }

  private void require(Section when, String feature, FeatureKind wanted, String why, String fix) {
    FeatureKind kind = features.isEmpty() ? wanted : kind(feature);
    if (kind == FeatureKind.OTHER) {
      throw when.wrong(feature, "it is neither a number, a text nor a flag", "use another feature");
    }
    if (kind != wanted) {
      throw when.wrong(feature, why, fix);
    }
  }

  private FeatureKind kind(String feature) {
    return features.containsKey(feature) ? features.get(feature).kind() : FeatureKind.TEXT;
  }
}
