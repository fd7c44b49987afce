package dev.bellwether.publish;

import static dev.bellwether.publish.Fixture.JULY;
import static dev.bellwether.publish.Fixture.JUNE;
import static dev.bellwether.publish.Fixture.RISK;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntegrityChecksTest extends SparkTest {
  private static final String FEATURES = "as_of_date date, account_id string";
  private static final String HEALTH =
      "as_of_date date, account_id string, score_before_overrides double, scored_on date";
  private static final String MEASURE =
      "as_of_date date, account_id string, measure string, contribution double";

  private final Map<String, Dataset<Row>> tables = new HashMap<>();

  @BeforeEach
  void tablesThatAgree() {
    tables.put("account_features", table(FEATURES, "2026-06-30 | a", "2026-06-30 | frozen"));
    tables.put(
        "account_health",
        table(
            HEALTH,
            "2026-06-30 | a | 30.3 | 2026-06-30",
            "2026-06-30 | frozen | 70 | 2025-01-31",
            "2026-06-30 | unknown | null | null"));
    tables.put(
        "account_health_measure",
        table(MEASURE, "2026-06-30 | a | x | 10.1", "2026-06-30 | a | y | 20.2"));
    tables.put("renewal_risk", table(RISK, "2026-06-30 | a | 1", "2026-06-30 | frozen | 2"));
    tables.put("churn_prediction", table(FEATURES, "2026-06-30 | a"));
  }

  @Test
  void tablesThatAgreePass() {
    passes();
  }

  @Test
  void absentTablesArePassedOver() {
    tables.keySet().retainAll(List.of("renewal_risk", "account_features"));
    passes();
    tables.clear();
    passes();
  }

  @Test
  void otherDatesArePassedOver() {
    tables.put("churn_prediction", table(FEATURES, "2026-07-31 | z"));
    passes();

    assertThatThrownBy(() -> IntegrityChecks.check(tables, List.of(JULY)))
        .hasMessageContaining("2026-07-31 z");
  }

  @Test
  void everyAccountOfTheFeaturesIsOnceInTheHealth() {
    tables.put("account_features", table(FEATURES, "2026-06-30 | a", "2026-06-30 | lost"));
    fails("accounts of account_features not exactly once in account_health, as 2026-06-30 lost");
    tables.put("account_features", table(FEATURES, "2026-06-30 | a"));
    tables.computeIfPresent("account_health", (name, rows) -> rows.unionAll(rows));
    fails("as 2026-06-30 a");
  }

  @Test
  void everyAccountOfTheHealthIsOnceInTheDimension() {
    Dataset<Row> all =
        table(FEATURES, "2026-06-30 | a", "2026-06-30 | frozen", "2026-06-30 | unknown");
    tables.put("account_dimension", all);
    passes();

    tables.put("account_dimension", all.where("account_id <> 'frozen'"));
    fails("accounts of account_health not exactly once in account_dimension, as 2026-06-30 frozen");
    tables.put("account_dimension", all.unionAll(all));
    fails("as 2026-06-30 a");
  }

  @Test
  void contributionsSumToTheScore() {
    tables.put("account_health_measure", table(MEASURE, "2026-06-30 | a | x | 30.31"));
    fails("contributions that do not sum to score_before_overrides, as 2026-06-30 a");
    tables.put("account_health_measure", table(MEASURE));
    fails("as 2026-06-30 a");
  }

  @Test
  void explanationsSumToTheLogOdds() {
    String columns =
        "as_of_date date, account_id string, horizon_days int, contribution double,"
            + " log_odds double";
    tables.put(
        "churn_explanation",
        table(columns, "2026-06-30 | a | 90 | -3.0004 | -2.5", "2026-06-30 | a | 90 | 0.5 | -2.5"));
    passes();
    tables.put("churn_explanation", table(columns, "2026-06-30 | a | 90 | -3 | -2.5"));
    fails("contributions of churn_explanation that do not sum to log_odds, as 2026-06-30 a");
  }

  @Test
  void changesSumToTheScoresChange() {
    String changed = ", change_7d double, change_28d double, change_90d double";
    tables.put(
        "account_health",
        table(
            HEALTH + changed,
            "2026-06-30 | a | 30.3 | 2026-06-30 | -3 | null | 5",
            "2026-06-30 | frozen | 70 | 2025-01-31 | 0 | 0 | 0"));
    String change = "as_of_date date, account_id string, from_date date, change double";
    String[] rows = {
      "2026-06-30 | a | 2026-06-23 | -4",
      "2026-06-30 | a | 2026-06-23 | 1",
      "2026-06-30 | a | 2026-06-29 | 9",
      "2026-06-30 | a | 2026-04-01 | 5"
    };
    tables.put("account_health_change", table(change, rows));
    passes();
    rows[1] = "2026-06-30 | a | 2026-06-23 | 1.1";
    tables.put("account_health_change", table(change, rows));
    fails("changes that do not sum to the score's change, as 2026-06-30 a");
    tables.put("account_health_change", table(change));
    fails("as 2026-06-30 a");
  }

  @Test
  void accountsAtRiskAndPredictedAreInTheHealth() {
    tables.put("renewal_risk", table(RISK, "2026-06-30 | other | 1"));
    tables.put("churn_prediction", table(FEATURES, "2026-06-30 | another"));
    fails("accounts of renewal_risk not in account_health, as 2026-06-30 other");
    fails("accounts of churn_prediction not in account_health, as 2026-06-30 another");
  }

  @Test
  void ranksCountFromOne() {
    tables.put("renewal_risk", table(RISK, "2026-06-30 | a | 1", "2026-06-30 | frozen | 3"));
    fails("ranks of renewal_risk that are not 1, 2, 3, ..., as 2026-06-30 frozen");
    tables.put("renewal_risk", table(RISK, "2026-06-30 | a | 1", "2026-06-30 | frozen | 1"));
    fails("as 2026-06-30 frozen");
  }

  private void passes() {
    assertThatCode(() -> IntegrityChecks.check(tables, List.of(JUNE))).doesNotThrowAnyException();
  }

  private void fails(String message) {
    assertThatThrownBy(() -> IntegrityChecks.check(tables, List.of(JUNE)))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining(message);
  }
}
