package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.prediction.Feature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * Which columns of account_features a churn model reads: all numbers, booleans and texts but those
 * that name the row, repeat another, or are told better by the period.
 */
final class HazardFeatures {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "account_id",
          "status",
          "notice_in_force",
          "arr",
          "last_mrr",
          "days_to_decision",
          "days_to_renewal",
          "renewal_term_months",
          "usage_data_age_days",
          // when CSMs write goes by the calendar: trees would learn the date from it
          "csm_assessment_age_days",
          "csm_rating_faded");

  private static final Contract FEATURES = Contracts.of(Tables.ACCOUNT_FEATURES);

  static final List<String> NUMBERS = named(HazardFeatures::isNumber);
  static final List<String> NUMBERS_OF_PERIOD =
      Stream.concat(NUMBERS.stream(), HazardPeriods.FEATURES.stream()).toList();
  static final List<String> TEXTS = named(type -> type instanceof StringType);

  private HazardFeatures() {}

  /**
   * The numbers of a period's row, with the direction that scorecards give them; none where they
   * contradict each other.
   */
  static List<Feature> numbersOfPeriod(Scorecards scorecards) {
    Map<String, Integer> directions = new HashMap<>();
    for (Scorecard scorecard : scorecards.all()) {
      for (Scorecard.Measure measure : scorecard.measures()) {
        boolean isGood = measure.polarity() == Scorecard.Polarity.HIGHER_IS_BETTER;
        directions.merge(measure.feature(), isGood ? -1 : 1, (a, b) -> a.equals(b) ? a : 0);
      }
    }
    return NUMBERS_OF_PERIOD.stream()
        .map(name -> new Feature(name, directions.getOrDefault(name, 0)))
        .toList();
  }

  /** Identifies the names and types of all columns that models may read. */
  static String hash() {
    return Sha256.of(
        Stream.concat(NUMBERS.stream(), TEXTS.stream())
            .map(name -> name + " " + FEATURES.schema().apply(name).dataType().sql())
            .collect(Collectors.joining(", ")));
  }

  /** All numbers of a row of account_features as an array of doubles, NaN where unknown. */
  static Column numbersOfRow() {
    Column unknown = lit(Double.NaN);
    return array(
        NUMBERS.stream()
            .map(name -> coalesce(asNumber(name).cast("double"), unknown))
            .toArray(Column[]::new));
  }

  /** All texts of a row of account_features as an array. */
  static Column textsOfRow() {
    return array(TEXTS.stream().map(name -> col(name)).toArray(Column[]::new));
  }

  private static Column asNumber(String name) {
    boolean isFlag = FEATURES.schema().apply(name).dataType() instanceof BooleanType;
    return isFlag ? col(name).cast("int") : col(name);
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }

  private static List<String> named(Predicate<DataType> type) {
    return FEATURES.columnNames().stream()
        .filter(name -> !LEFT_OUT.contains(name))
        .filter(name -> type.test(FEATURES.schema().apply(name).dataType()))
        .toList();
  }
}
