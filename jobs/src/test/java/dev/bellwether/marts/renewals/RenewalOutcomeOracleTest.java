package dev.bellwether.marts.renewals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Settings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Renewals of generated subscriptions against plain loops over them. */
class RenewalOutcomeOracleTest extends MartTest {
  private static final Settings SETTINGS = settings(null, Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2024, 12, 31);

  private record Paid(
      String id,
      String account,
      LocalDate start,
      int months,
      LocalDate end,
      boolean notice,
      int mrr) {

    BigDecimal arr() {
      return BigDecimal.valueOf(12L * mrr).setScale(2);
    }

    boolean endsAfter(LocalDate day) {
      return end == null || end.isAfter(day);
    }

    String line() {
      String noticeOn = notice ? String.valueOf(start) : "null";
      return String.join(
          " | ",
          id,
          account,
          "" + start,
          "" + months,
          String.valueOf(end),
          noticeOn,
          "" + mrr,
          "" + start);
    }
  }

  private final List<Paid> all = generate();

  private static List<Paid> generate() {
    Random random = new Random(21);
    List<Paid> all = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      LocalDate start = LocalDate.of(2023, 1, 1).plusDays(random.nextInt(500));
      int months = List.of(1, 3, 12).get(random.nextInt(3));
      boolean ends = random.nextInt(4) > 0;
      LocalDate atTerm = start.plusMonths((long) months * (1 + random.nextInt(3)));
      LocalDate end = random.nextInt(6) == 0 ? atTerm.minusDays(5) : atTerm;
      boolean known = ends && !end.isAfter(LATEST);
      all.add(
          new Paid(
              "s" + i,
              "a" + random.nextInt(40),
              start,
              months,
              known ? end : null,
              known && random.nextInt(3) == 0,
              10 * (1 + random.nextInt(5))));
    }
    return all;
  }

  @Test
  void outcomesAreWhatPlainLoopsJudge() {
    Dataset<Row> subscriptions =
        stored(
            "subscriptions",
            "subscription_id, account_id, start_date, term_months, end_date, notice_on, mrr,"
                + " arrived_on",
            all.stream().map(Paid::line).toArray(String[]::new));
    List<String> actual =
        run(
                new RenewalOutcome(),
                SETTINGS,
                List.of(LATEST),
                Map.of(
                    "subscriptions", subscriptions, "accounts", stored("accounts", "account_id")),
                Map.of(),
                null)
            .get("renewal_outcome")
            .where("outcome NOT IN ('pending', 'signed')")
            .select("subscription_id", "renewal_date", "outcome", "renewed_arr")
            .collectAsList()
            .stream()
            .map(row -> row.mkString(" "))
            .toList();
    List<String> expected = all.stream().flatMap(one -> judged(one).stream()).toList();

    assertThat(new TreeSet<>(actual)).isEqualTo(new TreeSet<>(expected)).hasSize(expected.size());
    for (String outcome :
        List.of("renewed", "late", "contracted", "expanded", "churned", "withdrawn")) {
      assertThat(actual.toString()).contains(outcome);
    }
  }

  private List<String> judged(Paid one) {
    List<String> events = new ArrayList<>();
    for (int term = 1; term < 40; term++) {
      LocalDate day = one.start().plusMonths((long) term * one.months());
      boolean isEvent = one.endsAfter(day.minusDays(1));
      if (isEvent && !day.plusDays(GAP_DAYS).isAfter(LATEST)) {
        events.add(one.id() + " " + day + " " + outcome(one, day));
      }
      if (!isEvent && isOncePending(one, day)) {
        events.add(one.id() + " " + day + " withdrawn null");
      }
    }
    return events;
  }

  /** Whether it was at most 90 days ahead on the day before the end, of which nobody knew. */
  private static boolean isOncePending(Paid one, LocalDate day) {
    return !one.notice() && !day.isAfter(one.end().minusDays(1).plusDays(90));
  }

  private String outcome(Paid one, LocalDate day) {
    if (one.endsAfter(day)) {
      return "renewed " + one.arr();
    }
    List<Paid> successors =
        all.stream()
            .filter(other -> !other.equals(one) && other.account().equals(one.account()))
            .filter(other -> other.endsAfter(day))
            .filter(other -> Math.abs(other.start().toEpochDay() - day.toEpochDay()) <= GAP_DAYS)
            .toList();
    boolean pauses =
        successors.stream()
            .map(Paid::start)
            .min(Comparator.naturalOrder())
            .filter(start -> start.isAfter(day))
            .isPresent();
    if (successors.isEmpty() || (pauses && one.notice())) {
      return "churned 0.00";
    }
    BigDecimal renewed = share(one, day, successors);
    int compared = renewed.compareTo(one.arr());
    String kept = compared < 0 ? "contracted " : compared > 0 ? "expanded " : "renewed ";
    return (pauses ? "late " : kept) + renewed;
  }

  /** Subscriptions of the account that end on the same day share successors by their ARR. */
  private BigDecimal share(Paid one, LocalDate day, List<Paid> successors) {
    BigDecimal together =
        all.stream()
            .filter(other -> other.account().equals(one.account()) && day.equals(other.end()))
            .filter(other -> hasTermEnd(other, day))
            .map(Paid::arr)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal after = successors.stream().map(Paid::arr).reduce(BigDecimal.ZERO, BigDecimal::add);
    return after.multiply(one.arr()).divide(together, 2, RoundingMode.HALF_UP);
  }

  private static boolean hasTermEnd(Paid paid, LocalDate day) {
    for (int term = 1; term < 40; term++) {
      if (paid.start().plusMonths((long) term * paid.months()).equals(day)) {
        return true;
      }
    }
    return false;
  }
}
