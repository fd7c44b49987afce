package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.errors.BellwetherException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunDatesTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-06-30");

  @Test
  void aNightThatIsStillToComeIsRefused() {
    List<LocalDate> dates = RunDates.between(TODAY, LocalDate.parse("2027-06-29"), "month-end");

    assertThatThrownBy(() -> RunDates.requirePast(dates, TODAY))
        .isInstanceOfSatisfying(
            BellwetherException.class, e -> assertThat(e.kind().exitCode()).isEqualTo(2))
        .hasMessageContaining("2027-06-29")
        .hasMessageContaining("--allow-future");
  }

  @Test
  void todayAndBeforeAreNot() {
    assertThatCode(() -> RunDates.requirePast(List.of(TODAY.minusDays(1), TODAY), TODAY))
        .doesNotThrowAnyException();
  }
}
