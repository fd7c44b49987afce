package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Scorecard.Dimension;
import dev.bellwether.platform.config.Scorecard.Measure;
import dev.bellwether.platform.contract.Polarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads and checks the dimensions of a scorecard and their measures. */
final class DimensionReader {
  /** What a measure may read; a flag counts as 0 or 1. */
  private static final Set<FeatureKind> KINDS = Set.of(FeatureKind.NUMBER, FeatureKind.FLAG);

  private final Map<String, ReadableFeature> features;
  private final Problems problems;
  private final Map<String, String> dimensionOfMeasure = new HashMap<>();

  /**
   * @param features the features that there are; when empty, any passes
   */
  DimensionReader(Map<String, ReadableFeature> features, Problems problems) {
    this.features = features;
    this.problems = problems;
  }

  /** The dimensions in a scorecard's file, in order. */
  List<Dimension> read(Section file) {
    List<Dimension> dimensions = new ArrayList<>();
    problems
        .attempt(() -> file.sections("dimensions"), Map.<String, Section>of())
        .forEach((name, some) -> dimensions.add(dimension(name, some)));
    return dimensions;
  }

  private Dimension dimension(String name, Section dimension) {
    dimension.onlyKeys(problems, "weight", "measures");
    double weight = problems.attempt(() -> weight(dimension), 1.0);
    List<Measure> measures = new ArrayList<>();
    problems
        .attempt(() -> dimension.sections("measures"), Map.<String, Section>of())
        .forEach(
            (measure, section) -> {
              problems.attempt(() -> onlyOnce(measure, name, dimension));
              measures.add(measure(measure, section));
            });
    return new Dimension(name, weight, measures);
  }

  private void onlyOnce(String measure, String name, Section dimension) {
    String other = dimensionOfMeasure.put(measure, name);
    if (other != null) {
      throw dimension
          .section("measures")
          .wrong(measure, "dimension " + other + " has a measure of that name", "rename one");
    }
  }

  private Measure measure(String name, Section measure) {
    measure.onlyKeys(problems, "feature", "weight", "polarity", "curve");
    String feature = problems.attempt(() -> feature(measure), "");
    double weight = problems.attempt(() -> weight(measure), 1.0);
    Polarity polarity = problems.attempt(() -> polarity(measure, feature), null);
    return new Measure(
        name,
        feature,
        weight,
        polarity,
        problems.attempt(() -> CurveReader.read(measure, "curve", polarity), List.of()));
  }

  private Polarity polarity(Section measure, String feature) {
    String text = measure.oneOf("polarity", "higher_is_better", "lower_is_better");
    Polarity polarity = Polarity.valueOf(text.toUpperCase(Locale.ROOT));
    boolean isContradicted =
        features.containsKey(feature)
            && features.get(feature).polarity().filter(known -> known != polarity).isPresent();
    if (isContradicted) {
      throw measure.wrong(
          "polarity",
          "the contract of account_features says the opposite of " + feature,
          "turn polarity and curve round");
    }
    return polarity;
  }

  private String feature(Section measure) {
    String feature = measure.text("feature");
    if (features.isEmpty()) {
      return feature;
    }
    if (!features.containsKey(feature)) {
      String advice = Nearest.advice(feature, numbers());
      throw measure.wrong("feature", "account_features has no column " + feature, advice);
    }
    if (!numbers().contains(feature)) {
      throw measure.wrong("feature", feature + " is not a number", "name a column of numbers");
    }
    return feature;
  }

  private List<String> numbers() {
    return features.entrySet().stream()
        .filter(f -> KINDS.contains(f.getValue().kind()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static double weight(Section weighted) {
    double weight = weighted.number("weight", -Double.MAX_VALUE, Double.MAX_VALUE);
    if (weight <= 0) {
      throw weighted.wrong(
          "weight",
          "its value is " + weighted.text("weight"),
          "write a number above 0, or drop the entry");
    }
    return weight;
  }
}
