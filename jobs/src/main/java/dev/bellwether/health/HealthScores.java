package dev.bellwether.health;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.config.Scorecard;
import dev.bellwether.contract.BellwetherException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores accounts by a scorecard, each row by itself.
 *
 * <p>Every sum runs over the scorecard's measures in their order within one row, so that doubles
 * come out the same however the rows are split. What a measure needs stands in columns of its own
 * (raw_0, value_0, …), which Spark compiles, and becomes an array of structs at the end.
 */
final class HealthScores {
  static final String KNOWN = "known";
  static final String UNKNOWN = "unknown";
  static final String NOT_APPLICABLE = "not_applicable";

  /** Days after which an account's age no longer lowers the confidence: the longest window. */
  private static final int FULL_AGE_DAYS = 90;

  private final Scorecard scorecard;
  private final List<Item> items = new ArrayList<>();

  /** A measure with its dimension and its place in the scorecard. */
  private record Item(int place, Scorecard.Dimension dimension, Scorecard.Measure measure) {
    Column column(String prefix) {
      return col(prefix + "_" + place);
    }

    /** Its share of the whole weight when everything is known. */
    double nominal() {
      double siblings = dimension.measures().stream().mapToDouble(m -> m.weight()).sum();
      return dimension.weight() * measure.weight() / siblings;
    }
  }

  HealthScores(Scorecard scorecard) {
    this.scorecard = scorecard;
    for (Scorecard.Dimension dimension : scorecard.dimensions()) {
      dimension.measures().forEach(m -> items.add(new Item(items.size(), dimension, m)));
    }
  }

  /**
   * The rows of account_features with {@code score}, {@code coverage}, {@code confidence} and an
   * array of the measures; a score is null when nothing is known.
   *
   * @param kept the columns of account_features to keep
   */
  Dataset<Row> score(Dataset<Row> features, List<String> kept) {
    requireFeatures(features);
    Dataset<Row> raw = withRawValues(features, kept);
    Dataset<Row> valued = raw.withColumns(perMeasure("value", this::value));
    Dataset<Row> weighed = withKnownWeights(valued).withColumns(perMeasure("weight", this::weight));
    Dataset<Row> contributed =
        weighed.withColumns(
            perMeasure(
                "contribution",
                item -> item.column("weight").multiply(coalesce(item.column("value"), lit(0.0)))));
    return withScore(contributed, kept);
  }

  private void requireFeatures(Dataset<Row> features) {
    List<String> present = Arrays.asList(features.columns());
    for (Item item : items) {
      if (!present.contains(item.measure().feature())) {
        throw BellwetherException.configuration(
            "scorecard "
                + scorecard.name()
                + ": measure "
                + item.measure().name()
                + " reads the feature "
                + item.measure().feature(),
            "account_features has no such column",
            "name a column of account_features (docs/tables.md lists them)");
      }
    }
  }

  private Dataset<Row> withRawValues(Dataset<Row> features, List<String> kept) {
    List<Column> columns = new ArrayList<>(kept.stream().map(features::col).toList());
    columns.add(features.col("account_age_days").as("age"));
    for (Item item : items) {
      String feature = item.measure().feature();
      Column applicable =
          coalesce(array_contains(features.col("not_applicable"), feature), lit(false))
              .equalTo(false);
      columns.add(applicable.as("applicable_" + item.place()));
      columns.add(when(applicable, features.col(feature).cast("double")).as("raw_" + item.place()));
    }
    return features.select(columns.toArray(Column[]::new));
  }

  private Column value(Item item) {
    return Curve.value(item.measure().curve(), item.column("raw"));
  }

  private Dataset<Row> withKnownWeights(Dataset<Row> valued) {
    Map<String, Column> perDimension = new LinkedHashMap<>();
    for (Scorecard.Dimension dimension : scorecard.dimensions()) {
      List<Item> own = items.stream().filter(i -> i.dimension().equals(dimension)).toList();
      perDimension.put(known(dimension), sum(own, i -> ifKnown(i, i.measure().weight())));
    }
    Column all = lit(0.0);
    for (Scorecard.Dimension dimension : scorecard.dimensions()) {
      Column weight = when(col(known(dimension)).gt(0), dimension.weight()).otherwise(0.0);
      all = all.plus(weight);
    }
    return valued.withColumns(perDimension).withColumn("known_dimensions", all);
  }

  private Column weight(Item item) {
    Column withinAll = lit(item.dimension().weight()).divide(col("known_dimensions"));
    Column withinOwn = lit(item.measure().weight()).divide(col(known(item.dimension())));
    return when(item.column("value").isNotNull(), withinAll.multiply(withinOwn)).otherwise(0.0);
  }

  private Dataset<Row> withScore(Dataset<Row> contributed, List<String> kept) {
    // weights sum to 1 but for rounding, which must not lift a full score over its bound
    Column total = sum(items, i -> i.column("contribution"));
    Column anything = col("known_dimensions").gt(0);
    Column applicable = sum(items, i -> when(i.column("applicable"), i.nominal()).otherwise(0.0));
    Column coverage = sum(items, i -> ifKnown(i, i.nominal())).divide(col("applicable_weight"));
    Column maturity =
        least(lit(1.0), coalesce(col("age"), lit(0)).plus(1).cast("double").divide(FULL_AGE_DAYS));
    List<Column> columns = new ArrayList<>(kept.stream().map(name -> col(name)).toList());
    columns.add(when(anything, least(lit(100.0), total)).as("score"));
    columns.add(col("coverage"));
    columns.add(col("coverage").multiply(maturity).as("confidence"));
    columns.add(array(items.stream().map(this::asStruct).toArray(Column[]::new)).as("measures"));
    return contributed
        .withColumn("applicable_weight", applicable)
        .withColumn("coverage", when(col("applicable_weight").gt(0), coverage).otherwise(lit(0.0)))
        .select(columns.toArray(Column[]::new));
  }

  private Column asStruct(Item item) {
    Column state =
        when(item.column("applicable").equalTo(false), NOT_APPLICABLE)
            .when(item.column("value").isNotNull(), KNOWN)
            .otherwise(UNKNOWN);
    return asStruct(
        item,
        item.column("raw"),
        item.column("value"),
        item.column("weight"),
        item.column("contribution"),
        state);
  }

  /** The measures of an account of which nothing is known. */
  Column unknownMeasures() {
    Column none = lit(null).cast("double");
    return array(
        items.stream()
            .map(item -> asStruct(item, none, none, lit(0.0), lit(0.0), lit(UNKNOWN)))
            .toArray(Column[]::new));
  }

  private static Column asStruct(
      Item item, Column raw, Column value, Column weight, Column contribution, Column state) {
    return struct(
        lit(item.dimension().name()).as("dimension"),
        lit(item.measure().name()).as("measure"),
        raw.as("raw_value"),
        value.as("value"),
        weight.as("weight"),
        contribution.as("contribution"),
        state.as("state"));
  }

  private Map<String, Column> perMeasure(String prefix, Function<Item, Column> made) {
    Map<String, Column> columns = new LinkedHashMap<>();
    items.forEach(item -> columns.put(prefix + "_" + item.place(), made.apply(item)));
    return columns;
  }

  private static Column ifKnown(Item item, double weight) {
    return when(item.column("value").isNotNull(), weight).otherwise(0.0);
  }

  private static Column sum(List<Item> items, Function<Item, Column> addend) {
    return items.stream().map(addend).reduce(Column::plus).orElseGet(() -> lit(0.0));
  }

  private String known(Scorecard.Dimension dimension) {
    return "known_dimension_" + scorecard.dimensions().indexOf(dimension);
  }
}
