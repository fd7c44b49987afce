package dev.bellwether.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final LocalDate LAST = LocalDate.parse("2024-03-31"); // a Sunday

  /** A hundred rows on every weekday and twenty on days of the weekend, for twelve weeks. */
  private static Map<LocalDate, Long> weeks() {
    Map<LocalDate, Long> arrived = new TreeMap<>();
    for (int age = 0; age < 84; age++) {
      LocalDate day = LAST.minusDays(age);
      arrived.put(day, day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0 ? 20L : 100L);
    }
    return arrived;
  }

  private static LocalDate knownThrough(Map<LocalDate, Long> arrived, LocalDate date) {
    return new Freshness(arrived).knownThrough(date);
  }

  @Test
  void aQuietWeekendIsNotStaleWhereWeekendsAreQuiet() {
    assertThat(knownThrough(weeks(), LAST)).isEqualTo(LAST);
  }

  @Test
  void aFeedUnderHalfOfItsWeekdayIsKnownThroughTheLastFullDay() {
    Map<LocalDate, Long> arrived = weeks();
    LocalDate friday = LAST.minusDays(2);
    arrived.put(friday, 49L);

    assertThat(knownThrough(arrived, friday)).isEqualTo(friday.minusDays(1));
    arrived.put(friday, 50L);
    assertThat(knownThrough(arrived, friday)).isEqualTo(friday);
  }

  @Test
  void anOutageOfWeeksGoesBackToItsBeginningAndEndsWithTheDayItAllComes() {
    Map<LocalDate, Long> arrived = weeks();
    LocalDate begins = LAST.minusDays(20);
    begins.datesUntil(LAST).forEach(arrived::remove);
    arrived.put(LAST, 1500L);

    assertThat(knownThrough(arrived, LAST.minusDays(1))).isEqualTo(begins.minusDays(1));
    assertThat(knownThrough(arrived, LAST)).isEqualTo(LAST);
  }

  @Test
  void numbersThatMayHalveByChanceAreNotStale() {
    Map<LocalDate, Long> arrived = weeks();
    arrived.replaceAll((day, rows) -> 16L);
    arrived.remove(LAST);
    assertThat(knownThrough(arrived, LAST)).isEqualTo(LAST);

    arrived.replaceAll((day, rows) -> 36L); // 36 - 4 * 6 = 12
    arrived.put(LAST, 12L);
    assertThat(knownThrough(arrived, LAST)).isEqualTo(LAST);
    arrived.put(LAST, 11L);
    assertThat(knownThrough(arrived, LAST)).isEqualTo(LAST.minusDays(1));
  }

  @Test
  void aWeeklyFeedIsNotStaleOnTheDaysBetween() {
    Map<LocalDate, Long> arrived = weeks();
    arrived.keySet().removeIf(day -> day.getDayOfWeek() != DayOfWeek.MONDAY);

    assertThat(knownThrough(arrived, LAST)).isEqualTo(LAST);
    assertThat(knownThrough(arrived, LAST.plusDays(1))).isEqualTo(LAST);
  }

  @Test
  void nothingIsUsualWithoutFourWeeksNorWithoutAnyRow() {
    Map<LocalDate, Long> arrived = weeks();
    LocalDate second = LAST.minusDays(83 - 7);

    assertThat(knownThrough(Map.of(), LAST)).isEqualTo(LAST);
    arrived.remove(second);
    assertThat(knownThrough(arrived, second)).isEqualTo(second);
  }
}
