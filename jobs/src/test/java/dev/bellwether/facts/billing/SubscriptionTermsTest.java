package dev.bellwether.facts.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SubscriptionTermsTest {
  private static final LocalDate FIRST = LocalDate.parse("2019-12-28");

  @Property(tries = 2000)
  void endsAreThoseOfPlainLoopsOverTerms(
      @ForAll @IntRange(max = 1500) int start,
      @ForAll @IntRange(min = -30, max = 1500) int renewal,
      @ForAll @IntRange(max = 24) int months,
      @ForAll @IntRange(max = 3) int kind,
      @ForAll @IntRange(max = 2500) int from,
      @ForAll @IntRange(max = 400) int days) {
    LocalDate starts = FIRST.plusDays(start);
    Integer term = months == 0 ? null : Integer.valueOf(months);
    LocalDate renews =
        switch (kind) {
          case 0 -> null;
          case 1 -> starts.plusDays(renewal);
          default -> starts.plusMonths((long) months * (1 + renewal % 4));
        };
    LocalDate first = FIRST.plusDays(from);
    LocalDate last = first.plusDays(days);
    List<LocalDate> all = SubscriptionOracle.termEnds(starts, renews, term);
    SubscriptionTerms terms =
        new SubscriptionTerms(starts, Optional.ofNullable(renews), Optional.ofNullable(term));

    assertThat(terms.endsBetween(first, last))
        .isEqualTo(all.stream().filter(end -> !end.isBefore(first) && !end.isAfter(last)).toList());
    assertThat(terms.firstEndFrom(first))
        .isEqualTo(all.stream().filter(end -> !end.isBefore(first)).findFirst());
  }

  @Test
  void monthEndsAreCountedFromTheStartAlsoWhereOneOfThemIsStated() {
    assertThat(ends("2026-01-31", "2026-02-28", 1, "2026-06-01"))
        .containsExactly("2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31");
    assertThat(ends("2025-11-30", "2026-02-28", 3, "2026-06-01"))
        .containsExactly("2026-02-28", "2026-05-30");
    assertThat(ends("2024-02-29", null, 12, "2028-12-31"))
        .containsExactly("2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29");
    assertThat(ends("2023-07-15", "2026-07-15", 12, "2027-12-31"))
        .containsExactly("2024-07-15", "2025-07-15", "2026-07-15", "2027-07-15");
  }

  @Test
  void aStatedEndOffTheTermsIsCountedFromAndMakesNoShortTermButItsOwn() {
    assertThat(ends("2024-01-15", "2025-03-31", 12, "2026-12-31"))
        .as("a first term of fourteen months")
        .containsExactly("2025-03-31", "2026-03-31");
    assertThat(ends("2024-01-15", "2024-03-31", 12, "2026-12-31"))
        .as("a stub, then years")
        .containsExactly("2024-03-31", "2025-03-31", "2026-03-31");
    assertThat(ends("2024-01-15", "2026-03-31", 12, "2026-12-31"))
        .as("the same stub long ago, no more stated")
        .containsExactly("2025-03-31", "2026-03-31");
  }

  @Test
  void aTermsLastDayAndDriftedMonthEndsLoseNoTerm() {
    assertThat(ends("2023-07-15", "2026-07-14", 12, "2026-12-31"))
        .as("the current term's last day")
        .containsExactly("2024-07-14", "2025-07-14", "2026-07-14");
    assertThat(ends("2026-01-31", "2026-06-28", 1, "2026-06-30"))
        .as("drifted in February")
        .containsExactly("2026-02-28", "2026-03-28", "2026-04-28", "2026-05-28", "2026-06-28");
    assertThat(ends("2026-03-31", "2026-06-28", 1, "2026-06-30"))
        .containsExactly("2026-04-28", "2026-05-28", "2026-06-28");
    assertThat(ends("2024-01-15", "2026-01-11", 12, "2026-12-31"))
        .as("four days short: the first term is longer")
        .containsExactly("2026-01-11");
  }

  private static List<String> ends(String start, String renewal, int months, String until) {
    LocalDate starts = LocalDate.parse(start);
    return new SubscriptionTerms(
            starts, Optional.ofNullable(renewal).map(LocalDate::parse), Optional.of(months))
        .endsBetween(starts, LocalDate.parse(until)).stream().map(LocalDate::toString).toList();
  }
}
