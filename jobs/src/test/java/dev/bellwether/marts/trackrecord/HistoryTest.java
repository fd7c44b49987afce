package dev.bellwether.marts.trackrecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final LocalDate CHURN = LocalDate.parse("2024-07-01");
  private static final LocalDate DEADLINE = LocalDate.parse("2024-06-01");

  @Test
  void aChurnOnARenewalComesFromItsDecisionAndAnyOtherFromItself() {
    History history = history("green", "green");

    assertThat(history.decisionOf(CHURN)).isEqualTo(DEADLINE);
    assertThat(history.decisionOf(CHURN.plusDays(3))).isEqualTo(CHURN.plusDays(3));
  }

  @Test
  void aWatermelonWasGreenAtTheLastMonthEndNinetyDaysBefore() {
    History history = history("green", "red", "green");

    assertThat(history.greenBefore(DEADLINE))
        .as("2 March is 90 days before 31 May, so February")
        .hasValue(false);
    assertThat(history.greenBefore(LocalDate.parse("2024-06-29"))).as("March").hasValue(true);
    assertThat(history.greenBefore(LocalDate.parse("2024-01-01"))).as("none").isEmpty();
  }

  @Test
  void leadRunsFromTheFirstOfTheUnbrokenRedMonthEnds() {
    // the decision is 1 June; the last month-end before it is 31 May
    assertThat(history("red", "green", "red", "red", "red").leadDays(DEADLINE))
        .as("from 31 March")
        .hasValue(62);
    assertThat(history("red", "red", "red", "red", "yellow").leadDays(DEADLINE)).hasValue(0);
    assertThat(history("red", "red", null, "red", "red").leadDays(DEADLINE))
        .as("a month-end without a colour breaks the spell")
        .hasValue(32);
    assertThat(new History().leadDays(DEADLINE)).isEmpty();
  }

  /** Colours of month-ends from January on; the renewal is known from the first. */
  private static History history(String... colours) {
    History history = new History();
    LocalDate month = LocalDate.parse("2024-01-01");
    for (int i = 0; i < colours.length; i++) {
      LocalDate end = month.plusMonths(i + 1).minusDays(1);
      history.add(end, colours[i], DEADLINE, CHURN);
    }
    return history;
  }
}
