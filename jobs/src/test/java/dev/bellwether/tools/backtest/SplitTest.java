package dev.bellwether.tools.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.prediction.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** How rows are held out: by lot, or in time. */
class SplitTest {

  @Property(tries = 100)
  void foldsAndTheirPartsAreEqualInIdsAndInEvents(
      @ForAll @IntRange(min = 40, max = 400) int ids,
      @ForAll @IntRange(min = 2, max = 7) int count,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<String> names = new ArrayList<>();
    boolean[] events = new boolean[ids];
    IntStream.range(0, ids).forEach(i -> names.add("id " + i));
    IntStream.range(0, ids).forEach(i -> events[i] = random.nextInt(4) == 0);
    Folds folds = Folds.deal(names, events, count, 3, seed);
    for (boolean event : new boolean[] {true, false}) {
      List<String> alike =
          IntStream.range(0, ids).filter(i -> events[i] == event).mapToObj(names::get).toList();
      assertEqual(alike.stream().mapToInt(folds::fold).toArray(), count, 1);
      for (int held = 0; held < count; held++) {
        int fold = held;
        List<String> others = alike.stream().filter(id -> folds.fold(id) != fold).toList();
        assertEqual(others.stream().mapToInt(folds::part).toArray(), 3, count);
      }
    }
  }

  private static void assertEqual(int[] dealt, int count, int tolerance) {
    IntStream sizes =
        IntStream.range(0, count).map(f -> (int) IntStream.of(dealt).filter(d -> d == f).count());
    java.util.IntSummaryStatistics summary = sizes.summaryStatistics();
    assertThat(summary.getMax() - summary.getMin()).isLessThanOrEqualTo(tolerance);
  }

  @Test
  void fewEventsAreInSeveralPartsHoweverManyFolds() {
    List<String> ids = IntStream.range(0, 300).mapToObj(i -> "id " + i).toList();
    boolean[] events = new boolean[300];
    IntStream.range(0, 22).forEach(i -> events[i] = true);
    Folds folds = Folds.deal(ids, events, 50, 3, 1);
    assertThat(IntStream.range(0, 22).map(i -> folds.part("id " + i)).distinct().toArray())
        .containsExactlyInAnyOrder(0, 1, 2);
    boolean[] others = new boolean[300];
    IntStream.range(22, 300).forEach(i -> others[i] = true);
    Folds mirrored = Folds.deal(ids, others, 50, 3, 1);
    assertThat(IntStream.range(0, 22).map(i -> mirrored.part("id " + i)).distinct().toArray())
        .containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void rowsOfOneIdAreInOneFoldAndOtherSeedsDealOtherwise() {
    List<String> ids = IntStream.range(0, 300).mapToObj(i -> "id " + i % 100).toList();
    boolean[] events = new boolean[300];
    events[5] = true;
    Folds folds = Folds.deal(ids, events, 5, 3, 1);
    assertThat(folds.places()).hasSize(100);
    assertThat(Folds.deal(ids, events, 5, 3, 1)).isEqualTo(folds);
    assertThat(Folds.deal(ids, events, 5, 3, 2)).isNotEqualTo(folds);
  }

  @Property(tries = 200)
  void eachTimeIsInOneSliceAndSlicesAreInOrder(
      @ForAll @IntRange(min = 4, max = 30) int times, @ForAll long seed) {
    Random random = new Random(seed);
    double[] rows =
        IntStream.range(0, 500).mapToDouble(i -> i < times ? i : random.nextInt(times)).toArray();
    TimeCuts cuts = TimeCuts.of(rows, 0);
    for (int time = 0; time < times; time++) {
      assertThat(cuts.role(time)).isNotEqualTo(Role.UNUSED);
      assertThat(cuts.role(time)).isGreaterThanOrEqualTo(cuts.role(time - 1.0));
    }
    assertThat(cuts.role(0)).isEqualTo(Role.TRAINS);
    assertThat(cuts.stopping()).isLessThan(cuts.calibration());
    assertThat(cuts.calibration()).isLessThan(cuts.test());
    assertThat(cuts.role(times - 1)).isEqualTo(Role.HELD_OUT);
  }

  @Test
  void cutsAreNearSixtyAndEightyPercentAndAPurgeLeavesOutWhatIsTooNear() {
    double[] rows = IntStream.range(0, 1000).mapToDouble(i -> Math.floorDiv(i, 10)).toArray();
    TimeCuts cuts = TimeCuts.of(rows, 7);
    assertThat(cuts).isEqualTo(new TimeCuts(48, 60, 80, 7));
    assertThat(cuts.role(52)).isEqualTo(Role.STOPS);
    assertThat(cuts.role(53)).isNotEqualTo(Role.STOPS);
    assertThat(cuts.role(73)).isNotEqualTo(Role.CALIBRATES);
    assertThat(cuts.role(72)).isEqualTo(Role.CALIBRATES);
    assertThat(new TimeCuts(48, 60, 80, 20).role(45)).isEqualTo(Role.UNUSED);
  }

  @Test
  void threeTimesAreTooFew() {
    assertThatThrownBy(() -> TimeCuts.of(new double[] {1, 1, 2, 3}, 0))
        .hasMessageContaining("only 3 different times")
        .hasMessageContaining("--folds");
  }
}
