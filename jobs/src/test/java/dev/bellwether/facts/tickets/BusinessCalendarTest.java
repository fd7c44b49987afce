package dev.bellwether.facts.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BusinessCalendarTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final BusinessCalendar OFFICE = office(Set.of(LocalDate.parse("2024-05-01")));

  @Test
  void nightsWeekendsAndHolidaysDoNotCount() {
    // Tuesday 16:00 to Thursday 10:00, Wednesday being a holiday
    assertThat(hours("2024-04-30T16:00", "2024-05-02T10:00")).isEqualTo(2);
    // Friday 16:00 to Monday 10:00
    assertThat(hours("2024-05-03T16:00", "2024-05-06T10:00")).isEqualTo(2);
    assertThat(hours("2024-05-04T10:00", "2024-05-05T10:00")).isZero();
    assertThat(hours("2024-05-06T12:00", "2024-05-06T11:00")).isZero();
  }

  @Test
  void theHourThatIsMissingWhenTheClockIsSetIsNotOpen() {
    BusinessCalendar always = new BusinessCalendar(BERLIN, everyDay(0, 24 * 60), Set.of());

    assertThat(seconds(always, "2024-03-31T00:00", "2024-04-01T00:00")).isEqualTo(23 * 3600);
    assertThat(seconds(always, "2024-10-27T00:00", "2024-10-28T00:00")).isEqualTo(25 * 3600);
  }

  @Test
  void oneIsOpenFromTheFirstMinuteUntilTheLast() {
    assertThat(OFFICE.isOpen(at("2024-05-06T09:00"))).isTrue();
    assertThat(OFFICE.isOpen(at("2024-05-06T17:00"))).isFalse();
    assertThat(OFFICE.isOpen(at("2024-05-01T10:00"))).isFalse();
    assertThat(OFFICE.isOpen(at("2024-05-05T10:00"))).isFalse();
  }

  @Test
  void whatSpansShareCountsOnce() {
    List<BusinessCalendar.Span> spans = new ArrayList<>(everyDay(9 * 60, 17 * 60));
    spans.addAll(everyDay(8 * 60, 12 * 60));
    spans.addAll(everyDay(10 * 60, 11 * 60));
    spans.addAll(everyDay(20 * 60, 22 * 60));
    BusinessCalendar overlapping = new BusinessCalendar(BERLIN, spans, Set.of());

    // from eight to five and from eight to ten
    assertThat(seconds(overlapping, "2024-05-06T00:00", "2024-05-08T00:00"))
        .isEqualTo(2 * 11 * 3600);
    assertThat(overlapping.isOpen(at("2024-05-06T18:00"))).isFalse();
  }

  @Test
  void timesAreThoseOfCountingMinutes() {
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      Instant from = at("2024-04-26T00:00").plusSeconds(60L * random.nextInt(8 * 24 * 60));
      Instant to = from.plusSeconds(60L * random.nextInt(5 * 24 * 60));
      long minutes = 0;
      for (Instant minute = from; minute.isBefore(to); minute = minute.plusSeconds(60)) {
        minutes += OFFICE.isOpen(minute) ? 1 : 0;
      }
      assertThat(OFFICE.secondsBetween(from, to)).isEqualTo((double) (60 * minutes));
    }
  }

  private static BusinessCalendar office(Set<LocalDate> holidays) {
    List<BusinessCalendar.Span> spans = new ArrayList<>(everyDay(9 * 60, 12 * 60));
    spans.addAll(everyDay(12 * 60, 17 * 60));
    spans.removeIf(span -> span.weekday() > 5);
    return new BusinessCalendar(BERLIN, spans, holidays);
  }

  private static List<BusinessCalendar.Span> everyDay(int opens, int closes) {
    List<BusinessCalendar.Span> spans = new ArrayList<>();
    for (int day = 1; day <= 7; day++) {
      spans.add(new BusinessCalendar.Span(day, opens, closes));
    }
    return spans;
  }

  private static double hours(String from, String to) {
    return seconds(OFFICE, from, to) / 3600.0;
  }

  private static double seconds(BusinessCalendar calendar, String from, String to) {
    return calendar.secondsBetween(at(from), at(to));
  }

  private static Instant at(String local) {
    return ZonedDateTime.of(java.time.LocalDateTime.parse(local), BERLIN).toInstant();
  }
}
