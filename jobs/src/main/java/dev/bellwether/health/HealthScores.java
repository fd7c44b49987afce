package dev.bellwether.health;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.config.Scorecard;
import dev.bellwether.config.ScorecardJson;
import dev.bellwether.contract.BellwetherException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Scores the rows of account_features by a scorecard, each row by itself.
 *
 * <p>In plain Java (see {@link ScoreSheet}): as SQL expressions, twelve curves and their shared
 * weights grow beyond what Spark can compile into one method.
 */
final class HealthScores implements Serializable {
  private static final long serialVersionUID = 1;

  /** Days after which an account's age no longer lowers the confidence: the longest window. */
  private static final int FULL_AGE_DAYS = 90;

  private static final String NOT_APPLICABLE = "not_applicable";
  private static final String FEATURES = "features";

  private final Scorecard scorecard;
  private final String hash;
  private final ScoreSheet sheet;

  HealthScores(Scorecard scorecard) {
    this.scorecard = scorecard;
    this.hash = ScorecardJson.hash(scorecard);
    this.sheet = new ScoreSheet(scorecard);
  }

  /**
   * Drafts of {@link HealthRows#NIGHT} for rows of account_features: customers with their scores,
   * null when nothing is known; whoever is no customer without one, all measures unknown.
   */
  Dataset<Row> drafts(Dataset<Row> features) {
    requireFeatures(features);
    Column[] values =
        scorecard.measures().stream()
            .map(measure -> col(measure.feature()).cast("double"))
            .toArray(Column[]::new);
    return features
        .select(
            col("as_of_date"),
            col("account_id"),
            col("status"),
            col("segment"),
            arr().as("arr"),
            col("account_age_days"),
            coalesce(col(NOT_APPLICABLE), array().cast("array<string>")).as(NOT_APPLICABLE),
            array(values).as(FEATURES))
        .map((MapFunction<Row, Row>) this::draft, Encoders.row(HealthRows.NIGHT));
  }

  /** A lapsed account's ARR is that of its last day. */
  private static Column arr() {
    Column last = col("last_mrr").multiply(12).cast("decimal(18,2)");
    return when(col("status").equalTo("customer"), col("arr"))
        .when(col("status").equalTo("lapsed"), last)
        .otherwise(lit(0).cast("decimal(18,2)"));
  }

  private Row draft(Row features) {
    HealthNight night =
        new HealthNight(features.getAs("as_of_date"), features.getAs("account_age_days"));
    for (String column : List.of("account_id", "status", "segment", "arr")) {
      night.set(column, features.getAs(column));
    }
    if (night.isCustomer()) {
      score(night, features);
    } else {
      night.setLines(sheet.unknown());
    }
    return night.row();
  }

  private void score(HealthNight night, Row features) {
    List<String> notApplicable = features.getList(features.fieldIndex(NOT_APPLICABLE));
    ScoreSheet.Score score =
        sheet.score(features.getList(features.fieldIndex(FEATURES)), new HashSet<>(notApplicable));
    night.set("scorecard", scorecard.name());
    night.set("scorecard_version", scorecard.version());
    night.set("scorecard_hash", hash);
    night.set("score_before_overrides", score.score());
    night.set("score", score.score());
    night.set("coverage", score.coverage());
    night.set("confidence", score.coverage() * maturity(features.getAs("account_age_days")));
    night.setLines(score.lines());
  }

  private static double maturity(Integer ageDays) {
    return Math.min(1.0, ((ageDays == null ? 0 : ageDays) + 1.0) / FULL_AGE_DAYS);
  }

  private void requireFeatures(Dataset<Row> features) {
    List<String> present = Arrays.asList(features.columns());
    for (Scorecard.Measure measure : scorecard.measures()) {
      if (!present.contains(measure.feature())) {
        throw BellwetherException.configuration(
            "scorecard "
                + scorecard.name()
                + ": measure "
                + measure.name()
                + " reads the feature "
                + measure.feature(),
            "account_features has no such column",
            "name a column of account_features (docs/tables.md lists them)");
      }
    }
  }
}
