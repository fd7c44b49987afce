package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Scored;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ChurnExplanationTest extends ModelledCompany {
  @Test
  void explanationsSumToTheLogOddsOfTheStoredModel() {
    LocalDate date = DATES.get(1);
    Dataset<Row> explained = explanations(models);
    HazardModel model = ModelRows.read(models.where("as_of_date = '2024-04-30'").head());

    assertKeepsContract("churn_explanation", explained);
    assertThat(explained.select("account_id").distinct().count())
        .isEqualTo(predictions(List.of(date), models).where("horizon_days = 90").count());
    Map<String, Double> sums = new HashMap<>();
    for (Row row : explained.where("account_id LIKE 'a1%'").collectAsList()) {
      sums.merge(row.getAs("account_id"), row.<Double>getAs("contribution"), Double::sum);
    }
    assertThat(sums).hasSizeGreaterThan(20);
    sums.forEach(
        (account, sum) -> {
          double logOdds = 0;
          for (int period = 1; period <= 3; period++) {
            Example example = period(date, account, period);
            Scored scored = model.trained().score(List.of(example).iterator()).next();
            logOdds += scored.margin(model.method()) / 3;
          }
          assertThat(sum).isCloseTo(logOdds, within(1e-4));
        });
  }

  @Test
  void explanationsTellOfTheDriverThatMovesChurnAndOfItsValue() {
    List<Row> rows = explanations(models).where("driver = 'active_users'").collectAsList();
    Map<String, Row> features = byAccount(DATES.get(1));
    int known = 0;
    for (Row row : rows) {
      assertThat(row.<String>getAs("feature")).isEqualTo("active_users_28d_change");
      Double change =
          features.get(row.<String>getAs("account_id")).getAs("active_users_28d_change");
      assertThat(row.<Double>getAs("raw_value")).isEqualTo(change);
      if (change != null && Math.abs(change) > 1) {
        assertThat(Math.signum(row.<Double>getAs("contribution"))).isEqualTo(-Math.signum(change));
        known++;
      }
    }
    assertThat(known).isGreaterThan(20);
  }

  @Test
  void explanationsTellTheValueOfTheMonthEndBefore() {
    Map<String, Row> then = new HashMap<>();
    tables
        .get("account_features")
        .where("as_of_date = '2024-01-31'")
        .collectAsList()
        .forEach(row -> then.put(row.getAs("account_id"), row));
    int known = 0;
    for (Row row : explanations(models).where("feature IS NOT NULL").collectAsList()) {
      Object value = then.get(row.<String>getAs("account_id")).getAs(row.<String>getAs("feature"));
      Double number = value instanceof Number told ? Double.valueOf(told.doubleValue()) : null;
      assertThat(row.<Double>getAs("earlier_value")).isEqualTo(number);
      assertThat(row.<Object>getAs("earlier_on"))
          .isEqualTo(number == null ? null : Date.valueOf("2024-01-31"));
      known += number == null ? 0 : 1;
    }
    assertThat(known).isGreaterThan(200);
  }

  @Test
  void laterNightsAndOthersBetweenChangeNoExplanation() {
    Dataset<Row> features = tables.get("account_features");
    Dataset<Row> others =
        features
            .where("as_of_date = '2024-02-29'")
            .withColumn("active_users_28d_change", lit(9.0))
            .withColumn("days_to_renewal", lit(9));
    Dataset<Row> more =
        features
            .where("as_of_date <= '2024-01-31' OR as_of_date = '2024-05-15'")
            .unionByName(others.withColumn("as_of_date", lit("2024-02-15").cast("date")))
            .unionByName(others.withColumn("as_of_date", lit("2024-05-16").cast("date")));

    assertSameRows(explanations(models), explanations(models, more));
  }

  @Test
  void withoutAModelInForceNothingIsExplained() {
    assertThat(explanations(models.withColumn("decision", lit("refused"))).count()).isZero();
  }

  private static Dataset<Row> explanations(Dataset<Row> registry) {
    return explanations(registry, tables.get("account_features"));
  }

  private static Dataset<Row> explanations(Dataset<Row> registry, Dataset<Row> features) {
    Map<String, Dataset<Row>> inputs =
        Map.of("account_features", features, "churn_model", registry);
    return run(new ChurnExplanation(), SETTINGS, List.of(DATES.get(1)), inputs, Map.of(), null)
        .get("churn_explanation");
  }
}
