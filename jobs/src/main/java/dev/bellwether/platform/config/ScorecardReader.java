package dev.bellwether.platform.config;

import dev.bellwether.platform.config.Scorecard.Bands;
import dev.bellwether.platform.config.Scorecard.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads and checks a scorecard: {@code conf/scorecards/NAME.yaml}. */
final class ScorecardReader {
  private static final int MOST_NIGHTS = 90;

  private final String name;
  private final Section file;
  private final Map<String, ReadableFeature> features;
  private final Problems problems;

  /**
   * @param name the name that the file has
   * @param features what measures and conditions may read; when empty, any feature passes
   * @param problems takes all that is wrong with the file
   */
  ScorecardReader(
      String name, Section file, Map<String, ReadableFeature> features, Problems problems) {
    this.name = name;
    this.file = file;
    this.features = features;
    this.problems = problems;
  }

  /** The scorecard in a file, which must be without fault. */
  static Scorecard read(String name, Section file, Map<String, ReadableFeature> features) {
    Problems problems = new Problems();
    Scorecard scorecard = new ScorecardReader(name, file, features, problems).read();
    problems.throwFirst();
    return scorecard;
  }

  /** The scorecard; not to be used when there were problems. */
  Scorecard read() {
    file.onlyKeys(
        problems,
        "name",
        "version",
        "minimum_coverage",
        "bands",
        "dimensions",
        "overrides",
        "rules");
    problems.attempt(this::checkName);
    ConditionReader conditions = new ConditionReader(features, "account_features");
    return new Scorecard(
        name,
        problems.attempt(() -> file.text("version"), ""),
        problems.attempt(() -> file.number("minimum_coverage", 0, 1), 0.0),
        bands(),
        new DimensionReader(features, problems).read(file),
        new OverrideReader(conditions, problems).read(file),
        rules(conditions));
  }

  private void checkName() {
    if (!file.text("name").equals(name)) {
      throw file.wrong("name", "it differs from the file's name", "write name: " + name);
    }
  }

  private Bands bands() {
    Section bands = problems.attempt(() -> file.section("bands"), file.empty("bands"));
    bands.onlyKeys(problems, "green", "yellow", "margin", "nights");
    Double green = problems.attempt(() -> bands.number("green", 0, Scorecard.BEST_SCORE), null);
    Double yellow = problems.attempt(() -> bands.number("yellow", 0, Scorecard.BEST_SCORE), null);
    Double margin =
        problems.attempt(() -> optional(bands, "margin", 0, 0, Scorecard.BEST_SCORE), null);
    Double nights = problems.attempt(() -> nights(bands), null);
    if (green == null || yellow == null || margin == null || nights == null) {
      return new Bands(1, 0, 0);
    }
    Bands read = new Bands(green, yellow, margin, nights.intValue());
    problems.attempt(() -> checkOrder(bands, read));
    return read;
  }

  private static double optional(
      Section section, String key, double otherwise, double minimum, double maximum) {
    return section.has(key) ? section.number(key, minimum, maximum) : otherwise;
  }

  private static double nights(Section bands) {
    double nights = optional(bands, "nights", 1, 1, MOST_NIGHTS);
    if (nights != Math.rint(nights)) {
      throw bands.wrong("nights", "its value is " + nights, "write a whole number");
    }
    return nights;
  }

  private static void checkOrder(Section section, Bands bands) {
    if (bands.green() <= bands.yellow()) {
      throw section.wrong("green", "it is not above yellow", "write green above " + bands.yellow());
    }
    if (bands.green() + bands.margin() > Scorecard.BEST_SCORE
        || bands.yellow() - bands.margin() < 0) {
      throw section.wrong(
          "margin",
          "a band could never be entered: green + margin is above 100, or yellow - margin below 0",
          "write a smaller margin");
    }
  }

  private List<Rule> rules(ConditionReader conditions) {
    List<Rule> rules = new ArrayList<>();
    for (Section rule : problems.attempt(() -> file.listOfSections("rules"), List.<Section>of())) {
      rule.onlyKeys(problems, "scorecard", "when");
      if (!rule.has("when")) {
        problems.add(
            rule.wrong(
                "when",
                "it is missing, so that the rule would hold for every account",
                "add conditions, or name that scorecard in health.scorecard"));
      }
      rules.add(
          new Rule(
              problems.attempt(() -> rule.text("scorecard"), ""), conditions.read(rule, problems)));
    }
    return rules;
  }
}
