package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.features.FeatureCatalogue;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Band;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.Scorecards;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Why an account's health is no better: the measures that cost its score the most.
 *
 * <p>The cost of a measure is weight x (100 - value). No reason is what scores as green, nor, of an
 * account that is green as a whole, what scores as yellow; nor what is unknown or stale, or what
 * nobody can act on.
 */
final class HealthReasons {
  private static final String[] ACCOUNT = {AsOf.DATE, "account_id"};

  private static final UDF3<String, String, Double, String> TEXT_OF = HealthReasons::text;
  private static final UserDefinedFunction TEXT = udf(TEXT_OF, DataTypes.StringType);
  private static final UDF1<String, String> DRIVER_OF =
      feature -> FeatureCatalogue.ofAccounts().driverName(feature).orElse(null);
  private static final UserDefinedFunction DRIVER = udf(DRIVER_OF, DataTypes.StringType);

  private HealthReasons() {}

  /**
   * The reasons of accounts that have any.
   *
   * @param listed rows with the columns band and scorecard of account_health
   * @param measures rows of account_health_measure
   * @return one row per as_of_date and account_id: {@code health_reasons}, an array of {@code text,
   *     driver}, the most costly first; the driver is null where the feature has none
   */
  static Dataset<Row> perAccount(
      Dataset<Row> listed, Dataset<Row> measures, Scorecards scorecards) {
    Dataset<Row> accounts =
        listed.select(col(AsOf.DATE), col("account_id"), cutOff(scorecards).as("cut_off"));
    Column cost = col("weight").multiply(lit(Scorecard.BEST_SCORE).minus(col("value")));
    Column reason =
        struct(
            TEXT.apply(col("feature"), col("measure"), col("raw_value")).as("text"),
            DRIVER.apply(col("feature")).as("driver"));
    Column ordered =
        array_sort(
            collect_list(
                struct(
                    negate(cost).as("order"),
                    col("dimension"),
                    col("measure"),
                    reason.as("reason"))));
    return measures
        .where(col("state").equalTo("known").and(isGiven().equalTo(false)))
        .join(accounts, ACCOUNT, "inner")
        .where(col("value").lt(col("cut_off")))
        .groupBy(AsOf.DATE, "account_id")
        .agg(slice(ordered, 1, RiskReasons.MOST).getField("reason").as("health_reasons"));
  }

  private static Column isGiven() {
    return col("feature").isin(FeatureCatalogue.ofAccounts().given().toArray());
  }

  /** From which value on a measure is no reason, by the cut-offs of the account's own scorecard. */
  private static Column cutOff(Scorecards scorecards) {
    Column cutOff = when(lit(false), 0.0);
    for (Scorecard other : scorecards.others()) {
      cutOff = cutOff.when(col("scorecard").equalTo(other.name()), cutOff(other.bands()));
    }
    return cutOff.otherwise(cutOff(scorecards.main().bands()));
  }

  private static Column cutOff(Scorecard.Bands bands) {
    return when(col("band").equalTo(Band.GREEN), bands.yellow()).otherwise(bands.green());
  }

  private static String text(String feature, String measure, Double value) {
    return FeatureCatalogue.ofAccounts().words(feature, measure).level(value);
  }
}
