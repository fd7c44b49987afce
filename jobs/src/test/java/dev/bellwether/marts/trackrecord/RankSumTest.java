package dev.bellwether.marts.trackrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RankSumTest {

  @Property(tries = 200)
  void theAreaIsTheShareOfPairsInTheRightOrder(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 6) Integer> churned,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 6) Integer> retained) {
    RankSum ranks = new RankSum();
    for (int level = 0; level <= 6; level++) {
      ranks.add(level, count(churned, level), count(retained, level));
    }

    double pairs = 0;
    for (int one : churned) {
      for (int other : retained) {
        pairs += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    assertThat(ranks.area()).isEqualTo(pairs / (churned.size() * retained.size()), within(1e-12));
  }

  @Test
  void withoutAPairThereIsNoArea() {
    RankSum ranks = new RankSum();
    ranks.add(1, 0, 5);

    assertThat(ranks.area()).isNull();
  }

  @Test
  void theIntervalIsThatOfThePaper() {
    // the paper's own example: area 0.893, 51 abnormal and 58 normal cases, standard error 0.0326
    assertThat(RankSum.halfInterval(0.893, 51, 58) / 1.959964).isEqualTo(0.0326, within(0.0003));
  }

  @Test
  void theIntervalOfOrdersWithoutSkillHoldsAHalfNineteenTimesInTwenty() {
    Random random = new Random(5);
    int held = 0;
    for (int trial = 0; trial < 1000; trial++) {
      RankSum ranks = new RankSum();
      boolean[] churned = new boolean[200];
      for (int i = 0; i < 30; i++) {
        churned[random.nextInt(200)] = true;
      }
      int events = 0;
      for (int i = 0; i < 200; i++) {
        events += churned[i] ? 1 : 0;
        ranks.add(i, churned[i] ? 1 : 0, churned[i] ? 0 : 1);
      }
      double half = RankSum.halfInterval(ranks.area(), events, 200 - events);
      held += Math.abs(ranks.area() - 0.5) <= half ? 1 : 0;
    }
    assertThat(held).isBetween(925, 975);
  }

  private static long count(List<Integer> values, int wanted) {
    return values.stream().filter(value -> value == wanted).count();
  }
}
