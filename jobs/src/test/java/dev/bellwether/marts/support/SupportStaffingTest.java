package dev.bellwether.marts.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.MartTest;
import dev.bellwether.Staged;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SupportStaffingTest extends MartTest {
  private static final String COLUMNS =
      "ticket_id string, created_on date, created_weekday int, created_hour int, opened_line"
          + " string";
  private static final LocalDate TODAY = LocalDate.parse("2024-06-30");

  @Test
  void anHourIsExpectedToBringItsMeanOfEightWeeksAndTheRuleIsScoredOnTheLastFour() {
    List<String> tickets = new ArrayList<>();
    Random random = new Random(4);
    int[][] counts = new int[12][2];
    for (int week = 0; week < 12; week++) {
      for (int hour = 0; hour < 2; hour++) {
        counts[week][hour] = 5 + random.nextInt(9);
        // Mondays at nine and at ten
        LocalDate day = LocalDate.parse("2024-06-24").minusWeeks(week);
        for (int i = 0; i < counts[week][hour]; i++) {
          tickets.add("t%d | %s | 1 | %d | L1".formatted(tickets.size(), day, 9 + hour));
        }
      }
    }
    Dataset<Row> made = build(tickets);

    assertThat(made.count()).isEqualTo(168);
    for (int hour = 0; hour < 2; hour++) {
      Row row = made.where("weekday = 1 AND hour = " + (9 + hour)).first();
      double mean = 0;
      for (int week = 0; week < 8; week++) {
        mean += counts[week][hour] / 8.0;
      }
      assertThat(row.<Double>getAs("expected_tickets")).isCloseTo(mean, within(1e-9));
      assertThat(row.<Double>getAs("last_week_tickets")).isEqualTo(counts[0][hour]);
      assertThat(row.<Double>getAs("tickets_low")).isLessThan(mean);
      assertThat(row.<Double>getAs("tickets_high")).isGreaterThan(mean);
      assertThat(row.<Integer>getAs("agents")).isGreaterThanOrEqualTo(1);
    }
    double error = 0;
    double naive = 0;
    for (int hour = 0; hour < 2; hour++) {
      double before = 0;
      for (int week = 4; week < 12; week++) {
        before += counts[week][hour] / 8.0;
      }
      for (int week = 0; week < 4; week++) {
        error += Math.abs(counts[week][hour] - before) / (4 * 168);
        naive += Math.abs(counts[week][hour] - counts[4][hour]) / (4.0 * 168);
      }
    }
    Row any = made.where("weekday = 7 AND hour = 3").first();
    assertThat(any.<Double>getAs("expected_tickets")).isZero();
    assertThat(any.<Integer>getAs("agents")).isZero();
    assertThat(any.<Double>getAs("error")).isCloseTo(error, within(1e-9));
    assertThat(any.<Double>getAs("naive_error")).isCloseTo(naive, within(1e-9));
    assertThat(any.<Boolean>getAs("beats_naive")).isEqualTo(error < naive);
  }

  @Test
  void intervalsAndHowOftenTheyHeldAreThoseOfLoopsAndSeeNothingOfTheScoredWeeks() {
    Random random = new Random(9);
    int[][] counts = new int[168][12];
    List<String> tickets = new ArrayList<>();
    for (int hour = 0; hour < 168; hour++) {
      for (int week = 0; week < 12; week++) {
        // the last four weeks are wilder than those before
        counts[hour][week] = random.nextInt(hour % 3 == 0 ? 1 : week < 4 ? 9 : 5);
        LocalDate day = LocalDate.parse("2024-06-24").plusDays(hour / 24).minusWeeks(week);
        for (int i = 0; i < counts[hour][week]; i++) {
          tickets.add(
              "t%d | %s | %d | %d | L1".formatted(tickets.size(), day, 1 + hour / 24, hour % 24));
        }
      }
    }
    Dataset<Row> made = build(tickets);

    double now = dispersion(counts, 0);
    double before = dispersion(counts, 4);
    int held = 0;
    for (int hour = 0; hour < 168; hour++) {
      for (int week = 0; week < 4; week++) {
        double mean = mean(counts[hour], 4);
        held +=
            counts[hour][week] >= Math.max(0, Math.floor(mean - width(mean, before)))
                    && counts[hour][week] <= Math.ceil(mean + width(mean, before))
                ? 1
                : 0;
      }
    }
    for (Row row : made.collectAsList()) {
      int hour = 24 * (row.<Integer>getAs("weekday") - 1) + row.<Integer>getAs("hour");
      double mean = mean(counts[hour], 0);
      assertThat(row.<Double>getAs("tickets_low"))
          .isEqualTo(Math.max(0, Math.floor(mean - width(mean, now))));
      assertThat(row.<Double>getAs("tickets_high")).isEqualTo(Math.ceil(mean + width(mean, now)));
      assertThat(row.<Double>getAs("interval_held")).isCloseTo(held / 672.0, within(1e-12));
    }
    assertThat(now).isGreaterThan(before * 1.1);
  }

  private static double mean(int[] weeks, int from) {
    double sum = 0;
    for (int week = from; week < from + 8; week++) {
      sum += weeks[week];
    }
    return sum / 8;
  }

  private static double width(double mean, double dispersion) {
    return 1.959963984540054 * Math.sqrt(dispersion * mean * 9 / 8);
  }

  /** Variances of hours over weeks for each ticket expected, at least 1. */
  private static double dispersion(int[][] counts, int from) {
    double variances = 0;
    double means = 0;
    for (int[] weeks : counts) {
      double mean = mean(weeks, from);
      means += mean;
      for (int week = from; week < from + 8; week++) {
        variances += (weeks[week] - mean) * (weeks[week] - mean) / 7;
      }
    }
    return Math.max(1, variances / means);
  }

  @Test
  void onlyThePolicyThatBeganLastIsInForce() {
    Dataset<Row> policies =
        table(
            "priority string, plan string, first_response_minutes int, valid_from date",
            "high | null | 30 | 2020-01-01",
            "high | null | 240 | 2024-01-01",
            "high | null | 5 | 2024-07-01",
            "high | pro | 60 | 2020-01-01");

    assertSameRows(
        table(
            "priority string, plan string, first_response_minutes int",
            "high | null | 240",
            "high | pro | 60"),
        SupportStaffing.inForce(policies, LocalDate.parse("2024-06-30")));
  }

  @Test
  void aLineOfFewWeeksIsNotScoredAndItsMeanIsOfTheWeeksThatItHas() {
    List<String> tickets = new ArrayList<>();
    for (int week = 0; week < 2; week++) {
      tickets.add(
          "t%d | %s | 1 | 9 | L2".formatted(week, LocalDate.parse("2024-06-24").minusWeeks(week)));
    }
    Row row = build(tickets).where("weekday = 1 AND hour = 9").first();

    assertThat(row.<Double>getAs("expected_tickets")).isEqualTo(1);
    assertThat(row.<Integer>getAs("weeks")).isEqualTo(2);
    assertThat(row.<Double>getAs("error")).isNull();
  }

  @Test
  void theIntervalOfALineOfFewWeeksIsOfTheWeeksThatItHas() {
    int[][] counts = {{40, 52}, {44, 60}};
    List<String> tickets = new ArrayList<>();
    for (int hour = 0; hour < 2; hour++) {
      for (int week = 0; week < 2; week++) {
        LocalDate day = LocalDate.parse("2024-06-24").minusWeeks(week);
        for (int i = 0; i < counts[hour][week]; i++) {
          tickets.add("t%d | %s | 1 | %d | L1".formatted(tickets.size(), day, 9 + hour));
        }
      }
    }
    Dataset<Row> made = build(tickets);

    // variances over two weeks are 72 and 128, for means of 46 and 52
    double dispersion = (72.0 + 128.0) / (46 + 52);
    for (int hour = 0; hour < 2; hour++) {
      double mean = (counts[hour][0] + counts[hour][1]) / 2.0;
      double width = 1.959963984540054 * Math.sqrt(dispersion * mean * (1 + 1 / 2.0));
      Row row = made.where("weekday = 1 AND hour = " + (9 + hour)).first();
      assertThat(row.<Double>getAs("tickets_low")).isEqualTo(Math.floor(mean - width));
      assertThat(row.<Double>getAs("tickets_high")).isEqualTo(Math.ceil(mean + width));
    }
  }

  @Test
  void workForATicketIsTheLinesOwnElseTheCompanysForEachTimeThatALineWorkedOnOne() {
    Dataset<Row> costs =
        wide(
            "support_cost_monthly",
            table(
                "cut string, cut_value string, month date, hours_stated decimal(18,2),"
                    + " tickets_with_hours bigint",
                "all | all | 2024-05-31 | 10 | 20",
                "all | all | 2024-06-30 | null | 0",
                "all | all | 2023-06-30 | 900 | 20",
                "line | L1 | 2024-05-31 | 2 | 12",
                "line | L2 | 2024-05-31 | null | 0",
                "provider | p | 2024-05-31 | 900 | 10"));
    Dataset<Row> given =
        supportTickets(
            table(
                COLUMNS + ", line string",
                "t1 | 2024-06-24 | 1 | 9 | L1 | L1",
                "t2 | 2024-06-24 | 1 | 9 | L1 | L2"));

    // half an hour for a ticket, of which two are worked on three times
    assertThat(
            build(given, new Staged().with("support_cost_monthly", costs))
                .selectExpr("line", "round(handling_minutes, 6)", "handling_is_default")
                .distinct()
                .orderBy("line")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly("L1 10.0 false", "L2 20.0 false");
    Row without = build(List.of("t | 2024-06-24 | 1 | 9 | L1")).first();
    assertThat(without.<Double>getAs("handling_minutes")).isEqualTo(45);
    assertThat(without.<Boolean>getAs("handling_is_default")).isTrue();
    assertThat(without.<Boolean>getAs("target_is_default")).isTrue();
  }

  @Test
  void aTicketThatIsPassedOnIsWorkForBothLines() {
    Dataset<Row> given =
        supportTickets(
            table(
                COLUMNS + ", line string",
                "t1 | 2024-06-24 | 1 | 9 | L1 | L1",
                "t2 | 2024-06-24 | 1 | 9 | L1 | L2",
                "t3 | 2024-06-24 | 1 | 9 | L1 | null",
                "t4 | 2024-06-24 | 1 | 9 | null | null"));

    assertThat(
            build(given, new Staged())
                .where("last_week_tickets > 0")
                .orderBy("line")
                .selectExpr("line", "last_week_tickets")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly("L1 3.0", "L2 1.0", "unknown 1.0");
  }

  private static Dataset<Row> build(List<String> tickets) {
    return build(tickets, new Staged());
  }

  private static Dataset<Row> build(List<String> tickets, Staged staged) {
    return build(supportTickets(table(COLUMNS, tickets.toArray(String[]::new))), staged);
  }

  private static Dataset<Row> build(Dataset<Row> given, Staged staged) {
    Dataset<Row> made =
        new SupportStaffing()
            .build(staged.with("support_tickets", given).at(List.of(TODAY)))
            .get("support_staffing")
            .localCheckpoint();
    assertKeepsContract("support_staffing", made);
    return made;
  }
}
