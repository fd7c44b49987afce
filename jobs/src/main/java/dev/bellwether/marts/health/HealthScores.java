package dev.bellwether.marts.health;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.features.Freshness;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.Serializable;
import java.sql.Date;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Scores the rows of account_features, each row by itself and by the scorecard that its rules give.
 *
 * <p>In plain Java (see {@link ScoreSheet}): as SQL expressions, twelve curves and their shared
 * weights grow beyond what Spark can compile into one method. Only conditions are SQL.
 */
final class HealthScores implements Serializable {
  private static final long serialVersionUID = 1;

  /** Days after which an account's age no longer lowers the confidence: the longest window. */
  private static final int FULL_AGE_DAYS = Windows.QUARTER;

  /** Days after which a late feed's values count for nothing in the confidence. */
  private static final double FULL_DATA_AGE_DAYS = Freshness.OLDEST_DAYS;

  private static final String SCORECARD = "scorecard";
  private static final String NOT_APPLICABLE = "not_applicable";
  private static final String STALE = "stale";
  private static final String DATA_AGE = "usage_data_age_days";
  private static final String FEATURES = "features";
  private static final String OVERRIDES = "overrides";

  private final Scorecards scorecards;
  private final Map<String, ScorecardRules> rules = new HashMap<>();

  HealthScores(Scorecards scorecards) {
    this.scorecards = scorecards;
    List<String> features = scorecards.features();
    int nextOverride = 0;
    for (Scorecard scorecard : scorecards.all()) {
      rules.put(scorecard.name(), new ScorecardRules(scorecard, features, nextOverride));
      nextOverride += scorecard.overrides().size();
    }
  }

  /**
   * Drafts of {@link HealthRows#NIGHT} for rows of account_features: customers with their scores,
   * null when nothing is known; an account that is not a customer without one, all measures
   * unknown.
   */
  Dataset<Row> drafts(Dataset<Row> features) {
    requireFeatures(features);
    Column[] values =
        scorecards.features().stream()
            .map(feature -> col(feature).cast("double"))
            .toArray(Column[]::new);
    Column[] overrides =
        scorecards.all().stream()
            .flatMap(scorecard -> scorecard.overrides().stream())
            .map(Conditions::holds)
            .toArray(Column[]::new);
    return features
        .select(
            col("as_of_date"),
            col("account_id"),
            col("status"),
            col("segment"),
            arr().as("arr"),
            col("account_age_days"),
            col("csm_rating_points"),
            col("csm_assessment_age_days"),
            Conditions.scorecard(scorecards).as(SCORECARD),
            names(NOT_APPLICABLE),
            names(STALE),
            col(DATA_AGE),
            array(values).as(FEATURES),
            array(overrides).cast("array<boolean>").as(OVERRIDES))
        .map((MapFunction<Row, Row>) this::draft, Encoders.row(HealthRows.NIGHT));
  }

  private static Column names(String column) {
    return coalesce(col(column), array().cast("array<string>")).as(column);
  }

  /** While service pauses, ARR is that of its last day. */
  private static Column arr() {
    Column last = col("last_mrr").multiply(12).cast("decimal(18,2)");
    return when(col("status").equalTo("customer"), col("arr"))
        .when(col("status").isin("lapsed", "signed"), last)
        .otherwise(lit(0).cast("decimal(18,2)"));
  }

  private Row draft(Row features) {
    HealthNight night =
        new HealthNight(features.getAs("as_of_date"), features.getAs("account_age_days"));
    for (String column : List.of("account_id", "status", "segment", "arr")) {
      night.set(column, features.getAs(column));
    }
    ScorecardRules own = Objects.requireNonNull(rules.get(features.<String>getAs(SCORECARD)));
    if (night.isCustomer()) {
      score(night, features, own);
      night.set("csm_band", CsmComparison.csmBand(features.getAs("csm_rating_points")));
      night.set("csm_assessment_age_days", features.getAs("csm_assessment_age_days"));
    } else {
      night.setLines(own.sheet().unknown());
    }
    return night.row();
  }

  private static void score(HealthNight night, Row features, ScorecardRules rules) {
    List<Double> values = rules.features(features.getList(features.fieldIndex(FEATURES)));
    ScoreSheet.Score score =
        rules.sheet().score(values, set(features, NOT_APPLICABLE), set(features, STALE));
    int dataAge = score.staleShare() > 0 ? features.<Integer>getAs(DATA_AGE) : 0;
    double freshness = 1 - score.staleShare() * Math.min(1, dataAge / FULL_DATA_AGE_DAYS);
    night.set("scorecard", rules.scorecard().name());
    night.set("scorecard_version", rules.scorecard().version());
    night.set("scorecard_hash", rules.hash());
    night.set("score_before_overrides", score.score());
    night.set("coverage", score.coverage());
    night.set("data_age_days", dataAge);
    night.set(
        "confidence", score.coverage() * maturity(features.getAs("account_age_days")) * freshness);
    night.setLines(score.lines());
    if (score.score() != null) {
      List<Boolean> holding = features.getList(features.fieldIndex(OVERRIDES));
      override(night, OverriddenScore.of(score.score(), rules.overrides(holding)));
    }
  }

  private static Set<String> set(Row features, String column) {
    return new HashSet<>(features.<String>getList(features.fieldIndex(column)));
  }

  private static void override(HealthNight night, OverriddenScore score) {
    night.set("score", score.score());
    if (score.by() != null) {
      night.set("override", score.by().name());
      night.set("override_reason", score.by().reason());
      night.set("override_expires_on", Date.valueOf(score.by().expires()));
    }
  }

  private static double maturity(Integer ageDays) {
    return Math.min(1.0, ((ageDays == null ? 0 : ageDays) + 1.0) / FULL_AGE_DAYS);
  }

  private void requireFeatures(Dataset<Row> features) {
    List<String> present = Arrays.asList(features.columns());
    for (Scorecard scorecard : scorecards.all()) {
      for (Scorecard.Measure measure : scorecard.measures()) {
        require(present, scorecard, "measure " + measure.name(), measure.feature());
      }
    }
    scorecards
        .conditionFeatures()
        .forEach(feature -> require(present, scorecards.main(), "a condition", feature));
  }

  private static void require(
      List<String> present, Scorecard scorecard, String reader, String feature) {
    if (!present.contains(feature)) {
      throw BellwetherException.configuration(
          "scorecard " + scorecard.name() + ": " + reader + " reads the feature " + feature,
          "account_features has no such column",
          "name a column of account_features (docs/tables.md lists them)");
    }
  }
}
