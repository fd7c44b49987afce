package dev.bellwether.marts.renewals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReturnTableTest {
  private static final int GAP = 31;
  private static final double HARDLY = 1e-9;

  /** Of those still away after so many days, the share that never came back. */
  private static double naive(List<Integer> lapses, int days) {
    double away = 0;
    double never = 0;
    for (int lapse : lapses) {
      boolean stays = lapse == ReturnTable.NEVER;
      away += stays || lapse > days ? 1 : 0;
      never += stays ? 1 : 0;
    }
    return never / away;
  }

  @Test
  void withoutShrinkageItIsTheShareOfThoseStillAwayThatNeverCameBack() {
    Random random = new Random(3);
    List<Integer> lapses = new ArrayList<>(List.of(ReturnTable.NEVER));
    ReturnTable table = new ReturnTable(GAP, HARDLY);
    table.add(ReturnTable.NEVER, 1);
    for (int i = 0; i < 500; i++) {
      int days = random.nextInt(3) == 0 ? ReturnTable.NEVER : 1 + random.nextInt(GAP);
      lapses.add(days);
      table.add(days, 1);
    }

    for (int day = 0; day <= GAP; day++) {
      assertThat(table.stayingAway(day)).isCloseTo(naive(lapses, day), within(1e-6));
    }
  }

  @Test
  void everyDayAwayMakesItLikelierToStayAway() {
    ReturnTable table = new ReturnTable(GAP, 50);
    table.add(3, 4);
    table.add(20, 2);
    table.add(ReturnTable.NEVER, 5);

    for (int day = 1; day <= GAP; day++) {
      assertThat(table.stayingAway(day)).isGreaterThan(table.stayingAway(day - 1));
    }
    assertThat(table.stayingAway(GAP)).isEqualTo(1);
  }

  @Test
  void oneDayIsShrunkToTheMeanOfAll() {
    ReturnTable table = new ReturnTable(2, 10);
    table.add(1, 6);
    table.add(ReturnTable.NEVER, 4);

    // 6 returns in 10 + 4 lapse-days
    double mean = 6.0 / 14;
    assertThat(table.stayingAway(1)).isCloseTo(1 - 10 * mean / 14, within(1e-12));
    assertThat(table.stayingAway(0))
        .isCloseTo((1 - (6 + 10 * mean) / 20) * (1 - 10 * mean / 14), within(1e-12));
  }

  @Test
  void withoutAnyLapseNobodyIsKnownToComeBack() {
    assertThat(new ReturnTable(GAP, 50).stayingAway(3)).isEqualTo(1);
  }
}
