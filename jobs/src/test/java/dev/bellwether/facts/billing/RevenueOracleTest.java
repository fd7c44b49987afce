package dev.bellwether.facts.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.facts.billing.RevenueOracle.Subscription;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.StepInputs;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurring revenue and its movements against plain loops, on generated subscriptions. */
class RevenueOracleTest extends SparkTest {
  private static final LocalDate FIRST = LocalDate.parse("2023-01-01");
  private static final List<LocalDate> RATE_DAYS =
      List.of(FIRST.minusYears(1), FIRST.plusDays(40), FIRST.plusDays(100), FIRST.plusDays(101));
  private static final List<BigDecimal> RATES =
      List.of(
          new BigDecimal("0.91234567"),
          new BigDecimal("0.9"),
          new BigDecimal("1.1"),
          new BigDecimal("0.87654321"));
  private static final List<LocalDate> MONTHS =
      Dates.monthEnds(FIRST, LocalDate.parse("2023-12-31"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void revenueAndMovementsAreThoseOfTheOracle(long seed) {
    List<Subscription> subscriptions = RevenueOracle.generated(seed, FIRST, 300);
    RevenueOracle oracle = new RevenueOracle(subscriptions, RATE_DAYS, RATES);
    StepInputs inputs = staged(subscriptions).at(MONTHS);

    List<String> statuses = new ArrayList<>();
    List<String> movements = new ArrayList<>();
    for (LocalDate month : MONTHS) {
      for (int i = 0; i < 15; i++) {
        String account = "a" + i;
        if (oracle.lastCustomerDay(account, month) != null) {
          statuses.add(status(oracle, account, month));
        }
        String movement = movement(oracle, account, month);
        if (movement != null) {
          movements.add(movement);
        }
      }
    }
    assertThat(lines(statuses(inputs))).containsExactlyInAnyOrderElementsOf(statuses);
    assertThat(lines(movements(inputs))).containsExactlyInAnyOrderElementsOf(movements);
  }

  private static Staged staged(List<Subscription> subscriptions) {
    List<String> rates = new ArrayList<>();
    for (int i = 0; i < RATES.size(); i++) {
      rates.add(RATE_DAYS.get(i) + " | USD | EUR | " + RATES.get(i));
    }
    return new Staged()
        .with(
            "subscriptions",
            "subscription_id, account_id, start_date, end_date, notice_on, mrr, currency, is_trial",
            subscriptions.stream().map(Subscription::row).toArray(String[]::new))
        .with(
            "exchange_rates",
            "rate_date, from_currency, to_currency, rate",
            rates.toArray(String[]::new));
  }

  private static Dataset<Row> statuses(StepInputs inputs) {
    Dataset<Row> points = Dates.points(inputs.spark(), inputs.dates());
    return RecurringRevenue.perAccount(
            BillingViews.subscriptions(inputs, points),
            BillingViews.exchangeRates(inputs, points),
            RevenueOracle.GAP)
        .select(
            "as_of_date",
            "account_id",
            "status",
            "mrr",
            "last_mrr",
            "customer_since",
            "last_customer_day");
  }

  private static Dataset<Row> movements(StepInputs inputs) {
    Contract contract = Contracts.of("account_mrr_monthly");
    Dataset<Row> table = new AccountMrrMonthly().build(inputs).get(contract.name());
    Dataset<Row> conforming = ContractChecks.conform(table, contract).localCheckpoint();
    assertThat(ContractChecks.violations(conforming, contract)).isEmpty();
    return conforming;
  }

  private static List<String> lines(Dataset<Row> table) {
    return table.collectAsList().stream().map(row -> row.mkString(" ")).toList();
  }

  private static String status(RevenueOracle oracle, String account, LocalDate day) {
    LocalDate last = oracle.lastCustomerDay(account, day);
    return String.join(
        " ",
        "" + day,
        account,
        oracle.status(account, day),
        "" + oracle.mrr(account, day, day, day),
        "" + oracle.mrr(account, last, day, last),
        "" + oracle.customerSince(account, day),
        "" + last);
  }

  private static String movement(RevenueOracle oracle, String account, LocalDate month) {
    LocalDate before = month.withDayOfMonth(1).minusDays(1);
    boolean was = oracle.isCustomer(account, before, month);
    boolean is = oracle.isCustomer(account, month, month);
    if (!was && !is) {
      return null;
    }
    BigDecimal then = oracle.mrr(account, before, month, before);
    BigDecimal now = oracle.mrr(account, month, month, before);
    boolean lapsed = !is && oracle.status(account, month).equals("lapsed");
    return String.join(
        " ",
        account,
        "" + month,
        "" + oracle.mrr(account, month, month, month),
        name(oracle, account, before, month, now.compareTo(then)),
        "" + now.subtract(then),
        "" + then,
        "" + now,
        "" + lapsed);
  }

  private static String name(
      RevenueOracle oracle, String account, LocalDate before, LocalDate month, int direction) {
    if (!oracle.isCustomer(account, before, month)) {
      // had it paid on any day up to the month before?
      for (LocalDate day = FIRST; !day.isAfter(before); day = day.plusDays(1)) {
        if (oracle.isCustomer(account, day, month)) {
          return "reactivation";
        }
      }
      return "new";
    }
    if (!oracle.isCustomer(account, month, month)) {
      return "churn";
    }
    return direction > 0 ? "expansion" : direction < 0 ? "contraction" : "none";
  }
}
