package dev.bellwether.churn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.MartTest;
import dev.bellwether.asof.Dates;
import dev.bellwether.config.Scorecard;
import dev.bellwether.config.Settings;
import dev.bellwether.contract.BellwetherException;
import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.Feature;
import dev.bellwether.prediction.FeatureTable;
import dev.bellwether.prediction.Method;
import dev.bellwether.prediction.Scored;
import dev.bellwether.prediction.Trained;
import dev.bellwether.prediction.TrainedJson;
import dev.bellwether.prediction.Trainer;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChurnModelTest extends MartTest {
  private static final LocalDate FIRST = LocalDate.parse("2022-09-30");
  private static final List<LocalDate> OBSERVED =
      Dates.monthEnds(FIRST, LocalDate.parse("2024-03-31"));
  private static final List<LocalDate> DATES = days("2024-04-30", "2024-05-15", "2024-12-31");
  private static final Scorecard SCORECARD =
      new Scorecard(
          "small",
          "1",
          0.5,
          new Scorecard.Bands(70, 45, 3),
          List.of(
              new Scorecard.Dimension(
                  "usage",
                  1,
                  List.of(
                      new Scorecard.Measure(
                          "users",
                          "active_users_28d_change",
                          1,
                          Scorecard.Polarity.HIGHER_IS_BETTER,
                          List.of(new Scorecard.Point(-1, 0), new Scorecard.Point(1, 100)))))));
  private static final Settings SETTINGS =
      settings(SCORECARD, Settings.ChurnLabel.SUBSCRIPTIONS, 30, 50);

  private static final String SHORT =
      "as_of_date date, account_id string, status string, notice_in_force boolean,"
          + " days_to_renewal int, days_to_decision int, term_months int, renewal_term_months int,"
          + " segment string,"
          + " active_users_28d_change double, open_tickets bigint, csat_90d double";

  /** A company in which use that falls makes churn at a renewal likely. */
  private static Map<String, Dataset<Row>> company(double signal) {
    Random random = new Random(7);
    List<String> features = new ArrayList<>();
    List<String> health = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int account = 0; account < 400; account++) {
      int renewal = random.nextInt(12);
      double[] tendencies = random.doubles(4, -2, 2).toArray(); // another one in each contract year
      LocalDate churned = null;
      for (LocalDate month = FIRST;
          month.isBefore(LocalDate.parse("2025-01-01"));
          month = month.plusMonths(1)) {
        boolean renews = renews(month, renewal);
        double hazard =
            renews ? 1 / (1 + Math.exp(1 + signal * tendencies[year(month, renewal)])) : 0.001;
        if (churned == null && random.nextDouble() < hazard) {
          churned = month.withDayOfMonth(15).plusMonths(1);
        }
      }
      List<LocalDate> dates = new ArrayList<>(OBSERVED);
      dates.addAll(DATES);
      for (LocalDate date : dates.stream().distinct().toList()) {
        if (churned != null && !churned.isAfter(date)) {
          continue;
        }
        int ahead = daysToRenewal(date, renewal);
        double told = tendencies[year(date, renewal)] + 0.3 * random.nextGaussian();
        Double change = random.nextInt(5) == 0 ? null : Double.valueOf(told);
        if (account % 29 != 0) {
          health.add(String.join(" | ", date.toString(), "a" + account, "customer", band(change)));
        }
        features.add(
            String.join(
                " | ",
                date.toString(),
                "a" + account,
                "customer",
                "false",
                "" + ahead,
                "" + ahead,
                "12",
                "12",
                account % 2 == 0 ? "smb" : "mid",
                "" + change,
                "" + random.nextInt(4),
                "null"));
        if (OBSERVED.contains(date)) {
          for (int horizon : Horizons.DAYS) {
            boolean within = churned != null && !churned.isAfter(date.plusDays(horizon));
            labels.add(
                String.join(
                    " | ",
                    date.toString(),
                    "a" + account,
                    "" + horizon,
                    "" + within,
                    within ? churned.toString() : "null",
                    date.plusDays(horizon + GAP_DAYS).toString()));
          }
        }
      }
    }
    return Map.of(
        "account_features", wide("account_features", table(SHORT, features.toArray(String[]::new))),
        "account_health",
            table(
                "as_of_date date, account_id string, status string, band string",
                health.toArray(String[]::new)),
        "churn_label",
            table(
                "observed_on date, account_id string, horizon_days int, churned boolean,"
                    + " churned_on date, matured_on date",
                labels.toArray(String[]::new)));
  }

  private static String band(Double change) {
    if (change == null) {
      return "unknown";
    }
    return change > 0.5 ? "green" : change > -0.5 ? "yellow" : "red";
  }

  private static boolean renews(LocalDate month, int renewal) {
    return month.getMonthValue() % 12 == renewal;
  }

  /** How many renewals came up before a date. */
  private static int year(LocalDate date, int renewal) {
    return (int)
        Dates.monthEnds(FIRST, date.minusDays(1)).stream().filter(m -> renews(m, renewal)).count();
  }

  private static int daysToRenewal(LocalDate date, int renewal) {
    LocalDate day = date.withDayOfMonth(15).plusMonths(1);
    while ((day.getMonthValue() + 10) % 12 + 1 != (renewal == 0 ? 12 : renewal)) {
      day = day.plusMonths(1);
    }
    return (int) (day.toEpochDay() - date.toEpochDay());
  }

  private Map<String, Dataset<Row>> tables;
  private Map<String, Dataset<Row>> made;
  private Dataset<Row> models;

  @org.junit.jupiter.api.BeforeAll
  void train() {
    tables = company(1.5);
    made = run(new ChurnModel(), SETTINGS, DATES, tables, Map.of(), null);
    models = made.get("churn_model").cache();
  }

  /** The company's tables, with another one in the place of one. */
  private Map<String, Dataset<Row>> with(String name, Dataset<Row> rows) {
    Map<String, Dataset<Row>> other = new HashMap<>(tables);
    other.put(name, rows);
    return other;
  }

  private static Dataset<Row> triedOnTheFirstDate(Map<String, Dataset<Row>> tables) {
    return run(new ChurnModel(), SETTINGS, List.of(DATES.get(0)), tables, Map.of(), null)
        .get("churn_model");
  }

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
    assertThat(rows.get(1).<Long>getAs("training_steps"))
        .isGreaterThan(rows.get(0).<Long>getAs("training_steps"));
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

  private static double value(Dataset<Row> evaluation, String method, String metric) {
    return evaluation
        .where(col("method").equalTo(method).and(col("metric").equalTo(metric)))
        .where("cohort = 'decision' AND quarter = 'all' AND segment = 'all'")
        .select("value")
        .head()
        .getDouble(0);
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
            .where(col("observed_on").geq(trial.<java.sql.Date>getAs("test_from")))
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
      for (int step = 1; step <= 3; step++) {
        stays *= 1 - model.hazards(List.of(step(row, step)))[0];
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
    LocalDate testFrom = trial.<java.sql.Date>getAs("test_from").toLocalDate();
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

  @Test
  void howRowsAreStoredDoesNotMatter() {
    Map<String, Dataset<Row>> shuffled = new HashMap<>();
    tables.forEach(
        (name, rows) -> shuffled.put(name, rows.repartition(7).sortWithinPartitions("account_id")));

    run(new ChurnModel(), SETTINGS, DATES, shuffled, Map.of(), null)
        .forEach((name, rows) -> assertSameRows(made.get(name), rows));
  }

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
        .contains("active_users_28d_change", "step");
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

  @Test
  void predictionsAreTheProductOfTheStoredModelsHazards() {
    List<LocalDate> date = List.of(DATES.get(1));
    Dataset<Row> predicted = predictions(date, models);
    Row model = models.where("as_of_date = '2024-04-30'").head();
    Trained trained = TrainedJson.read(model.getAs("model"));
    Method method = Method.valueOf(model.<String>getAs("method").toUpperCase(Locale.ROOT));

    assertKeepsContract("churn_prediction", predicted);
    assertThat(predicted.where("model_id <> 'hazard-2024-04-30'").count()).isZero();
    List<Row> sample = predicted.where("account_id LIKE 'a1%'").collectAsList();
    assertThat(sample).hasSizeGreaterThan(60);
    for (Row row : sample) {
      double stays = 1;
      for (int step = 1; step <= row.<Integer>getAs("horizon_days") / 30; step++) {
        Example example = step(date.get(0), row.getAs("account_id"), step);
        Iterator<Scored> scored = trained.score(List.of(example).iterator());
        stays *= 1 - trained.probability(method, scored.next());
      }
      assertThat(row.<BigDecimal>getAs("probability").doubleValue())
          .isCloseTo(1 - stays, within(1e-8));
      assertAtRenewal(row);
    }
    assertThat(atRenewals).isPositive();
  }

  /** At the end of the step of its renewal, which some horizons share. */
  private void assertAtRenewal(Row row) {
    Row features = byAccount(DATES.get(1)).get(row.<String>getAs("account_id"));
    int step = (features.<Integer>getAs("days_to_renewal") - 1) / 30 + 1;
    int horizon = row.getAs("horizon_days");
    BigDecimal atRenewal = row.getAs("probability_at_renewal");
    if (step > 6) {
      assertThat(atRenewal).isNull();
    } else if (step * 30 == horizon) {
      assertThat(atRenewal).isEqualTo(row.<BigDecimal>getAs("probability"));
      atRenewals++;
    }
  }

  private int atRenewals;

  /** A step's row, put together from the table without the code under test. */
  private Example step(LocalDate date, String account, int step) {
    return step(byAccount(date).get(account), step);
  }

  private static Example step(Row row, int step) {
    List<Double> numbers = new ArrayList<>();
    for (String name : HazardFeatures.NUMBERS) {
      Object value = row.getAs(name);
      numbers.add(value == null ? Double.NaN : ((Number) value).doubleValue());
    }
    int renewal = row.getAs("days_to_renewal");
    double isIn = renewal > (step - 1) * 30 && renewal <= step * 30 ? 1 : 0;
    numbers.addAll(List.of((double) step, isIn, isIn, renewal <= (step - 1) * 30 ? 1.0 : 0.0));
    String[] texts =
        HazardFeatures.TEXTS.stream().map(name -> row.<String>getAs(name)).toArray(String[]::new);
    return new Example(
        0,
        row.getAs("account_id"),
        0,
        false,
        numbers.stream().mapToDouble(Double::doubleValue).toArray(),
        texts);
  }

  private Map<String, Row> byAccount;

  private Map<String, Row> byAccount(LocalDate date) {
    if (byAccount == null) {
      byAccount =
          tables
              .get("account_features")
              .where(col("as_of_date").equalTo(date.toString()))
              .collectAsList()
              .stream()
              .collect(
                  java.util.stream.Collectors.toMap(row -> row.getAs("account_id"), row -> row));
    }
    return byAccount;
  }

  private Dataset<Row> predictions(List<LocalDate> dates, Dataset<Row> registry) {
    Dataset<Row> health =
        tables
            .get("account_features")
            .select(
                col("as_of_date"),
                col("account_id"),
                col("status"),
                lit("green").as("band"),
                col("segment"));
    return run(
            new ChurnPrediction(),
            SETTINGS,
            dates,
            Map.of(
                "account_features", tables.get("account_features"),
                "account_health", health,
                "churn_label", tables.get("churn_label"),
                "churn_model", registry.where(col("as_of_date").leq(dates.get(0).toString()))),
            Map.of(),
            null)
        .get("churn_prediction");
  }

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
          for (int step = 1; step <= 3; step++) {
            Example example = step(date, account, step);
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
          .isEqualTo(number == null ? null : java.sql.Date.valueOf("2024-01-31"));
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
            .unionByName(others.withColumn("as_of_date", lit("2024-02-14").cast("date")))
            .unionByName(others.withColumn("as_of_date", lit("2024-05-16").cast("date")));

    assertSameRows(explanations(models), explanations(models, more));
  }

  @Test
  void everyFeatureHasADriver() {
    for (String feature : HazardFeatures.NUMBERS_OF_STEP) {
      assertThat(Driver.of(feature)).isNotNull();
    }
    for (String feature : HazardFeatures.TEXTS) {
      assertThat(Driver.of(feature).isActionable()).as(feature).isFalse();
    }
  }

  @Test
  void withoutAModelInForceNothingIsExplained() {
    assertThat(explanations(models.withColumn("decision", lit("refused"))).count()).isZero();
  }

  private Dataset<Row> explanations(Dataset<Row> registry) {
    return explanations(registry, tables.get("account_features"));
  }

  private static Dataset<Row> explanations(Dataset<Row> registry, Dataset<Row> features) {
    Map<String, Dataset<Row>> inputs =
        Map.of("account_features", features, "churn_model", registry);
    return run(new ChurnExplanation(), SETTINGS, List.of(DATES.get(1)), inputs, Map.of(), null)
        .get("churn_explanation");
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

  @Test
  void aModelReadsItsFeaturesByNameSoThatOthersMayBeAdded() {
    Random random = new Random(3);
    List<Example> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double[] numbers = {random.nextInt(6), random.nextGaussian()};
      String[] texts = {random.nextBoolean() ? "smb" : "mid"};
      boolean event = random.nextDouble() < 1 / (1 + Math.exp(1 - numbers[1]));
      rows.add(new Example(i, "a" + i, 0, event, numbers, texts));
    }
    FeatureTable table =
        new FeatureTable(
            spark(),
            List.of(Feature.of("step"), Feature.of("active_users_28d_change")),
            List.of("segment"),
            JavaSparkContext.fromSparkContext(spark().sparkContext()).parallelize(rows, 1));
    Trained trained =
        new Trainer(1).crossFitted(table, 2, each -> Math.floorMod(each.id().hashCode(), 2));
    HazardModel model = new HazardModel("small", trained, Method.BLEND, null);
    List<String> accounts = byAccount(DATES.get(1)).keySet().stream().sorted().limit(2).toList();
    List<Example> full =
        List.of(step(DATES.get(1), accounts.get(0), 2), step(DATES.get(1), accounts.get(1), 5));
    Iterator<Scored> expected =
        trained.score(full.stream().map(ChurnModelTest::ofSmallModel).iterator());

    assertThat(model.missing()).isEmpty();
    assertThat(model.hazards(full))
        .containsExactly(
            trained.probability(Method.BLEND, expected.next()),
            trained.probability(Method.BLEND, expected.next()));
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

  private static Example ofSmallModel(Example full) {
    List<String> names = HazardFeatures.NUMBERS_OF_STEP;
    double[] numbers = {
      full.numbers()[names.indexOf("step")],
      full.numbers()[names.indexOf("active_users_28d_change")]
    };
    String[] texts = {full.texts()[HazardFeatures.TEXTS.indexOf("segment")]};
    return new Example(full.row(), full.id(), full.time(), full.event(), numbers, texts);
  }

  private Dataset<Row> tried(List<LocalDate> dates, Dataset<Row> before) {
    return run(new ChurnModel(), SETTINGS, dates, tables, Map.of("churn_model", before), null)
        .get("churn_model");
  }
}
