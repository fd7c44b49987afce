package dev.bellwether.marts.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.marts.health.Change.Effect;
import dev.bellwether.marts.health.ChangeOracle.End;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.ScorecardJson;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Changes over random scorecards, data and edits. */
class ChangeDecompositionTest {
  private static final LocalDate BEFORE = LocalDate.of(2024, 1, 31);
  private static final LocalDate NOW = LocalDate.of(2024, 2, 7);

  /** Two ends, and what was in force at each. */
  private record Pair(End from, End to, Scorecard adopted) {
    static Pair of(long seed, boolean isSwitch, boolean isEdit) {
      RandomScorecards random = new RandomScorecards(seed);
      Scorecard first = random.scorecard("first");
      Scorecard adopted = isSwitch ? random.scorecard("second") : first;
      Scorecard current = isEdit ? random.edited(adopted) : adopted;
      End from = new End(first, random.data(), random.notApplicable());
      End to = new End(current, random.data(), random.notApplicable());
      return new Pair(from, to, adopted);
    }

    Pair withData(Map<String, Double> data, Set<String> notApplicable) {
      return new Pair(from, new End(to.scorecard(), data, notApplicable), adopted);
    }

    boolean isScored() {
      return point(from, BEFORE, null, 0).lines().stream().anyMatch(line -> line.value() != null)
          && point(to, NOW, null, 0).lines().stream().anyMatch(line -> line.value() != null);
    }

    List<Change> changes() {
      return changes(null, 0, null, 0);
    }

    List<Change> changes(String before, double beforeBy, String now, double nowBy) {
      ScorecardHistory scorecards = new ScorecardHistory();
      scorecards.put(BEFORE, from.scorecard());
      scorecards.put(BEFORE, adopted);
      scorecards.put(NOW, to.scorecard());
      return ChangeDecomposition.between(
          point(from, BEFORE, before, beforeBy), point(to, NOW, now, nowBy), scorecards);
    }

    private static HealthPoint point(End end, LocalDate day, String override, double by) {
      List<Double> features =
          end.scorecard().measures().stream().map(m -> end.data().get(m.feature())).toList();
      ScoreSheet.Score score =
          new ScoreSheet(end.scorecard()).score(features, end.notApplicable(), Set.of());
      double points = score.score() == null ? 0 : score.score();
      return new HealthPoint(
          day,
          end.scorecard().name(),
          ScorecardJson.hash(end.scorecard()),
          points + by,
          points,
          override,
          score.lines());
    }
  }

  @Property
  void changesSumToTheScoresChange(
      @ForAll long seed, @ForAll boolean isSwitch, @ForAll boolean isEdit) {
    Pair pair = Pair.of(seed, isSwitch, isEdit);
    Assume.that(pair.isScored());
    assertThat(sum(pair.changes()))
        .isCloseTo(pair.to().score() - pair.from().score(), within(1e-9));
  }

  @Property
  void effectsAreThoseOfTheDefinition(
      @ForAll long seed, @ForAll boolean isSwitch, @ForAll boolean isEdit) {
    Pair pair = Pair.of(seed, isSwitch, isEdit);
    Assume.that(pair.isScored());
    Map<String, Double> expected =
        new ChangeOracle(pair.from(), pair.to(), pair.adopted()).effects();

    Map<String, Double> actual =
        pair.changes().stream()
            .filter(change -> Math.abs(change.points()) >= 1e-11)
            .collect(
                Collectors.toMap(
                    change -> change.measure() + " " + change.effect(),
                    Change::points,
                    Double::sum,
                    TreeMap::new));
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (name, points) -> assertThat(points).as(name).isCloseTo(expected.get(name), within(1e-9)));
  }

  @Property
  void anEditOnTheSameDataIsNoChangeOfData(@ForAll long seed, @ForAll boolean isSwitch) {
    Pair drawn = Pair.of(seed, isSwitch, true);
    Pair pair = drawn.withData(drawn.from().data(), drawn.from().notApplicable());
    Assume.that(pair.isScored());
    Assume.that(
        pair.from().scorecard().measures().stream()
            .filter(measure -> pair.from().raw(measure.feature()) != null)
            .anyMatch(known -> pair.to().scorecard().measures().contains(known)));
    assertThat(effects(pair.changes())).doesNotContain(Effect.DATA, Effect.AVAILABILITY);
  }

  @Property
  void withoutAnEditNothingIsBlamedOnTheScorecard(@ForAll long seed) {
    Pair pair = Pair.of(seed, false, false);
    Assume.that(pair.isScored());
    assertThat(effects(pair.changes())).isSubsetOf(Effect.DATA, Effect.AVAILABILITY);
  }

  @Property
  void aMeasureKnownAtOneEndOnlyMovesTheScoreByAvailabilityOnly(@ForAll long seed) {
    Pair pair = Pair.of(seed, false, false);
    Assume.that(pair.isScored());
    for (Change change : pair.changes()) {
      if (change.from().value() == null || change.to().value() == null) {
        assertThat(change.effect()).isEqualTo(Effect.AVAILABILITY);
      }
    }
  }

  @Property
  void eachMeasureAndEffectHasOneRowAndNoneIsZero(
      @ForAll long seed, @ForAll boolean isSwitch, @ForAll boolean isEdit) {
    Pair pair = Pair.of(seed, isSwitch, isEdit);
    Assume.that(pair.isScored());
    List<Change> changes = pair.changes();
    assertThat(changes.stream().map(c -> c.measure() + " " + c.effect())).doesNotHaveDuplicates();
    assertThat(changes).noneMatch(change -> change.points() == 0);
  }

  @Property
  void overridesAreChangesOfTheirOwn(@ForAll long seed) {
    Pair pair = Pair.of(seed, false, true);
    Assume.that(pair.isScored());
    Random random = new Random(seed);
    double before = random.nextInt(20) - 30.0;
    double now = random.nextInt(20) + 5.0;
    double scores = pair.to().score() - pair.from().score();

    List<Change> other = pair.changes("cap", before, "floor", now);
    assertThat(sum(other)).isCloseTo(scores + now - before, within(1e-9));
    assertThat(points(other, "cap")).isCloseTo(-before, within(1e-9));
    assertThat(points(other, "floor")).isCloseTo(now, within(1e-9));
    assertThat(points(pair.changes("cap", before, "cap", now), "cap"))
        .isCloseTo(now - before, within(1e-9));
  }

  @Property(tries = 20)
  void theSameNightOfAFrozenAccountHasNotChanged(@ForAll long seed) {
    Pair pair = Pair.of(seed, false, false);
    Assume.that(pair.isScored());
    HealthPoint point = Pair.point(pair.from(), BEFORE, null, 0);
    assertThat(ChangeDecomposition.between(point, point, new ScorecardHistory())).isEmpty();
  }

  private static double points(List<Change> changes, String override) {
    return changes.stream()
        .filter(c -> c.effect() == Effect.OVERRIDE && c.measure().equals(override))
        .mapToDouble(Change::points)
        .sum();
  }

  private static double sum(List<Change> changes) {
    return changes.stream().mapToDouble(Change::points).sum();
  }

  private static Set<Effect> effects(List<Change> changes) {
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    changes.forEach(change -> effects.add(change.effect()));
    return effects;
  }
}
