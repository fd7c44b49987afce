package dev.bellwether.config;

import dev.bellwether.config.Scorecard.Bands;
import dev.bellwether.config.Scorecard.Dimension;
import dev.bellwether.config.Scorecard.Measure;
import dev.bellwether.config.Scorecard.Polarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads and checks a scorecard: {@code conf/scorecards/NAME.yaml}. */
final class ScorecardReader {
  private static final double BEST_SCORE = 100;

  private final Set<String> knownFeatures;
  private final Map<String, String> dimensionOfMeasure = new HashMap<>();

  private ScorecardReader(Set<String> knownFeatures) {
    this.knownFeatures = knownFeatures;
  }

  /**
   * The scorecard in a file.
   *
   * @param name the name that the file has
   * @param knownFeatures what measures may read; when empty, any feature passes
   */
  static Scorecard read(String name, Section file, Set<String> knownFeatures) {
    file.onlyKeys("name", "version", "minimum_coverage", "bands", "dimensions");
    if (!file.text("name").equals(name)) {
      throw file.wrong("name", "it differs from the file's name", "write name: " + name);
    }
    return new Scorecard(
        name,
        file.text("version"),
        file.number("minimum_coverage", 0, 1),
        bands(file.section("bands")),
        new ScorecardReader(knownFeatures).dimensions(file));
  }

  private static Bands bands(Section bands) {
    bands.onlyKeys("green", "yellow", "margin");
    double green = bands.number("green", 0, BEST_SCORE);
    double yellow = bands.number("yellow", 0, BEST_SCORE);
    double margin = bands.number("margin", 0, BEST_SCORE);
    if (green <= yellow) {
      throw bands.wrong("green", "it is not above yellow", "write green above " + yellow);
    }
    if (green + margin > BEST_SCORE || yellow - margin < 0) {
      throw bands.wrong(
          "margin",
          "a band could never be entered: green + margin is above 100, or yellow - margin below 0",
          "write a smaller margin");
    }
    return new Bands(green, yellow, margin);
  }

  private List<Dimension> dimensions(Section file) {
    List<Dimension> dimensions = new ArrayList<>();
    file.sections("dimensions").forEach((name, some) -> dimensions.add(dimension(name, some)));
    return dimensions;
  }

  private Dimension dimension(String name, Section dimension) {
    dimension.onlyKeys("weight", "measures");
    List<Measure> measures = new ArrayList<>();
    for (Map.Entry<String, Section> entry : dimension.sections("measures").entrySet()) {
      String other = dimensionOfMeasure.put(entry.getKey(), name);
      if (other != null) {
        throw dimension
            .section("measures")
            .wrong(
                entry.getKey(), "dimension " + other + " has a measure of that name", "rename one");
      }
      measures.add(measure(entry.getKey(), entry.getValue()));
    }
    return new Dimension(name, weight(dimension), measures);
  }

  private Measure measure(String name, Section measure) {
    measure.onlyKeys("feature", "weight", "polarity", "curve");
    String polarity = measure.oneOf("polarity", "higher_is_better", "lower_is_better");
    Polarity direction = Polarity.valueOf(polarity.toUpperCase(Locale.ROOT));
    return new Measure(
        name,
        feature(measure),
        weight(measure),
        direction,
        CurveReader.read(measure, "curve", direction));
  }

  private String feature(Section measure) {
    String feature = measure.text("feature");
    if (!knownFeatures.isEmpty() && !knownFeatures.contains(feature)) {
      String advice = Nearest.advice(feature, knownFeatures);
      throw measure.wrong("feature", "account_features has no column " + feature, advice);
    }
    return feature;
  }

  private static double weight(Section weighted) {
    double weight = weighted.number("weight", 0, Double.MAX_VALUE);
    if (weight == 0) {
      throw weighted.wrong("weight", "it is 0", "write a number above 0, or drop the entry");
    }
    return weight;
  }
}
