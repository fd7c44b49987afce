package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ChurnModelTest extends ModelledCompany {
  @Test
  void aModelThatBeatsTheCalendarIsAdoptedAndTheNextIsTriedWhenItIsOld() {
    List<Row> rows = models.orderBy("as_of_date").collectAsList();

    assertKeepsContract("churn_model", models);
    assertThat(rows)
        .extracting(row -> row.<Object>getAs("as_of_date").toString())
        .containsExactly("2024-04-30", "2024-12-31");
    assertThat(rows.get(0).<String>getAs("decision")).isEqualTo("adopted");
    assertThat(rows.get(0).<String>getAs("opponent")).isEqualTo("calendar");
    assertThat(rows.get(0).<Double>getAs("auc")).isBetween(0.7, 0.95);
    assertThat(rows.get(1).<String>getAs("opponent")).isEqualTo("hazard-2024-04-30");
    assertThat(rows.get(0).<String>getAs("libraries"))
        .matches("spark \\d+\\..*, xgboost \\d+\\..*");
    assertThat(rows.get(1).<Long>getAs("training_periods"))
        .isGreaterThan(rows.get(0).<Long>getAs("training_periods"));
  }

  @Test
  void datesAtOnceAreDatesOneByOneWithoutAnyLabelThatMaturedLater() {
    Map<String, Dataset<Row>> earlier = new HashMap<>();
    for (LocalDate date : DATES) {
      Dataset<Row> known = tables.get("churn_label").where(col("matured_on").leq("" + date));
      run(new ChurnModel(), SETTINGS, List.of(date), with("churn_label", known), earlier, null)
          .forEach((name, rows) -> earlier.merge(name, rows, Dataset::unionByName));
    }

    assertThat(earlier).hasSize(4);
    earlier.forEach((name, rows) -> assertSameRows(rows, made.get(name)));
  }

  @Test
  void howRowsAreStoredDoesNotMatter() {
    Map<String, Dataset<Row>> shuffled = new HashMap<>();
    tables.forEach(
        (name, rows) -> shuffled.put(name, rows.repartition(7).sortWithinPartitions("account_id")));

    run(new ChurnModel(), SETTINGS, DATES, shuffled, Map.of(), null)
        .forEach((name, rows) -> assertSameRows(made.get(name), rows));
  }

  @Test
  void withoutASignalNoModelIsAdopted() {
    Dataset<Row> tried = triedOnTheFirstDate(company(0));

    assertThat(tried.select("decision").head().getString(0)).isEqualTo("refused");
    assertThat(tried.select("reason").head().getString(0)).contains("not more than");
  }

  @Test
  void whatBecameKnownOnTheWayIsNotLearnedFrom() {
    Dataset<Row> features =
        tables
            .get("account_features")
            .withColumn("csat_90d", expr("if(as_of_date >= '2023-09-30', 0.5, null)"));
    Map<String, Dataset<Row>> begun = with("account_features", features);

    Row begunRow = triedOnTheFirstDate(begun).head();
    Row row = models.where("as_of_date = '2024-04-30'").head();
    assertThat(List.of(row.<String>getAs("features").split(" "))).contains("csat_90d");
    assertThat(List.of(begunRow.<String>getAs("features").split(" ")))
        .doesNotContain("csat_90d")
        .contains("active_users_28d_change", "period");
  }

  @Test
  void aFeatureThatKnowsTheOutcomeMakesAModelSuspect() {
    Dataset<Row> features = tables.get("account_features");
    Dataset<Row> lost =
        tables
            .get("churn_label")
            .where("churned AND horizon_days = 180")
            .select(col("observed_on").as("as_of_date"), col("account_id"), lit(1.0).as("told"));
    Dataset<Row> leaking =
        features
            .join(lost, new String[] {"as_of_date", "account_id"}, "left")
            .withColumn("csat_90d", expr("coalesce(told, 0.0)"))
            .drop("told");
    Map<String, Dataset<Row>> planted = with("account_features", wide("account_features", leaking));

    Row row = triedOnTheFirstDate(planted).head();
    assertThat(row.<String>getAs("decision")).isEqualTo("suspect");
    assertThat(row.<String>getAs("reason")).contains("possible leak").contains("csat_90d");
  }

  @Test
  void tooFewChurnedAccountsTrainNothing() {
    Dataset<Row> few = tables.get("churn_label").where("account_id < 'a2'");
    Map<String, Dataset<Row>> small = with("churn_label", few);

    assertThat(
            few.where("churned AND matured_on <= '2024-04-30'")
                .select("account_id")
                .distinct()
                .count())
        .isBetween(20L, 99L);
    assertThat(triedOnTheFirstDate(small).count()).isZero();
  }

  @Test
  void historyOfLessThanAYearBeforeTheTestTrainsNothing() {
    Dataset<Row> young = tables.get("churn_label").where("observed_on >= '2022-12-31'");

    assertThat(triedOnTheFirstDate(with("churn_label", young)).count()).isZero();
  }

  private static Dataset<Row> triedOnTheFirstDate(Map<String, Dataset<Row>> tables) {
    return run(new ChurnModel(), SETTINGS, List.of(DATES.get(0)), tables, Map.of(), null)
        .get("churn_model");
  }

  @Test
  void aTrialBetweenTheDatesOfARunIsNotMadeAgain() {
    List<LocalDate> around = days("2024-04-30", "2024-12-31");
    Dataset<Row> between =
        models
            .where("as_of_date = '2024-12-31'")
            .withColumn("as_of_date", lit("2024-11-30").cast("date"));

    assertThat(tried(around, between).select("as_of_date").collectAsList())
        .extracting(row -> row.get(0).toString())
        .containsExactly("2024-04-30");
  }

  @Test
  void aModelOfAFeatureThatIsGonePredictsNoMoreAndAnotherIsTriedAtOnce() {
    List<LocalDate> date = List.of(DATES.get(1));
    Dataset<Row> first = models.where("as_of_date = '2024-04-30'");
    Dataset<Row> gone =
        first.withColumn("model", regexp_replace(col("model"), "open_tickets", "open_cases"));

    assertThat(predictions(date, gone).where("method <> 'band_rate'").count()).isZero();
    assertThat(tried(date, gone).count()).isEqualTo(1);
    assertThat(tried(date, first).count()).isZero();
  }

  private static Dataset<Row> tried(List<LocalDate> dates, Dataset<Row> before) {
    return run(new ChurnModel(), SETTINGS, dates, tables, Map.of("churn_model", before), null)
        .get("churn_model");
  }
}
