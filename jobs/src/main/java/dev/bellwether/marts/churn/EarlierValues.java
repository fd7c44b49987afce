package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What features of a customer were a quarter before: at the latest month-end at least 90 days
 * earlier. Month-ends are computed whichever nights are run, so a night run again finds the same.
 */
final class EarlierValues {
  static final Set<String> COLUMNS = Set.of("earlier_value", "earlier_on");

  private static final int LEAST_DAYS = 90;
  private static final String[] KEY = {AsOf.DATE, "account_id"};

  private static final StructType PAIRS =
      new StructType().add(AsOf.DATE, DataTypes.DateType).add("observed_on", DataTypes.DateType);

  private EarlierValues() {}

  /** The month-end whose values those of a date are held against. */
  static LocalDate monthEndBefore(LocalDate date) {
    LocalDate latest = date.minusDays(LEAST_DAYS);
    return YearMonth.from(latest.plusDays(1)).minusMonths(1).atEndOfMonth();
  }

  /**
   * Adds {@code earlier_value} and {@code earlier_on} to rows of {@code as_of_date}, {@code
   * account_id} and {@code feature}: null where the account was not a customer then, where the
   * feature was unknown then, and where it is not a number.
   *
   * @param accounts account_features
   * @param dates the as-of dates
   */
  static Dataset<Row> join(Dataset<Row> rows, Dataset<Row> accounts, List<LocalDate> dates) {
    Column value = nullif(try_element_at(col("earlier"), col("feature")), lit(Double.NaN));
    return rows.join(earlier(accounts, dates), KEY, "left")
        .withColumn("earlier_value", value)
        .withColumn("earlier_on", when(value.isNotNull(), col("observed_on")))
        .drop("earlier", "observed_on");
  }

  /** Customers then, with the values of all numbers by name. */
  private static Dataset<Row> earlier(Dataset<Row> features, List<LocalDate> dates) {
    List<Row> pairs =
        dates.stream()
            .map(date -> RowFactory.create(Date.valueOf(date), Date.valueOf(monthEndBefore(date))))
            .toList();
    List<LocalDate> monthEnds =
        dates.stream().map(EarlierValues::monthEndBefore).distinct().toList();
    Dataset<Row> then =
        Dates.only(features, monthEnds)
            .where(col("status").equalTo("customer"))
            .select(col(AsOf.DATE).as("observed_on"), col("account_id"), values().as("earlier"));
    return then.join(
        broadcast(features.sparkSession().createDataFrame(pairs, PAIRS)), "observed_on");
  }

  private static Column values() {
    Column unknown = lit(Double.NaN);
    Column[] names =
        Stream.concat(HazardFeatures.NUMBERS.stream(), Stream.of(FeatureValue.DAYS_TO_RENEWAL))
            .map(name -> lit(name))
            .toArray(Column[]::new);
    Column daysToRenewal = coalesce(col(FeatureValue.DAYS_TO_RENEWAL).cast("double"), unknown);
    return map_from_arrays(
        array(names), concat(HazardFeatures.numbersOfRow(), array(daysToRenewal)));
  }
}
