package dev.bellwether.platform.asof;

import static org.apache.spark.sql.functions.col;

import java.sql.Date;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Sets of as-of dates. */
public final class Dates {
  private static final StructType POINTS =
      new StructType(
          new StructField[] {DataTypes.createStructField(AsOf.DATE, DataTypes.DateType, false)});

  private Dates() {}

  /** The dates as a dataset of one column {@code as_of_date}. */
  public static Dataset<Row> points(SparkSession spark, Collection<LocalDate> dates) {
    List<Row> rows =
        dates.stream().distinct().sorted().map(d -> RowFactory.create(Date.valueOf(d))).toList();
    return spark.createDataFrame(rows, POINTS);
  }

  /** Only the rows of these as-of dates. */
  public static Dataset<Row> only(Dataset<Row> rows, Collection<LocalDate> dates) {
    return rows.where(col(AsOf.DATE).isin(dates.stream().map(Date::valueOf).toArray()));
  }

  /** The distinct dates in a column, ascending. */
  public static List<LocalDate> of(Dataset<Row> rows, String column) {
    return rows.select(column).distinct().collectAsList().stream()
        .map(row -> row.getDate(0).toLocalDate())
        .sorted()
        .toList();
  }

  /** Whether a date is the last day of a calendar month. */
  public static boolean isMonthEnd(LocalDate date) {
    return date.equals(YearMonth.from(date).atEndOfMonth());
  }

  /** The month-end so many months before a month-end: of 28 February it is 29 February in 2024. */
  public static LocalDate monthEndBefore(LocalDate monthEnd, int months) {
    return YearMonth.from(monthEnd).minusMonths(months).atEndOfMonth();
  }

  /** The last days of calendar months from the first date to the last, both inclusive. */
  public static List<LocalDate> monthEnds(LocalDate first, LocalDate last) {
    return Stream.iterate(YearMonth.from(first), month -> month.plusMonths(1))
        .takeWhile(month -> !month.atEndOfMonth().isAfter(last))
        .map(YearMonth::atEndOfMonth)
        .toList();
  }
}
