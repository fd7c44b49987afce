package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Settings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The list and its sums against plain loops, on a generated company. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalRiskOracleTest extends MartTest {
  private static final LocalDate TODAY = LocalDate.parse("2024-06-30");
  private static final Settings SETTINGS =
      settings(
          new Scorecard("none", "1", 0.5, new Scorecard.Bands(70, 45, 3), List.of()),
          Settings.ChurnLabel.SUBSCRIPTIONS,
          1,
          10);

  private final Random random = new Random(17);
  private final Map<String, RenewalRiskOracle.Account> accounts = new TreeMap<>();
  private final List<RenewalRiskOracle.Contract> contracts = new ArrayList<>();
  private final List<RenewalRiskOracle.Outcome> outcomes = new ArrayList<>();
  private final RenewalRiskOracle oracle = generated();
  private final Map<String, Dataset<Row>> tables = tables();
  private final Dataset<Row> list =
      run(new RenewalRisk(), SETTINGS, List.of(TODAY), tables, Map.of(), null).get("renewal_risk");

  private RenewalRiskOracle generated() {
    for (int i = 0; i < 300; i++) {
      String id = String.format("a%03d", i);
      BigDecimal probability =
          random.nextInt(8) == 0 ? null : BigDecimal.valueOf(random.nextInt(1000), 3);
      accounts.put(
          id,
          new RenewalRiskOracle.Account(
              id,
              any("smb", "big"),
              any("red", "yellow", "green", "unknown"),
              probability,
              any(null, null, new BigDecimal("3000"))));
      int count = 1 + random.nextInt(3);
      for (int j = 0; j < count; j++) {
        contracts.add(contract(id, id + "-" + j));
      }
    }
    for (int i = 0; i < 40; i++) {
      outcomes.add(
          new RenewalRiskOracle.Outcome(
              any("smb", "big"),
              1000,
              any(1000L, 800L, 0L, 1500L),
              TODAY.minusDays(random.nextInt(100) - 20)));
    }
    return new RenewalRiskOracle(TODAY, contracts, accounts, outcomes);
  }

  private RenewalRiskOracle.Contract contract(String account, String id) {
    LocalDate start = TODAY.minusDays(random.nextInt(800) - 40);
    int term = any(0, 1, 12, 12, 24, 6);
    boolean automatic = random.nextBoolean();
    LocalDate end = random.nextInt(3) > 0 ? null : TODAY.plusDays(random.nextInt(250) - 200);
    boolean endsWithTerm = term > 0 && random.nextBoolean();
    if (end != null && endsWithTerm) {
      end = start.plusMonths(term);
    }
    if (end != null && !end.isAfter(start)) {
      end = null;
    }
    LocalDate notice =
        end != null && random.nextInt(3) == 0 ? end.minusDays(1 + random.nextInt(60)) : null;
    if (notice != null && notice.isBefore(start)) {
      notice = start;
    }
    return new RenewalRiskOracle.Contract(
        id, account, start, end, notice, term, automatic, any(0, 30, 60), 1 + random.nextInt(500));
  }

  @SafeVarargs
  private <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }

  private Map<String, Dataset<Row>> tables() {
    Map<String, Dataset<Row>> tables = new HashMap<>();
    tables.put(
        "subscriptions",
        stored(
            "subscriptions",
            "subscription_id, account_id, start_date, end_date, notice_on, term_months, auto_renew,"
                + " notice_period_days, mrr",
            lines(
                contracts,
                each ->
                    cells(
                        each.id(),
                        each.account(),
                        each.start(),
                        each.end(),
                        each.notice(),
                        each.term() == 0 ? null : each.term(),
                        each.automatic(),
                        each.noticeDays(),
                        each.mrr()))));
    tables.put(
        "accounts",
        stored("accounts", "account_id, account_name", lines(all(), a -> cells(a.id(), a.id()))));
    Dataset<Row> health =
        wide(
            "account_health",
            table(
                "as_of_date date, account_id string, status string, band string, segment string,"
                    + " arr decimal(18,2)",
                lines(
                    all(),
                    a ->
                        cells(
                            TODAY,
                            a.id(),
                            oracle.status(a.id()),
                            a.band(),
                            a.segment(),
                            a.arr()))));
    tables.put("account_health", health);
    tables.put(
        "account_features",
        wide("account_features", health.select("as_of_date", "account_id", "status")));
    Dataset<Row> predictions =
        table(
            "as_of_date date, account_id string, probability decimal(9,8), status string",
            lines(all(), a -> cells(TODAY, a.id(), a.probability(), oracle.status(a.id()))));
    tables.put(
        "churn_prediction",
        wide(
            "churn_prediction",
            predictions
                .where("status = 'customer'")
                .selectExpr("*", "90 AS horizon_days", "'band_rate' AS method")));
    tables.put(
        "renewal_outcome",
        wide(
            "renewal_outcome",
            table(
                "segment string, available_to_renew_arr decimal(18,2), renewed_arr decimal(18,2),"
                    + " decided_on date, outcome string",
                lines(
                    outcomes,
                    o ->
                        cells(
                            o.segment(), o.available(), o.renewed(), o.decidedOn(), "renewed")))));
    for (String none : List.of("account_health_measure", "churn_explanation")) {
      tables.put(none, wide(none, table("account_id string", "nobody")).where(lit(false)));
    }
    return tables;
  }

  private List<RenewalRiskOracle.Account> all() {
    return List.copyOf(accounts.values());
  }

  private static String cells(Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(String.valueOf(value));
    }
    return String.join(" | ", texts);
  }

  private static <T> String[] lines(List<T> things, Function<T, String> line) {
    return things.stream().map(line).toArray(String[]::new);
  }

  @Test
  void accountsOrderAndMoneyAreThoseOfNaiveLoops() {
    List<String> told =
        list.orderBy("rank").collectAsList().stream()
            .map(
                row ->
                    new RenewalRiskOracle.Listed(
                            row.getAs("account_id"),
                            row.getAs("urgency"),
                            row.<java.sql.Date>getAs("decision_date").toLocalDate(),
                            (int) (long) row.<Long>getAs("decisions"),
                            row.getAs("available_to_renew_arr"),
                            row.getAs("expected_arr_loss"),
                            null)
                        .toString())
            .toList();

    assertThat(told).isEqualTo(oracle.list().stream().map(Object::toString).toList());
    assertThat(told).hasSizeGreaterThan(100);
    for (String urgency : List.of("passed", "deadline", "window", "monthly", "signed")) {
      assertThat(told).as(urgency).anyMatch(line -> line.contains(" " + urgency + " "));
    }
  }

  @Test
  void thePortfolioSumsToTheList() {
    Map<String, Dataset<Row>> inputs = new HashMap<>(tables);
    inputs.put("renewal_risk", list);
    inputs.put(
        "next_action", wide("next_action", table("account_id string", "x")).where(lit(false)));
    Map<String, Dataset<Row>> made =
        run(new RenewalForecast(), SETTINGS, List.of(TODAY), inputs, Map.of(), null);
    BigDecimal loss = sum(list, "expected_arr_loss");
    BigDecimal arr = sum(list.where("situation <> 'signed'"), "available_to_renew_arr");

    for (String level : List.of("book", "owner", "segment", "owner_segment")) {
      Dataset<Row> rows = made.get("renewal_forecast").where(col("level").equalTo(level));
      assertThat(sum(rows, "expected_arr_loss")).as(level).isEqualByComparingTo(loss);
      assertThat(sum(rows, "available_to_renew_arr")).as(level).isEqualByComparingTo(arr);
    }
    assertThat(sum(made.get("csm_book"), "expected_arr_loss")).isEqualByComparingTo(loss);
    made.forEach((table, rows) -> assertKeepsContract(table, rows));
  }

  private static BigDecimal sum(Dataset<Row> rows, String column) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Row row : rows.select(column).collectAsList()) {
      sum = row.isNullAt(0) ? sum : sum.add(row.getDecimal(0));
    }
    return sum.setScale(2, RoundingMode.UNNECESSARY);
  }
}
