package dev.bellwether.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scorecards in force.
 *
 * @param main the scorecard of every account that none of its rules gives to another
 * @param others the scorecards that its rules name
 */
public record Scorecards(Scorecard main, List<Scorecard> others) implements Serializable {

  public Scorecards {
    others = List.copyOf(others);
  }

  /** A scorecard for all accounts. */
  public static Scorecards only(Scorecard scorecard) {
    return new Scorecards(scorecard, List.of());
  }

  /** All of them, the main one first. */
  public List<Scorecard> all() {
    List<Scorecard> all = new ArrayList<>(List.of(main));
    all.addAll(others);
    return all;
  }

  /** The features that any of them reads, each once, in order. */
  public List<String> features() {
    return all().stream()
        .flatMap(scorecard -> scorecard.measures().stream())
        .map(Scorecard.Measure::feature)
        .distinct()
        .toList();
  }

  /** The features that any condition is about. */
  public Stream<String> conditionFeatures() {
    Stream<Scorecard.Condition> ofRules = main.rules().stream().flatMap(r -> r.when().stream());
    Stream<Scorecard.Condition> ofOverrides =
        all().stream().flatMap(s -> s.overrides().stream()).flatMap(o -> o.when().stream());
    return Stream.concat(ofRules, ofOverrides).map(Scorecard.Condition::feature).distinct();
  }
}
