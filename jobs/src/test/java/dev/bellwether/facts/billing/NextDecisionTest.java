package dev.bellwether.facts.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.step.StepInputs;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decisions ahead of generated subscriptions against plain loops over their terms. */
class NextDecisionTest extends SparkTest {
  private static final List<LocalDate> DATES =
      List.of(
          LocalDate.parse("2024-01-30"),
          LocalDate.parse("2024-02-29"),
          LocalDate.parse("2024-06-15"));

  /** A subscription of an account; term, renewal and notice may be missing. */
  private record Terms(
      int account, LocalDate start, LocalDate renewal, Integer months, boolean auto, int notice) {

    String row(int number) {
      return "s%d | a%d | %s | %s | %s | %s | %d | 10"
          .formatted(number, account, start, renewal, months, auto, notice);
    }

    /** Days to the next decision, and to its renewal, as one text that sorts by the decision. */
    String next(LocalDate date) {
      LocalDate from = renewal == null ? start : renewal;
      int notified = auto ? notice : 0;
      for (int term = renewal == null ? 1 : 0; term < 200; term++) {
        LocalDate end = from.plusMonths(term * (months == null ? 0L : months));
        if ((months != null || renewal != null) && end.minusDays(notified).isAfter(date)) {
          long days = ChronoUnit.DAYS.between(date, end);
          return "%4d %4d".formatted(days - notified, days);
        }
      }
      return null;
    }
  }

  @Test
  void theNextDecisionIsTheFirstAfterTheDateOverAllTerms() {
    List<Terms> all = generated();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      rows.add(all.get(i).row(i));
    }
    Staged staged =
        new Staged()
            .with(
                "subscriptions",
                "subscription_id, account_id, start_date, renewal_date, term_months, auto_renew,"
                    + " notice_period_days, mrr",
                rows.toArray(String[]::new));
    List<String> expected = new ArrayList<>();
    for (LocalDate date : DATES) {
      for (int account = 0; account < 30; account++) {
        expected.add(date + " a" + account + " " + next(all, account, date));
      }
    }

    assertThat(actual(staged.at(DATES))).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected).anyMatch(line -> line.endsWith("null"));
  }

  @Test
  void underNoticeNothingIsLeftToDecide() {
    Staged staged =
        new Staged()
            .with(
                "subscriptions",
                "subscription_id, account_id, start_date, end_date, term_months, notice_on, mrr",
                "s | a | 2024-01-01 | 2024-07-01 | 6 | 2024-05-01 | 10");

    assertThat(actual(staged.at("2024-04-30", "2024-05-01")))
        .containsExactlyInAnyOrder("2024-04-30 a   62   62", "2024-05-01 a null");
  }

  private static String next(List<Terms> all, int account, LocalDate date) {
    return all.stream()
        .filter(terms -> terms.account() == account)
        .map(terms -> terms.next(date))
        .filter(next -> next != null)
        .min(String::compareTo)
        .orElse("null");
  }

  private static List<String> actual(StepInputs inputs) {
    return RecurringRevenue.perAccount(
            BillingViews.subscriptions(inputs, Dates.points(inputs.spark(), inputs.dates())),
            BillingViews.exchangeRates(inputs, Dates.points(inputs.spark(), inputs.dates())),
            31)
        .select("as_of_date", "account_id", "days_to_decision", "days_to_renewal")
        .collectAsList()
        .stream()
        .map(
            row ->
                row.isNullAt(2)
                    ? row.get(0) + " " + row.get(1) + " null"
                    : "%s %s %4d %4d"
                        .formatted(row.get(0), row.get(1), row.getInt(2), row.getInt(3)))
        .toList();
  }

  private static List<Terms> generated() {
    Random random = new Random(3);
    List<Terms> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      LocalDate start = LocalDate.parse("2022-12-27").plusDays(random.nextInt(380));
      boolean hasTerm = random.nextInt(4) > 0;
      Integer months = hasTerm ? List.of(1, 3, 12, 36).get(random.nextInt(4)) : null;
      LocalDate renewal = random.nextInt(3) == 0 ? start.plusMonths(1 + random.nextInt(14)) : null;
      boolean auto = random.nextBoolean();
      all.add(new Terms(i % 30, start, renewal, months, auto, 15 * random.nextInt(7)));
    }
    return all;
  }
}
