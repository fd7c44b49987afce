package dev.bellwether.marts.trackrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {

  /** Each outcome in ten parts, so that ten bins of equal count are ten runs of n parts. */
  @Property(tries = 200)
  void theErrorIsThatOfTenRunsOfEqualLength(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 19) Integer> outcomes) {
    CalibrationError error = new CalibrationError();
    List<Double> parts = new ArrayList<>();
    for (int level = 0; level < 10; level++) {
      int here = level;
      long churned = outcomes.stream().filter(o -> o / 2 == here && o % 2 == 1).count();
      long n = outcomes.stream().filter(o -> o / 2 == here).count();
      double told = level / 10.0;
      if (n > 0) {
        // added in two halves, as evidence of one level may come from several dates
        error.add(level, n - churned, 0, 10_000_000L * level * (n - churned));
        error.add(level, churned, churned, 10_000_000L * level * churned);
      }
      for (int part = 0; part < 10 * n; part++) {
        parts.add((told - churned / (double) n) / 10);
      }
    }
    double sum = 0;
    for (int bin = 0; bin < 10; bin++) {
      double excess = 0;
      for (int part = bin * outcomes.size(); part < (bin + 1) * outcomes.size(); part++) {
        excess += parts.get(part);
      }
      sum += Math.abs(excess);
    }

    assertThat(error.value()).isEqualTo(sum / outcomes.size(), within(1e-9));
  }

  @Test
  void nothingHasNoError() {
    assertThat(new CalibrationError().value()).isNull();
  }
}
