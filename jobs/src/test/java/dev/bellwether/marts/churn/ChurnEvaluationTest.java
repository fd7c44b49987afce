package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ChurnEvaluationTest extends ModelledCompany {
  @Test
  void evaluationsAreOfTheTestWithADecisionAtStakeFirst() {
    Dataset<Row> evaluation = made.get("churn_evaluation").where("as_of_date = '2024-04-30'");
    assertKeepsContract("churn_evaluation", made.get("churn_evaluation"));

    assertThat(value(evaluation, "challenger", "auc")).isBetween(0.7, 0.95);
    assertThat(value(evaluation, "base_rate", "auc")).isEqualTo(0.5);
    assertThat(value(evaluation, "challenger", "log_loss"))
        .isLessThan(value(evaluation, "calendar", "log_loss"));
    assertThat(value(evaluation, "calendar", "log_loss"))
        .isLessThanOrEqualTo(value(evaluation, "base_rate", "log_loss"));
    assertThat(evaluation.where("method = 'champion'").count()).isZero();
    assertThat(
            made.get("churn_evaluation")
                .where("as_of_date = '2024-12-31' AND method = 'champion' AND metric = 'auc'")
                .count())
        .isEqualTo(2);
    assertThat(evaluation.where("segment = 'smb' AND quarter = 'all'").count()).isPositive();
    assertThat(evaluation.where("quarter LIKE '2023-Q%' AND segment = 'all'").count()).isPositive();
  }

  /** Counted again from the tables: customers of the test, and the model's probabilities. */
  @Test
  void evaluationCountsAndCalibrationAreThoseOfTheStoredModelOnTheTestsLabels() {
    Row trial = models.where("as_of_date = '2024-04-30'").head();
    HazardModel model = ModelRows.read(trial);
    Dataset<Row> labels =
        tables
            .get("churn_label")
            .where("horizon_days = 90 AND matured_on <= '2024-04-30'")
            .where(col("observed_on").geq(trial.<Date>getAs("test_from")))
            .withColumnRenamed("observed_on", "as_of_date");
    List<Row> test =
        labels
            .join(tables.get("account_features"), new String[] {"as_of_date", "account_id"})
            .where("days_to_decision <= 90")
            .collectAsList();
    double expected = 0;
    double churned = 0;
    for (Row row : test) {
      double stays = 1;
      for (int period = 1; period <= 3; period++) {
        stays *= 1 - model.hazards(List.of(period(row, period)))[0];
      }
      expected += 1 - stays;
      churned += row.<Boolean>getAs("churned") ? 1 : 0;
    }
    Dataset<Row> evaluation = made.get("churn_evaluation").where("as_of_date = '2024-04-30'");
    Row ratio =
        evaluation
            .where("method = 'challenger' AND metric = 'observed_over_expected'")
            .where("cohort = 'decision' AND quarter = 'all' AND segment = 'all'")
            .head();
    Dataset<Row> bins =
        made.get("churn_calibration").where("as_of_date = '2024-04-30' AND cohort = 'decision'");
    Row sums =
        bins.selectExpr("sum(observations)", "sum(churned)", "sum(observations * mean_probability)")
            .head();

    assertThat(test).hasSizeGreaterThan(100);
    assertThat(ratio.<Long>getAs("observations")).isEqualTo(test.size());
    assertThat(ratio.<Double>getAs("value")).isCloseTo(churned / expected, within(1e-9));
    assertKeepsContract("churn_calibration", made.get("churn_calibration"));
    assertThat(sums.getLong(0)).isEqualTo(test.size());
    assertThat((double) sums.getLong(1)).isEqualTo(churned);
    assertThat(sums.getDouble(2)).isCloseTo(expected, within(1e-9));
  }

  /** Counted again from the tables: past customers of the same band, segment and calendar. */
  @Test
  void bandRatesAreThoseOfCustomersWhoseNinetyDaysHadMaturedBeforeTheTest() {
    Row trial = models.where("as_of_date = '2024-04-30'").head();
    LocalDate testFrom = trial.<Date>getAs("test_from").toLocalDate();
    Dataset<Row> labelled =
        tables
            .get("churn_label")
            .where("horizon_days = 90 AND matured_on <= '2024-04-30'")
            .withColumnRenamed("observed_on", "as_of_date")
            .join(tables.get("account_features"), new String[] {"as_of_date", "account_id"})
            .join(
                tables.get("account_health").select("as_of_date", "account_id", "band"),
                new String[] {"as_of_date", "account_id"},
                "left")
            .where("days_to_decision <= 90");
    List<Row> taught =
        labelled
            .where(col("matured_on").leq(lit(testFrom.toString())))
            .where("band IS NOT NULL")
            .collectAsList();
    List<Row> test = labelled.where(col("as_of_date").geq(testFrom.toString())).collectAsList();
    double churned = test.stream().filter(row -> row.<Boolean>getAs("churned")).count();
    double expected = test.stream().mapToDouble(row -> bandRate(row, taught)).sum();
    Dataset<Row> evaluation = made.get("churn_evaluation").where("as_of_date = '2024-04-30'");

    assertThat(test.stream().filter(row -> row.getAs("band") == null)).isNotEmpty();
    assertThat(value(evaluation, "band_rate", "observed_over_expected"))
        .isCloseTo(churned / expected, within(1e-9));
    assertThat(value(evaluation, "band_rate", "auc"))
        .isBetween(0.6, value(evaluation, "challenger", "auc"));
  }

  private static double bandRate(Row customer, List<Row> taught) {
    List<Row> cell =
        taught.stream()
            .filter(row -> row.getAs("band").equals(customer.getAs("band")))
            .filter(row -> row.getAs("segment").equals(customer.getAs("segment")))
            .toList();
    return (churned(cell) + 50 * churned(taught) / taught.size()) / (cell.size() + 50);
  }

  private static double churned(List<Row> rows) {
    return rows.stream().filter(row -> row.<Boolean>getAs("churned")).count();
  }

  private static double value(Dataset<Row> evaluation, String method, String metric) {
    return evaluation
        .where(col("method").equalTo(method).and(col("metric").equalTo(metric)))
        .where("cohort = 'decision' AND quarter = 'all' AND segment = 'all'")
        .select("value")
        .head()
        .getDouble(0);
  }
}
