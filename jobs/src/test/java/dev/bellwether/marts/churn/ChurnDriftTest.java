package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ChurnDriftTest extends ModelledCompany {
  @Test
  void aMonthEndTellsHowTheModelInForceFits() {
    List<LocalDate> monthEnd = days("2024-12-31");
    Dataset<Row> first = models.where("as_of_date = '2024-04-30'");
    Dataset<Row> drift = drift(monthEnd, tables, first);
    Row calibration = drift.where("kind = 'calibration'").head();

    assertKeepsContract("churn_drift", drift);
    assertThat(calibration.<Boolean>getAs("drifted")).isFalse();
    assertThat(calibration.<Double>getAs("expected")).isPositive();
    Dataset<Row> last =
        tables
            .get("churn_label")
            .where("horizon_days = 30 AND observed_on >= '2024-01-31' AND churned");
    assertThat(calibration.<Long>getAs("observed")).isEqualTo(last.count());
    assertThat(drift.where("kind = 'population' AND subject = 'probability'").count()).isOne();
    assertThat(drift.where("subject = 'active_users_28d_change' AND drifted").count()).isZero();
    assertThat(drift(days("2024-05-15"), tables, first).count()).isZero();
  }

  @Test
  void churnThatNoFeatureTellsOfIsDriftOfCalibrationAndAsksForAnotherModel() {
    Dataset<Row> labels = tables.get("churn_label");
    Column struck = col("observed_on").geq("2024-01-31").and(expr("account_id RLIKE '[02468]$'"));
    Dataset<Row> crisis =
        labels
            .withColumn("churned", col("churned").or(struck))
            .withColumn(
                "churned_on",
                when(struck, expr("observed_on + INTERVAL 10 DAYS").cast("date"))
                    .otherwise(col("churned_on")));
    Map<String, Dataset<Row>> struckCompany = with("churn_label", crisis);
    Dataset<Row> first = models.where("as_of_date = '2024-04-30'");
    List<LocalDate> monthEnd = days("2024-09-30"); // 153 days after the trial, of 180
    Map<String, Dataset<Row>> steady =
        run(new ChurnModel(), SETTINGS, monthEnd, tables, Map.of("churn_model", first), null);
    Map<String, Dataset<Row>> made =
        run(
            new ChurnModel(),
            SETTINGS,
            monthEnd,
            struckCompany,
            Map.of("churn_model", first),
            null);

    assertThat(steady.get("churn_model").count()).isZero();
    assertThat(made.get("churn_drift").where("kind = 'calibration' AND drifted").count()).isOne();
    assertThat(made.get("churn_model").count()).isOne();
  }

  private static Dataset<Row> drift(
      List<LocalDate> dates, Map<String, Dataset<Row>> tables, Dataset<Row> before) {
    return run(new ChurnModel(), SETTINGS, dates, tables, Map.of("churn_model", before), null)
        .get("churn_drift");
  }
}
