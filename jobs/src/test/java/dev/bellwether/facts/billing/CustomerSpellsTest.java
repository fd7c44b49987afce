package dev.bellwether.facts.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class CustomerSpellsTest extends SparkTest {
  private static final int GAP = 31;
  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);
  private static final int DAYS = 700;

  private static Dataset<Row> view(String... rows) {
    return table(
        "as_of_date date, subscription_id string, account_id string, start_date date,"
            + " end_date date, notice_on date, notice_withdrawn_on date, mrr decimal(18,4),"
            + " is_trial boolean",
        rows);
  }

  @Test
  void gapsAreBridgedUnlessNoticeWasInForce() {
    Dataset<Row> view =
        view(
            "2024-12-31 | 1 | bridged | 2024-01-01 | 2024-03-01 | null | null | 10 | false",
            "2024-12-31 | 2 | bridged | 2024-04-01 | null | null | null | 10 | null",
            "2024-12-31 | 3 | parted | 2024-01-01 | 2024-03-01 | null | null | 10 | false",
            "2024-12-31 | 4 | parted | 2024-04-02 | null | null | null | 10 | false",
            "2024-12-31 | 5 | noticed | 2024-01-01 | 2024-03-01 | 2024-02-01 | null | 10 | false",
            "2024-12-31 | 6 | noticed | 2024-03-02 | null | null | null | 10 | false",
            "2024-12-31 | 7 | moved | 2024-01-01 | 2024-03-01 | 2024-02-01 | null | 10 | false",
            "2024-12-31 | 8 | moved | 2024-03-01 | null | null | null | 10 | false");

    assertSameRows(
        table(
            "account_id string, spell_start date, spell_end date, ended_with_notice boolean",
            "bridged | 2024-01-01 | null | false",
            "parted | 2024-01-01 | 2024-03-01 | false",
            "parted | 2024-04-02 | null | false",
            "noticed | 2024-01-01 | 2024-03-01 | true",
            "noticed | 2024-03-02 | null | false",
            "moved | 2024-01-01 | null | false"),
        CustomerSpells.of(view, GAP).drop("as_of_date"));
  }

  @Test
  void trialsDoNotCountAndAWithdrawnNoticeEndsNothing() {
    Dataset<Row> view =
        view(
            "2024-06-30 | 1 | trial | 2024-01-01 | null | null | null | 10 | true",
            "2024-06-30 | 2 | free | 2024-01-01 | null | null | null | 0 | false",
            "2024-06-30 | 3 | ends | 2024-01-01 | 2024-09-01 | 2024-05-01 | null | 10 | false",
            "2024-06-30 | 4 | stays | 2024-01-01 | 2024-09-01 | 2024-05-01 | 2024-06-01 | 10 | false");

    assertSameRows(
        table(
            "account_id string, spell_start date, spell_end date, ended_with_notice boolean",
            "ends | 2024-01-01 | 2024-09-01 | true",
            "stays | 2024-01-01 | null | false"),
        CustomerSpells.of(view, GAP).drop("as_of_date"));
  }

  private record Paid(String account, LocalDate start, LocalDate end, boolean notice) {
    boolean activeOn(LocalDate day) {
      return !start.isAfter(day) && end.isAfter(day);
    }
  }

  @Test
  void spellsAreWhatWalkingDayByDayFinds() {
    Random random = new Random(5);
    List<Paid> paid = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      LocalDate start = FIRST.plusDays(random.nextInt(500));
      LocalDate end = start.plusDays(1 + random.nextInt(150));
      paid.add(new Paid("a" + random.nextInt(80), start, end, random.nextInt(4) == 0));
    }
    String[] rows = new String[paid.size()];
    for (int i = 0; i < rows.length; i++) {
      Paid one = paid.get(i);
      String notice = one.notice() ? one.start().toString() : "null";
      rows[i] =
          String.join(
              " | ",
              "2026-01-01",
              "s" + i,
              one.account(),
              one.start().toString(),
              one.end().toString(),
              notice,
              "null",
              "10",
              "false");
    }
    List<String> expected =
        paid.stream().collect(Collectors.groupingBy(Paid::account)).values().stream()
            .flatMap(own -> walk(own).stream())
            .sorted()
            .toList();

    List<String> actual =
        CustomerSpells.of(view(rows), GAP).drop("as_of_date").collectAsList().stream()
            .map(row -> row.mkString(" "))
            .sorted()
            .toList();
    assertThat(actual).isEqualTo(expected);
  }

  private static List<String> walk(List<Paid> own) {
    List<String> spells = new ArrayList<>();
    LocalDate start = null;
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      boolean active = own.stream().anyMatch(paid -> paid.activeOn(day));
      if (active && start == null) {
        start = day;
      }
      boolean ends = !active && own.stream().anyMatch(paid -> paid.end().equals(day));
      if (start != null && ends && isFinal(own, day)) {
        spells.add(
            String.join(
                " ",
                own.get(0).account(),
                start.toString(),
                day.toString(),
                String.valueOf(noticeAt(own, day))));
        start = null;
      }
    }
    return spells;
  }

  private static boolean isFinal(List<Paid> own, LocalDate end) {
    boolean comesBack =
        own.stream()
            .map(Paid::start)
            .filter(start -> start.isAfter(end))
            .min(Comparator.naturalOrder())
            .filter(next -> !next.isAfter(end.plusDays(GAP)))
            .isPresent();
    return noticeAt(own, end) || !comesBack;
  }

  private static boolean noticeAt(List<Paid> own, LocalDate end) {
    return own.stream().anyMatch(paid -> paid.end().equals(end) && paid.notice());
  }
}
