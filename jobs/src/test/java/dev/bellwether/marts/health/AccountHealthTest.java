package dev.bellwether.marts.health;

import static dev.bellwether.platform.contract.Polarity.HIGHER_IS_BETTER;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.MartTest;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecard.Limit;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.errors.BellwetherException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AccountHealthTest extends MartTest {
  private static final String FEATURES =
      "as_of_date date, account_id string, status string, segment string, arr decimal(18,2),"
          + " last_mrr decimal(18,4), account_age_days int, na string, users double, seats double,"
          + " csat double";

  /**
   * usage (weight 3): users (1), seats (2); support (weight 1): csat; each value is its feature.
   */
  static final Scorecard SCORECARD =
      new Scorecard(
          "small",
          "7",
          0.5,
          new Scorecard.Bands(70, 45, 3),
          List.of(
              new Scorecard.Dimension(
                  "usage", 3, List.of(measure("users", 1), measure("seats", 2))),
              new Scorecard.Dimension("support", 1, List.of(measure("csat", 1)))));

  private static final Settings SETTINGS =
      settings(SCORECARD, Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);

  private static Scorecard.Measure measure(String feature, double weight) {
    return new Scorecard.Measure(
        feature,
        feature,
        weight,
        HIGHER_IS_BETTER,
        List.of(new Scorecard.Point(0, 0), new Scorecard.Point(100, 100)));
  }

  static Dataset<Row> features(String... rows) {
    return table(FEATURES, rows)
        .withColumn("not_applicable", expr("split(na, ' ')"))
        .withColumn("stale", expr("cast(array() as array<string>)"))
        .withColumn("usage_data_age_days", expr("0"))
        .withColumn("csm_rating_points", lit(null).cast("double"))
        .withColumn("csm_assessment_age_days", lit(null).cast("int"))
        .drop("na");
  }

  private static Map<String, Dataset<Row>> health(List<LocalDate> dates, Dataset<Row> features) {
    return run(
        new AccountHealth(), SETTINGS, dates, inputs(SETTINGS, dates, features), Map.of(), null);
  }

  /** The step's inputs, all dates scored by the scorecard of the settings. */
  static Map<String, Dataset<Row>> inputs(
      Settings settings, List<LocalDate> dates, Dataset<Row> features) {
    Map<String, Dataset<Row>> scorecards =
        run(new ScorecardInForce(), settings, dates, Map.of(), Map.of(), null);
    return Map.of(
        "account_features", features, "scorecard_in_force", scorecards.get("scorecard_in_force"));
  }

  private static Row row(Dataset<Row> health, String date) {
    return health.where(col("as_of_date").equalTo(date)).head();
  }

  @Test
  void scoreIsAWeightedMeanOfDimensionsOfMeasures() {
    Dataset<Row> features =
        features(
            "2024-01-31 | a | customer | smb | 1200 | 100 | 44 | null | 40 | 70 | 80",
            "2024-01-31 | b | customer | null | null | 100 | 400 | null | -5 | 170 | 80");
    Map<String, Dataset<Row>> made = health(days("2024-01-31"), features);

    assertSameRowsWithin(
        1e-9,
        table(
            "account_id string, score double, score_before_overrides double, band string,"
                + " band_raw string, coverage double, confidence double, scored_on date,"
                + " arr decimal(18,2)",
            "a | 65 | 65 | yellow | yellow | 1 | 0.5 | 2024-01-31 | 1200",
            "b | 70 | 70 | green | green | 1 | 1 | 2024-01-31 | null"),
        made.get("account_health")
            .select(
                "account_id",
                "score",
                "score_before_overrides",
                "band",
                "band_raw",
                "coverage",
                "confidence",
                "scored_on",
                "arr"));
    assertSameRowsWithin(
        1e-9,
        table(
            "account_id string, measure string, raw_value double, value double, weight double,"
                + " contribution double, state string",
            "a | users | 40 | 40 | 0.25 | 10 | known",
            "a | seats | 70 | 70 | 0.5 | 35 | known",
            "a | csat | 80 | 80 | 0.25 | 20 | known",
            "b | users | -5 | 0 | 0.25 | 0 | known",
            "b | seats | 170 | 100 | 0.5 | 50 | known",
            "b | csat | 80 | 80 | 0.25 | 20 | known"),
        made.get("account_health_measure").drop("as_of_date", "dimension", "feature"));
  }

  @Test
  void staleValuesHoldAndLowerOnlyTheConfidence() {
    Dataset<Row> features =
        features("2024-01-31 | a | customer | smb | 1 | 1 | 99 | null | 40 | null | 80")
            .withColumn("stale", expr("array('users', 'seats')"))
            .withColumn("usage_data_age_days", expr("7"));
    Map<String, Dataset<Row>> made = health(days("2024-01-31"), features);

    // usage has 0.75 of the weight; users stand for a third of it, which is half of what has values
    assertSameRowsWithin(
        1e-9,
        table(
            "score double, coverage double, confidence double, data_age_days int",
            "50 | 0.5 | " + 0.5 * (1 - 0.5 * 7 / 28) + " | 7"),
        made.get("account_health").select("score", "coverage", "confidence", "data_age_days"));
    assertSameRows(
        table("measure string, state string", "users | stale", "seats | unknown", "csat | known"),
        made.get("account_health_measure").select("measure", "state"));
  }

  @Test
  void unknownHandsItsWeightOnAndLowersCoverageNotApplicableDoesNot() {
    Dataset<Row> features =
        features(
            "2024-01-31 | sibling | customer | smb | 1 | 1 | 99 | null | 40 | null | 80",
            "2024-01-31 | dimension | customer | smb | 1 | 1 | 99 | null | 40 | 70 | null",
            "2024-01-31 | not_licensed | customer | smb | 1 | 1 | 99 | seats | 40 | 70 | 80",
            "2024-01-31 | little | customer | smb | 1 | 1 | 99 | null | null | null | 80",
            "2024-01-31 | nothing | customer | smb | 1 | 1 | 99 | users | null | null | null");
    Dataset<Row> health = health(days("2024-01-31"), features).get("account_health");

    assertSameRowsWithin(
        1e-9,
        table(
            "account_id string, score double, coverage double, band string",
            "sibling | 50 | 0.5 | yellow",
            "dimension | 60 | 0.75 | yellow",
            "not_licensed | 50 | 1 | yellow",
            "little | 80 | 0.25 | unknown",
            "nothing | null | 0 | unknown"),
        health.select("account_id", "score", "coverage", "band"));
  }

  @Test
  void bandRemembersTheNightBefore() {
    Dataset<Row> features =
        features(
            "2024-01-31 | a | customer | smb | 1 | 1 | 99 | null | 70 | 70 | 70",
            "2024-02-01 | a | customer | smb | 1 | 1 | 99 | null | 68 | 68 | 68",
            "2024-02-02 | a | customer | smb | 1 | 1 | 99 | null | 66 | 66 | 66",
            "2024-02-03 | a | customer | smb | 1 | 1 | 99 | null | 72 | 72 | 72");
    List<LocalDate> dates = days("2024-01-31", "2024-02-01", "2024-02-02", "2024-02-03");

    assertSameRows(
        table(
            "as_of_date date, band_raw string, band string",
            "2024-01-31 | green | green",
            "2024-02-01 | yellow | green",
            "2024-02-02 | yellow | yellow",
            "2024-02-03 | green | yellow"),
        health(dates, features).get("account_health").select("as_of_date", "band_raw", "band"));
  }

  @Test
  void theCsmStandsBesideTheBandWhichCountsItsWeeks() {
    Dataset<Row> features =
        features(
                "2024-01-01 | a | customer | smb | 1 | 1 | 99 | null | 80 | 80 | 80",
                "2024-01-08 | a | customer | smb | 1 | 1 | 99 | null | 90 | 90 | 90",
                "2024-01-22 | a | customer | smb | 1 | 1 | 99 | null | 85 | 85 | 85",
                "2024-01-23 | a | customer | smb | 1 | 1 | 99 | null | 20 | 20 | 20",
                "2024-01-30 | a | churned | smb | 1 | 1 | 99 | null | 20 | 20 | 20",
                "2024-01-30 | b | customer | smb | 1 | 1 | 0 | null | null | null | null")
            .withColumn("csm_rating_points", expr("IF(as_of_date = '2024-01-01', null, 50D)"))
            .withColumn("csm_assessment_age_days", expr("day(as_of_date)"));
    List<LocalDate> dates =
        days("2024-01-01", "2024-01-08", "2024-01-22", "2024-01-23", "2024-01-30");

    assertSameRows(
        table(
            "as_of_date date, account_id string, band string, band_since date, weeks_in_band int,"
                + " csm_band string, disagreement string",
            "2024-01-01 | a | green | 2024-01-01 | 0 | null | null",
            "2024-01-08 | a | green | 2024-01-01 | 1 | yellow | csm_more_worried",
            "2024-01-22 | a | green | 2024-01-01 | 3 | yellow | csm_more_worried",
            "2024-01-23 | a | red | 2024-01-23 | 0 | yellow | csm_less_worried",
            "2024-01-30 | a | red | 2024-01-23 | 0 | null | null",
            "2024-01-30 | b | unknown | 2024-01-30 | 0 | yellow | null"),
        health(dates, features)
            .get("account_health")
            .select(
                "as_of_date",
                "account_id",
                "band",
                "band_since",
                "weeks_in_band",
                "csm_band",
                "disagreement"));
  }

  @Test
  void whoeverIsNoCustomerKeepsTheScoreOfItsLastNightAsOne() {
    Dataset<Row> features =
        features(
            "2024-01-31 | a | customer | smb | 600 | 50 | 99 | null | 40 | 70 | 80",
            "2024-02-07 | a | lapsed | smb | 0 | 50 | 99 | null | 0 | 0 | 0",
            "2024-03-31 | a | churned | smb | 0 | 50 | 99 | null | 100 | 100 | 100",
            "2024-03-31 | never | not_customer | smb | 0 | null | null | null | 9 | 9 | 9");
    Map<String, Dataset<Row>> made =
        health(days("2024-01-31", "2024-02-07", "2024-03-31"), features);

    assertSameRowsWithin(
        1e-9,
        table(
            "as_of_date date, account_id string, status string, score double, band string,"
                + " scored_on date, change_7d double, arr decimal(18,2)",
            "2024-01-31 | a | customer | 65 | yellow | 2024-01-31 | null | 600",
            "2024-02-07 | a | lapsed | 65 | yellow | 2024-01-31 | 0 | 600",
            "2024-03-31 | a | churned | 65 | yellow | 2024-01-31 | null | 0",
            "2024-03-31 | never | not_customer | null | unknown | null | null | 0"),
        made.get("account_health")
            .select(
                "as_of_date",
                "account_id",
                "status",
                "score",
                "band",
                "scored_on",
                "change_7d",
                "arr"));
    Dataset<Row> measures = made.get("account_health_measure");
    assertSameRowsWithin(
        1e-9,
        measures.where("account_id = 'a' AND as_of_date = '2024-01-31'").drop("as_of_date"),
        measures.where("account_id = 'a' AND as_of_date = '2024-03-31'").drop("as_of_date"));
    assertThat(measures.where("account_id = 'never' AND state = 'unknown'").count()).isEqualTo(3);
  }

  @Test
  void whoeverComesBackStartsAnew() {
    Dataset<Row> features =
        features(
            "2024-01-31 | a | customer | smb | 1 | 1 | 99 | null | 80 | 80 | 80",
            "2024-02-29 | a | churned | smb | 0 | 1 | 99 | null | 80 | 80 | 80",
            "2024-03-31 | a | customer | smb | 1 | 1 | 9 | null | 69 | 69 | 69");
    Map<String, Dataset<Row>> made =
        health(days("2024-01-31", "2024-02-29", "2024-03-31"), features);
    Dataset<Row> health = made.get("account_health");

    assertThat(row(health, "2024-02-29").<String>getAs("band")).isEqualTo("green");
    assertThat(row(health, "2024-03-31").<String>getAs("band")).isEqualTo("yellow");
    assertThat(row(health, "2024-03-31").<String>getAs("change_text")).isNull();
    assertThat(made.get("account_health_change").count()).isZero();
  }

  @Test
  void whoeverRenewsLateIsTheSameCustomerStill() {
    Dataset<Row> features =
        features(
            "2024-01-31 | a | customer | smb | 1 | 1 | 99 | null | 80 | 80 | 80",
            "2024-02-01 | a | lapsed | smb | 0 | 1 | 100 | null | 80 | 80 | 80",
            "2024-02-07 | a | customer | smb | 1 | 1 | 106 | null | 69 | 69 | 69");
    Dataset<Row> health =
        health(days("2024-01-31", "2024-02-01", "2024-02-07"), features).get("account_health");

    assertThat(row(health, "2024-02-07").<String>getAs("band")).isEqualTo("green");
    assertThat(row(health, "2024-02-07").<Double>getAs("change_7d")).isCloseTo(-11.0, within(1e-9));
  }

  @Test
  void rulesPickTheScorecardAndTheFirstThatHoldsWins() {
    Scorecard other = named("other", List.of(), List.of());
    Scorecard young = named("young", List.of(), List.of());
    Scorecard main =
        named(
            "main",
            List.of(),
            List.of(
                new Scorecard.Rule("young", List.of(bounds("account_age_days", null, 90.0))),
                new Scorecard.Rule("other", List.of(texts("segment", "smb", "mid")))));
    Dataset<Row> features =
        features(
            "2024-01-31 | young_smb | customer | smb | 1 | 1 | 89 | null | 1 | 1 | 1",
            "2024-01-31 | old_smb | customer | smb | 1 | 1 | 90 | null | 1 | 1 | 1",
            "2024-01-31 | old_big | customer | big | 1 | 1 | 90 | null | 1 | 1 | 1",
            "2024-01-31 | no_segment | customer | null | 1 | 1 | 90 | null | 1 | 1 | 1");
    Settings settings = with(new Scorecards(main, List.of(young, other)));

    assertSameRows(
        table(
            "account_id string, scorecard string",
            "young_smb | young",
            "old_smb | other",
            "old_big | main",
            "no_segment | main"),
        health(settings, features).get("account_health").select("account_id", "scorecard"));
  }

  @Test
  void anOverrideLimitsTheScoreOfWhomItIsAboutUntilItExpires() {
    Scorecard main =
        named(
            "main",
            List.of(
                override("late", Limit.CAP, "2024-01-31", bounds("seats", 60.0, null)),
                override("expired", Limit.CAP, "2024-01-30", bounds("seats", 0.0, null)),
                new Scorecard.ScoreOverride(
                    "friends",
                    Limit.FLOOR,
                    50,
                    "friends",
                    LocalDate.parse("2024-02-01"),
                    List.of("friend"),
                    List.of())),
            List.of());
    Dataset<Row> features =
        features(
            "2024-01-31 | capped | customer | smb | 1 | 1 | 99 | null | 80 | 80 | 80",
            "2024-01-31 | at_the_bound | customer | smb | 1 | 1 | 99 | null | 60 | 60 | 60",
            "2024-01-31 | unknown | customer | smb | 1 | 1 | 99 | null | 80 | null | 80",
            "2024-01-31 | friend | customer | smb | 1 | 1 | 99 | null | 10 | 10 | 10",
            "2024-01-31 | gone | churned | smb | 1 | 1 | 99 | null | 80 | 80 | 80");
    Map<String, Dataset<Row>> made = health(with(Scorecards.only(main)), features);

    assertSameRowsWithin(
        1e-9,
        table(
            "account_id string, score_before_overrides double, score double, override string,"
                + " override_reason string, override_expires_on date",
            "capped | 80 | 50 | late | why late | 2024-01-31",
            "at_the_bound | 60 | 60 | null | null | null",
            "unknown | 80 | 80 | null | null | null",
            "friend | 10 | 50 | friends | friends | 2024-02-01",
            "gone | null | null | null | null | null"),
        made.get("account_health")
            .select(
                "account_id",
                "score_before_overrides",
                "score",
                "override",
                "override_reason",
                "override_expires_on"));
    made.forEach((name, rows) -> assertKeepsContract(name, rows));
  }

  @Test
  void anOverrideIsARowOfTheChange() {
    Scorecard main =
        named(
            "main",
            List.of(override("late", Limit.CAP, "2024-12-31", bounds("seats", 60.0, null))),
            List.of());
    Dataset<Row> features =
        features(
            "2024-01-31 | a | customer | smb | 1 | 1 | 99 | null | 60 | 60 | 60",
            "2024-02-07 | a | customer | smb | 1 | 1 | 106 | null | 60 | 80 | 60");
    List<LocalDate> dates = days("2024-01-31", "2024-02-07");
    Settings settings = with(Scorecards.only(main));
    Map<String, Dataset<Row>> made =
        run(
            new AccountHealth(),
            settings,
            dates,
            inputs(settings, dates, features),
            Map.of(),
            null);

    assertSameRowsWithin(
        1e-9,
        table(
            "measure string, effect string, change double",
            "seats | data | 10",
            "late | override | -20"),
        made.get("account_health_change").select("measure", "effect", "change"));
    assertThat(row(made.get("account_health"), "2024-02-07").<String>getAs("change_text"))
        .isEqualTo("Down 10 since 31 Jan: override late (-20), seats rose 60 → 80 (+10)");
  }

  private static Map<String, Dataset<Row>> health(Settings settings, Dataset<Row> features) {
    List<LocalDate> dates = days("2024-01-31");
    return run(
        new AccountHealth(), settings, dates, inputs(settings, dates, features), Map.of(), null);
  }

  private static Settings with(Scorecards scorecards) {
    return settingsOf(scorecards, Settings.ChurnLabel.SUBSCRIPTIONS, 1, 1);
  }

  private static Scorecard named(
      String name, List<Scorecard.ScoreOverride> overrides, List<Scorecard.Rule> rules) {
    return new Scorecard(
        name,
        "1",
        SCORECARD.minimumCoverage(),
        SCORECARD.bands(),
        SCORECARD.dimensions(),
        overrides,
        rules);
  }

  private static Scorecard.ScoreOverride override(
      String name, Limit limit, String expires, Scorecard.Condition when) {
    return new Scorecard.ScoreOverride(
        name, limit, 50, "why " + name, LocalDate.parse(expires), List.of(), List.of(when));
  }

  private static Scorecard.Condition bounds(String feature, Double above, Double below) {
    return new Scorecard.Condition(feature, List.of(), above, null, below, null);
  }

  private static Scorecard.Condition texts(String feature, String... texts) {
    return new Scorecard.Condition(feature, List.of(texts), null, null, null, null);
  }

  @Test
  void aMeasureOfAFeatureThatDoesNotExistIsAConfigurationError() {
    Dataset<Row> features =
        features("2024-01-31 | a | customer | smb | 1 | 1 | 99 | null | 1 | 1 | 1").drop("csat");

    assertThatThrownBy(() -> health(days("2024-01-31"), features))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("measure csat reads the feature csat");
  }
}
