package dev.bellwether.platform.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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

  /**
   * Scorecards that were in force together, in any order: the main one is the one with rules.
   *
   * @param all at least one
   */
  public static Scorecards inForce(List<Scorecard> all) {
    Scorecard main =
        all.stream()
            .filter(scorecard -> !scorecard.rules().isEmpty())
            .findFirst()
            .orElse(all.get(0));
    return new Scorecards(main, all.stream().filter(scorecard -> !scorecard.equals(main)).toList());
  }

  /**
   * These with one changed: in the place of another that has its name, else as the main one.
   *
   * @param named finds the scorecards that its rules name, where it is the main one
   */
  public Scorecards with(Scorecard changed, Function<String, Scorecard> named) {
    if (others.stream().anyMatch(other -> other.name().equals(changed.name()))) {
      UnaryOperator<Scorecard> change =
          other -> other.name().equals(changed.name()) ? changed : other;
      return new Scorecards(main, others.stream().map(change).toList());
    }
    return new Scorecards(
        changed,
        changed.rules().stream().map(Scorecard.Rule::scorecard).distinct().map(named).toList());
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
