package dev.bellwether.marts.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.Staged;
import dev.bellwether.facts.billing.SubscriptionOracle;
import dev.bellwether.facts.billing.Version;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.ContractChecks;
import dev.bellwether.platform.contract.Contracts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Movements, rates and curves of generated subscriptions against plain loops. */
class RetentionMonthlyOracleTest extends SparkTest {
  static final String COLUMNS =
      "customers_before, customers, new_customers, reactivated_customers, churned_customers,"
          + " mrr_before, new_mrr, reactivation_mrr, expansion_mrr, contraction_mrr, churn_mrr,"
          + " mrr, provisional_until, customer_retention, net_revenue_retention,"
          + " gross_revenue_retention, customer_retention_12m, net_revenue_retention_12m,"
          + " gross_revenue_retention_12m";
  private static final LocalDate FIRST = LocalDate.parse("2023-01-01");
  private static final List<LocalDate> MONTHS =
      Dates.monthEnds(LocalDate.parse("2023-06-01"), LocalDate.parse("2024-04-30"));
  private static final Map<LocalDate, BigDecimal> RATES =
      Map.of(
          FIRST.minusYears(1), new BigDecimal("0.91234567"),
          FIRST.plusDays(200), new BigDecimal("1.1"));
  private static final List<String> ACCOUNTS =
      IntStream.range(0, 15).mapToObj(i -> "a" + i).toList();

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void monthsAndCurvesAreThoseOfTheOracle(@ForAll long seed) {
    List<Version> versions = Version.generated(seed, FIRST, 300);
    RetentionOracle oracle = new RetentionOracle(new SubscriptionOracle(versions, RATES), ACCOUNTS);

    Map<String, Dataset<Row>> made = new RetentionMonthly().build(staged(versions).at(MONTHS));

    assertThat(months(checked("retention_monthly", made)))
        .containsExactlyInAnyOrderElementsOf(expectedMonths(oracle));
    assertThat(curves(checked("retention_cohort", made)))
        .containsExactlyInAnyOrderElementsOf(expectedCurves(oracle));
  }

  private static List<String> expectedMonths(RetentionOracle oracle) {
    List<String> expected = new ArrayList<>();
    for (LocalDate month : MONTHS) {
      for (boolean bridged : List.of(false, true)) {
        groups()
            .forEach(
                (group, members) -> {
                  if (oracle.isTold(month, bridged, members)) {
                    String gaps = bridged ? "bridged" : "as_seen";
                    expected.add(
                        String.join(
                            " ", "" + month, gaps, group, oracle.month(month, bridged, members)));
                  }
                });
      }
    }
    return expected;
  }

  private static List<String> expectedCurves(RetentionOracle oracle) {
    List<String> expected = new ArrayList<>();
    groups()
        .forEach(
            (group, members) ->
                oracle
                    .curve(MONTHS.get(MONTHS.size() - 1), members)
                    .forEach(line -> expected.add(group + " " + line)));
    return expected;
  }

  private static Map<String, Predicate<String>> groups() {
    return Map.of(
        "all all",
        account -> true,
        "segment smb",
        account -> Integer.parseInt(account.substring(1)) % 2 == 0,
        "segment unknown",
        account -> Integer.parseInt(account.substring(1)) % 2 == 1);
  }

  private static Staged staged(List<Version> versions) {
    return new Staged()
        .with("subscriptions", Version.COLUMNS, Version.rows(versions))
        .with(
            "accounts",
            "account_id, segment",
            ACCOUNTS.stream()
                .map(
                    account ->
                        account
                            + (Integer.parseInt(account.substring(1)) % 2 == 0
                                ? " | smb"
                                : " | null"))
                .toArray(String[]::new))
        .with(
            "exchange_rates",
            "rate_date, from_currency, to_currency, rate",
            RATES.entrySet().stream()
                .map(rate -> rate.getKey() + " | USD | EUR | " + rate.getValue())
                .toArray(String[]::new));
  }

  private static Dataset<Row> checked(String table, Map<String, Dataset<Row>> made) {
    Dataset<Row> rows =
        ContractChecks.conform(made.get(table), Contracts.of(table)).localCheckpoint();
    assertThat(ContractChecks.violations(rows, Contracts.of(table))).isEmpty();
    return rows.where("cut IN ('all', 'segment')");
  }

  private static List<String> months(Dataset<Row> rows) {
    return lines(rows, "month, gaps, cut, cut_value, " + COLUMNS);
  }

  private static List<String> curves(Dataset<Row> rows) {
    return lines(
        rows,
        "cut, cut_value, months, customers_at_risk, churned_customers, mrr_at_risk, mrr_kept,"
            + " customer_retention, revenue_retention");
  }

  private static List<String> lines(Dataset<Row> rows, String columns) {
    return rows.selectExpr(columns.split(", ")).collectAsList().stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(
                        i ->
                            row.get(i) instanceof Double share
                                ? RetentionOracle.share(share, 1)
                                : "" + row.get(i))
                    .reduce((one, other) -> one + " " + other)
                    .orElseThrow())
        .toList();
  }
}
