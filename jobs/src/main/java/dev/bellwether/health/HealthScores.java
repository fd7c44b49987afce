package dev.bellwether.health;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.config.Scorecard;
import dev.bellwether.contract.BellwetherException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;

/**
 * Scores the rows of account_features by a scorecard, each row by itself.
 *
 * <p>In plain Java (see {@link ScoreSheet}): as SQL expressions, twelve curves and their shared
 * weights grow beyond what Spark can compile into one method.
 */
final class HealthScores {
  /** Days after which an account's age no longer lowers the confidence: the longest window. */
  private static final int FULL_AGE_DAYS = 90;

  private static final String MEASURES = "measures";

  private static final StructType MEASURE =
      StructType.fromDDL(
          "dimension string, measure string, raw_value double, value double, weight double,"
              + " contribution double, state string");

  private final Scorecard scorecard;

  HealthScores(Scorecard scorecard) {
    this.scorecard = scorecard;
  }

  /**
   * The rows of account_features with {@code score}, {@code coverage}, {@code confidence} and an
   * array of measures ({@value #MEASURES}); a score is null when nothing is known.
   *
   * @param kept the columns of account_features to keep
   */
  Dataset<Row> score(Dataset<Row> features, List<String> kept) {
    requireFeatures(features);
    List<Column> columns = new ArrayList<>();
    StructType shape = new StructType();
    for (String name : kept) {
      columns.add(features.col(name));
      shape = shape.add(features.schema().apply(name));
    }
    columns.add(coalesce(features.col("account_age_days"), lit(0)));
    columns.add(coalesce(features.col("not_applicable"), array().cast("array<string>")));
    columns.add(
        array(
            inOrder().stream()
                .map(measure -> features.col(measure.feature()).cast("double"))
                .toArray(Column[]::new)));
    return features
        .select(columns.toArray(Column[]::new))
        .map(
            scoring(new ScoreSheet(scorecard), kept.size()),
            Encoders.row(
                shape
                    .add("score", "double")
                    .add("coverage", "double")
                    .add("confidence", "double")
                    .add(MEASURES, new ArrayType(MEASURE, false))));
  }

  private static MapFunction<Row, Row> scoring(ScoreSheet sheet, int kept) {
    return row -> {
      ScoreSheet.Score score =
          sheet.score(row.getList(kept + 2), new HashSet<>(row.<String>getList(kept + 1)));
      double maturity = Math.min(1.0, (row.getInt(kept) + 1.0) / FULL_AGE_DAYS);
      Object[] values = new Object[kept + 4];
      for (int i = 0; i < kept; i++) {
        values[i] = row.get(i);
      }
      values[kept] = score.score();
      values[kept + 1] = score.coverage();
      values[kept + 2] = score.coverage() * maturity;
      values[kept + 3] = score.lines().stream().map(HealthScores::measure).toArray();
      return RowFactory.create(values);
    };
  }

  private static Row measure(ScoreSheet.Line line) {
    return RowFactory.create(
        line.dimension(),
        line.measure(),
        line.rawValue(),
        line.value(),
        line.weight(),
        line.contribution(),
        line.state());
  }

  /** The measures of an account of which nothing is known. */
  Column unknownMeasures() {
    Column none = lit(null).cast("double");
    List<Column> lines = new ArrayList<>();
    for (Scorecard.Dimension dimension : scorecard.dimensions()) {
      for (Scorecard.Measure measure : dimension.measures()) {
        lines.add(
            struct(
                lit(dimension.name()).as("dimension"),
                lit(measure.name()).as("measure"),
                none.as("raw_value"),
                none.as("value"),
                lit(0.0).as("weight"),
                lit(0.0).as("contribution"),
                lit(ScoreSheet.UNKNOWN).as("state")));
      }
    }
    return array(lines.toArray(Column[]::new)).cast(new ArrayType(MEASURE, false));
  }

  private List<Scorecard.Measure> inOrder() {
    return scorecard.dimensions().stream().flatMap(d -> d.measures().stream()).toList();
  }

  private void requireFeatures(Dataset<Row> features) {
    List<String> present = Arrays.asList(features.columns());
    for (Scorecard.Measure measure : inOrder()) {
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
