package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.prediction.CalibratedModels;
import dev.bellwether.prediction.CalibratedModelsJson;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Method;
import dev.bellwether.prediction.Scored;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ModelledChurnTest extends ModelledCompany {
  private int atRenewals;

  @Test
  void predictionsAreTheProductOfTheStoredModelsHazards() {
    List<LocalDate> date = List.of(DATES.get(1));
    Dataset<Row> predicted = predictions(date, models);
    Row model = models.where("as_of_date = '2024-04-30'").head();
    CalibratedModels trained = CalibratedModelsJson.read(model.getAs("model"));
    Method method = Method.valueOf(model.<String>getAs("method").toUpperCase(Locale.ROOT));

    assertKeepsContract("churn_prediction", predicted);
    assertThat(predicted.where("model_id <> 'hazard-2024-04-30'").count()).isZero();
    List<Row> sample = predicted.where("account_id LIKE 'a1%'").collectAsList();
    assertThat(sample).hasSizeGreaterThan(60);
    for (Row row : sample) {
      double stays = 1;
      for (int period = 1; period <= row.<Integer>getAs("horizon_days") / 30; period++) {
        Example example = period(date.get(0), row.getAs("account_id"), period);
        Iterator<Scored> scored = trained.score(List.of(example).iterator());
        stays *= 1 - trained.probability(method, scored.next());
      }
      assertThat(row.<BigDecimal>getAs("probability").doubleValue())
          .isCloseTo(1 - stays, within(1e-8));
      assertAtRenewal(row);
    }
    assertThat(atRenewals).isPositive();
  }

  /** At the end of the period of its renewal, which some horizons share. */
  private void assertAtRenewal(Row row) {
    Row features = byAccount(DATES.get(1)).get(row.<String>getAs("account_id"));
    int period = (features.<Integer>getAs("days_to_renewal") - 1) / 30 + 1;
    int horizon = row.getAs("horizon_days");
    BigDecimal atRenewal = row.getAs("probability_at_renewal");
    if (period > 6) {
      assertThat(atRenewal).isNull();
    } else if (period * 30 == horizon) {
      assertThat(atRenewal).isEqualTo(row.<BigDecimal>getAs("probability"));
      atRenewals++;
    }
  }

  @Test
  void withoutAModelInForceThePredictionIsARate() {
    Dataset<Row> refused = models.withColumn("decision", lit("refused"));

    assertThat(
            predictions(List.of(DATES.get(1)), refused)
                .where("method <> 'band_rate' OR model_id IS NOT NULL")
                .count())
        .isZero();
  }

  @Test
  void aModelThatCannotBeReadIsAnErrorThatSaysWhatToDo() {
    Dataset<Row> cut = models.withColumn("model", expr("substr(model, 1, 5000)"));
    Dataset<Row> bent =
        models.withColumn(
            "model", regexp_replace(col("model"), "booster\":\"....", "booster\":\"AAAA"));
    Dataset<Row> shortened =
        models.withColumn(
            "model", regexp_replace(col("model"), "coefficients\":\\[[^,]*,", "coefficients\":["));

    for (Dataset<Row> broken : List.of(cut, bent, shortened)) {
      assertThatThrownBy(() -> predictions(List.of(DATES.get(1)), broken))
          .isInstanceOf(BellwetherException.class)
          .hasMessageContaining("hazard-2024-04-30 in churn_model cannot be read");
    }
  }
}
