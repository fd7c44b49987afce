package dev.bellwether.facts.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.step.StepInputs;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Status, tenure, decisions, spells and movements of generated subscriptions against the oracle.
 */
class RevenueOracleTest extends SparkTest {
  private static final LocalDate FIRST = LocalDate.parse("2023-01-01");
  private static final Map<LocalDate, BigDecimal> RATES =
      new TreeMap<>(
          Map.of(
              FIRST.minusYears(1), new BigDecimal("0.91234567"),
              FIRST.plusDays(40), new BigDecimal("0.9"),
              FIRST.plusDays(100), new BigDecimal("1.1"),
              FIRST.plusDays(101), new BigDecimal("0.87654321")));
  private static final List<LocalDate> MONTHS =
      Dates.monthEnds(FIRST, LocalDate.parse("2023-12-31"));

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void statusTenureDecisionsSpellsAndMovementsAreThoseOfTheOracle(@ForAll long seed) {
    List<Version> versions = Version.generated(seed, FIRST, 300);
    SubscriptionOracle oracle = new SubscriptionOracle(versions, RATES);
    StepInputs inputs = staged(versions).at(MONTHS);

    List<String> statuses = new ArrayList<>();
    List<String> spells = new ArrayList<>();
    List<String> movements = new ArrayList<>();
    for (LocalDate month : MONTHS) {
      for (int i = 0; i < 15; i++) {
        String account = "a" + i;
        if (oracle.lastCustomerDay(account, month) != null) {
          statuses.add(status(oracle, account, month));
        }
        oracle
            .spells(account, month)
            .forEach(
                spell ->
                    spells.add(
                        String.join(
                            " ",
                            "" + month,
                            account,
                            "" + spell.start(),
                            "" + spell.end(),
                            "" + spell.noticed())));
        movement(oracle, account, month).ifPresent(movements::add);
      }
    }
    assertThat(lines(statuses(inputs))).containsExactlyInAnyOrderElementsOf(statuses);
    assertThat(lines(spells(inputs))).containsExactlyInAnyOrderElementsOf(spells);
    assertThat(lines(movements(inputs))).containsExactlyInAnyOrderElementsOf(movements);
  }

  private static Staged staged(List<Version> versions) {
    return new Staged()
        .with("subscriptions", Version.COLUMNS, Version.rows(versions))
        .with(
            "exchange_rates",
            "rate_date, from_currency, to_currency, rate",
            RATES.entrySet().stream()
                .map(rate -> rate.getKey() + " | USD | EUR | " + rate.getValue())
                .toArray(String[]::new));
  }

  private static Dataset<Row> statuses(StepInputs inputs) {
    Dataset<Row> points = Dates.points(inputs.spark(), inputs.dates());
    return RecurringRevenue.perAccount(
            BillingViews.subscriptions(inputs, points),
            BillingViews.exchangeRates(inputs, points),
            new ChurnGap(SubscriptionOracle.GAP))
        .select(
            "as_of_date",
            "account_id",
            "status",
            "mrr",
            "last_mrr",
            "customer_since",
            "last_customer_day",
            "days_to_decision",
            "days_to_renewal");
  }

  private static Dataset<Row> spells(StepInputs inputs) {
    Dataset<Row> points = Dates.points(inputs.spark(), inputs.dates());
    return CustomerSpells.of(
        BillingViews.subscriptions(inputs, points), new ChurnGap(SubscriptionOracle.GAP));
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

  private static String status(SubscriptionOracle oracle, String account, LocalDate day) {
    LocalDate last = oracle.lastCustomerDay(account, day);
    return String.join(
        " ",
        "" + day,
        account,
        oracle.status(account, day),
        "" + oracle.mrr(account, day, day, day),
        "" + oracle.mrr(account, last, day, last),
        "" + oracle.customerSince(account, day),
        "" + last,
        oracle
            .nextDecision(account, day)
            .map(next -> days(day, next[0]) + " " + days(day, next[1]))
            .orElse("null null"));
  }

  private static long days(LocalDate from, LocalDate to) {
    return ChronoUnit.DAYS.between(from, to);
  }

  /** Each end as it was known then. */
  private static Optional<String> movement(
      SubscriptionOracle oracle, String account, LocalDate month) {
    LocalDate before = month.withDayOfMonth(1).minusDays(1);
    boolean was = oracle.isCustomer(account, before, before);
    boolean is = oracle.isCustomer(account, month, month);
    if (!was && !is) {
      return Optional.empty();
    }
    BigDecimal then = oracle.mrr(account, before, before, before);
    BigDecimal now = oracle.mrr(account, month, month, before);
    // a subscription that was restated to have served no day leaves nobody to come back
    boolean ended = !is && oracle.lastCustomerDay(account, month) != null;
    boolean lapsed = ended && oracle.status(account, month).equals("lapsed");
    String name =
        was && is
            ? List.of("contraction", "none", "expansion")
                .get(1 + Integer.signum(now.compareTo(then)))
            : was ? "churn" : oracle.paid(account, before).isEmpty() ? "new" : "reactivation";
    return Optional.of(
        String.join(
            " ",
            account,
            "" + month,
            "" + oracle.mrr(account, month, month, month),
            name,
            "" + now.subtract(then),
            "" + then,
            "" + now,
            "" + lapsed));
  }
}
