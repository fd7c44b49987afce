package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Polarity;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.prediction.Feature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;

/**
 * What a churn model reads of a row of account_features, as the catalogue says, in the shape that
 * models read.
 */
final class HazardFeatures {
  private static final FeatureCatalogue CATALOGUE = FeatureCatalogue.ofAccounts();
  private static final Contract FEATURES = Contracts.of(Tables.ACCOUNT_FEATURES);

  static final List<String> NUMBERS = CATALOGUE.numbersOfModels();
  static final List<String> NUMBERS_OF_PERIOD =
      Stream.concat(NUMBERS.stream(), HazardPeriods.FEATURES.stream()).toList();
  static final List<String> TEXTS = CATALOGUE.textsOfModels();

  private HazardFeatures() {}

  /**
   * The numbers of a period's row, with the direction that scorecards give them; none where they
   * contradict each other.
   */
  static List<Feature> numbersOfPeriod(Scorecards scorecards) {
    Map<String, Integer> directions = new HashMap<>();
    for (Scorecard scorecard : scorecards.all()) {
      for (Scorecard.Measure measure : scorecard.measures()) {
        boolean isGood = measure.polarity() == Polarity.HIGHER_IS_BETTER;
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
}
