package dev.bellwether.marts.health;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecard.Dimension;
import dev.bellwether.platform.config.Scorecard.Measure;
import dev.bellwether.platform.config.Scorecard.Point;
import dev.bellwether.platform.contract.Polarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Scorecards, edits of them, and data, drawn at random. */
final class RandomScorecards {
  private static final int FEATURES = 6;
  private final Random random;

  RandomScorecards(long seed) {
    this.random = new Random(seed);
  }

  /** A scorecard of one to three dimensions with at most six measures in all. */
  Scorecard scorecard(String name) {
    List<Dimension> dimensions = new ArrayList<>();
    int next = 0;
    int count = 1 + random.nextInt(3);
    for (int d = 0; d < count; d++) {
      List<Measure> measures = new ArrayList<>();
      for (int m = 1 + random.nextInt(2); m > 0; m--) {
        measures.add(measure("m" + next, "f" + random.nextInt(FEATURES)));
        next++;
      }
      dimensions.add(new Dimension("d" + d, weight(), measures));
    }
    return with(name, dimensions);
  }

  /** The same with some weights, curves and features changed, and measures dropped and added. */
  Scorecard edited(Scorecard scorecard) {
    List<Dimension> dimensions = new ArrayList<>();
    for (Dimension dimension : scorecard.dimensions()) {
      List<Measure> measures = new ArrayList<>();
      for (Measure measure : dimension.measures()) {
        if (measures.isEmpty() || random.nextInt(4) > 0) {
          measures.add(edited(measure));
        }
      }
      if (random.nextInt(4) == 0) {
        String name = dimension.name() + "_new";
        measures.add(measure(name, "f" + random.nextInt(FEATURES)));
      }
      double weight = random.nextBoolean() ? dimension.weight() : weight();
      dimensions.add(new Dimension(dimension.name(), weight, measures));
    }
    return with(scorecard.name(), dimensions);
  }

  /** Values of features, about a third of them unknown. */
  Map<String, Double> data() {
    Map<String, Double> data = new HashMap<>();
    for (int i = 0; i < FEATURES; i++) {
      data.put("f" + i, random.nextInt(3) == 0 ? null : random.nextInt(120) - 10.0);
    }
    return data;
  }

  /** Names of features that do not apply. */
  Set<String> notApplicable() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < FEATURES; i++) {
      if (random.nextInt(8) == 0) {
        names.add("f" + i);
      }
    }
    return names;
  }

  private Measure edited(Measure measure) {
    return switch (random.nextInt(5)) {
      case 0 -> measure(measure.name(), measure.feature());
      case 1 -> measure(measure.name(), "f" + random.nextInt(FEATURES));
      case 2 ->
          new Measure(
              measure.name(), measure.feature(), weight(), measure.polarity(), measure.curve());
      default -> measure;
    };
  }

  private Measure measure(String name, String feature) {
    double low = random.nextInt(40);
    double high = 60 + random.nextInt(41);
    List<Point> curve =
        List.of(new Point(0, low), new Point(20 + random.nextInt(60), 50), new Point(100, high));
    return new Measure(name, feature, weight(), Polarity.HIGHER_IS_BETTER, curve);
  }

  private double weight() {
    return (1 + random.nextInt(30)) / 10.0;
  }

  private static Scorecard with(String name, List<Dimension> dimensions) {
    return new Scorecard(name, "1", 0, new Scorecard.Bands(70, 45, 3), dimensions);
  }
}
