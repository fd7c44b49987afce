package dev.bellwether.platform.asof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DatesTest {
  @Test
  void twelveMonthsBeforeAMonthEndIsAMonthEndInLeapYearsToo() {
    assertThat(Dates.monthEndBefore(LocalDate.of(2025, 2, 28), 12)).isEqualTo("2024-02-29");
    assertThat(Dates.monthEndBefore(LocalDate.of(2024, 2, 29), 12)).isEqualTo("2023-02-28");
    assertThat(Dates.monthEnds(LocalDate.of(2024, 3, 1), LocalDate.of(2025, 2, 28))).hasSize(12);
  }
}
