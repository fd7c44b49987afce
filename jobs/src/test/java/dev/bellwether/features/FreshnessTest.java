package dev.bellwether.features;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final LocalDate LAST = LocalDate.parse("2024-03-31"); // a Sunday

  /** A hundred events on every weekday and twenty on days of the weekend, for twelve weeks. */
  private static Map<LocalDate, Map<Integer, Long>> weeks() {
    Map<LocalDate, Map<Integer, Long>> events = new TreeMap<>();
    for (int age = 0; age < 84; age++) {
      LocalDate day = LAST.minusDays(age);
      boolean weekend = day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
      events.put(day, Map.of(0, weekend ? 20L : 100L));
    }
    return events;
  }

  private static LocalDate knownThrough(Map<LocalDate, Map<Integer, Long>> events, LocalDate date) {
    return new Freshness(events).knownThrough(date);
  }

  @Test
  void aQuietWeekendIsNotStaleWhereWeekendsAreQuiet() {
    assertThat(knownThrough(weeks(), LAST)).isEqualTo(LAST);
  }

  @Test
  void aFeedUnderHalfOfItsWeekdayIsKnownThroughTheLastFullDay() {
    Map<LocalDate, Map<Integer, Long>> events = weeks();
    LocalDate friday = LAST.minusDays(2);
    events.put(friday, Map.of(0, 49L));

    assertThat(knownThrough(events, friday)).isEqualTo(friday.minusDays(1));
    events.put(friday, Map.of(0, 50L));
    assertThat(knownThrough(events, friday)).isEqualTo(friday);
  }

  @Test
  void anOutageOfWeeksGoesBackToItsBeginningAndEndsWithTheDayItAllComes() {
    Map<LocalDate, Map<Integer, Long>> events = weeks();
    LocalDate begins = LAST.minusDays(20);
    begins
        .datesUntil(LAST)
        .forEach(day -> events.put(day, Map.of((int) DAYS.between(day, LAST), 100L)));

    assertThat(knownThrough(events, LAST.minusDays(1))).isEqualTo(begins.minusDays(1));
    assertThat(knownThrough(events, LAST)).isEqualTo(LAST);
  }

  @Test
  void daysThatNeverComeKeepTheFeedStaleUntilAtMostFourOfThemAreInFourWeeks() {
    Map<LocalDate, Map<Integer, Long>> events = weeks();
    LocalDate begins = LAST.minusDays(40);
    LocalDate back = begins.plusDays(10);
    begins.datesUntil(back).forEach(events::remove);

    assertThat(knownThrough(events, back)).isEqualTo(begins.minusDays(1));
    assertThat(knownThrough(events, begins.plusDays(32))).isEqualTo(begins.minusDays(1));
    assertThat(knownThrough(events, begins.plusDays(33))).isEqualTo(begins.plusDays(33));

    begins.plusDays(4).datesUntil(back).forEach(day -> events.put(day, Map.of(0, 100L)));
    assertThat(knownThrough(events, back)).as("four days do not matter").isEqualTo(back);
  }

  @Test
  void holidaysHoldTheFeedUpWhileTheyLastOnly() {
    Map<LocalDate, Map<Integer, Long>> events = weeks();
    LocalDate begins = LAST.minusDays(20);
    LocalDate back = begins.plusDays(12);
    begins
        .datesUntil(back)
        .forEach(day -> events.computeIfPresent(day, (d, n) -> Map.of(0, n.get(0) * 4 / 10)));

    assertThat(knownThrough(events, begins.plusDays(3))).isEqualTo(begins.minusDays(1));
    assertThat(knownThrough(events, back)).isEqualTo(back);
  }

  @Test
  void aFeedThatTricklesForWeeksDoesNotBecomeUsual() {
    Map<LocalDate, Map<Integer, Long>> events = weeks();
    LocalDate begins = LAST.minusDays(55);
    begins.datesUntil(LAST.plusDays(1)).forEach(day -> events.put(day, Map.of(0, 5L)));
    begins.minusDays(60).datesUntil(begins).forEach(day -> events.put(day, Map.of(0, 100L)));

    assertThat(knownThrough(events, LAST)).isEqualTo(begins.minusDays(1));
  }

  @Test
  void aFeedThatIsAlwaysADayLateIsComparedWithItself() {
    Map<LocalDate, Map<Integer, Long>> events = weeks();
    events.replaceAll((day, counts) -> Map.of(1, counts.get(0)));

    assertThat(knownThrough(events, LAST)).isEqualTo(LAST);
    events.remove(LAST.minusDays(2)); // a Friday, known on Saturday
    assertThat(knownThrough(events, LAST.minusDays(1))).isEqualTo(LAST.minusDays(3));
  }

  @Test
  void numbersThatMayHalveByChanceAreNotStale() {
    Map<LocalDate, Map<Integer, Long>> events = weeks();
    events.replaceAll((day, counts) -> Map.of(0, 16L));
    events.remove(LAST);
    assertThat(knownThrough(events, LAST)).isEqualTo(LAST);

    events.replaceAll((day, counts) -> Map.of(0, 36L)); // 36 - 4 * 6 = 12
    events.put(LAST, Map.of(0, 12L));
    assertThat(knownThrough(events, LAST)).isEqualTo(LAST);
    events.put(LAST, Map.of(0, 11L));
    assertThat(knownThrough(events, LAST)).isEqualTo(LAST.minusDays(1));
  }

  @Test
  void aWeeklyFeedIsNotStaleOnTheDaysBetween() {
    Map<LocalDate, Map<Integer, Long>> events = weeks();
    events.keySet().removeIf(day -> day.getDayOfWeek() != DayOfWeek.MONDAY);

    assertThat(knownThrough(events, LAST)).isEqualTo(LAST);
    assertThat(knownThrough(events, LAST.plusDays(1))).isEqualTo(LAST);
  }

  @Test
  void nothingIsUsualWithoutFourWeeksNorWithoutAnyRow() {
    Map<LocalDate, Map<Integer, Long>> events = weeks();
    LocalDate second = LAST.minusDays(83 - 7);

    assertThat(knownThrough(Map.of(), LAST)).isEqualTo(LAST);
    events.remove(second);
    assertThat(knownThrough(events, second)).isEqualTo(second);
  }
}
