package dev.bellwether.marts.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErlangCTest {

  @Test
  void probabilitiesAreThoseOfTheTextbookFormula() {
    for (int agents = 1; agents <= 30; agents++) {
      double load = 0.83 * agents;
      double term = 1;
      double sum = 1;
      for (int n = 1; n < agents; n++) {
        term *= load / n;
        sum += term;
      }
      double last = term * load / agents * agents / (agents - load);
      assertThat(ErlangC.waits(agents, load)).isCloseTo(last / (sum + last), within(1e-12));
    }
    // the worked example of the R package ErlangC 0.1.0: 100 calls in half an hour, 3 minutes each
    assertThat(ErlangC.waits(14, 10)).isCloseTo(0.1741319, within(1e-7));
    assertThat(ErlangC.withinTarget(14, 10, 20 / 180.0)).isCloseTo(0.88835, within(1e-5));
    // one agent: whoever comes while he is busy waits
    assertThat(ErlangC.waits(1, 0.6)).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void aSimulatedQueueWaitsAsOften() {
    int agents = 4;
    double load = 3.1;
    Random random = new Random(17);
    PriorityQueue<Double> free = new PriorityQueue<>();
    for (int i = 0; i < agents; i++) {
      free.add(0.0);
    }
    double now = 0;
    int inTime = 0;
    int arrivals = 400_000;
    for (int i = 0; i < arrivals; i++) {
      now -= Math.log(1 - random.nextDouble()) / load;
      double begins = Math.max(now, free.remove());
      inTime += begins - now <= 0.5 ? 1 : 0;
      free.add(begins - Math.log(1 - random.nextDouble()));
    }
    assertThat(inTime / (double) arrivals)
        .isCloseTo(ErlangC.withinTarget(agents, load, 0.5), within(0.01));
  }

  @Test
  void theFewestAgentsThatKeepThePromise() {
    int agents = ErlangC.agents(12.5, 0.1, 0.8);

    assertThat(ErlangC.withinTarget(agents, 12.5, 0.1)).isGreaterThanOrEqualTo(0.8);
    assertThat(ErlangC.withinTarget(agents - 1, 12.5, 0.1)).isLessThan(0.8);
    assertThat(ErlangC.agents(0, 0.1, 0.8)).isZero();
    assertThat(ErlangC.withinTarget(5, 5, 1)).isZero();
  }
}
