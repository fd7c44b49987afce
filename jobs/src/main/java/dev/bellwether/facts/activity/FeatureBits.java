package dev.bellwether.facts.activity;

import static org.apache.spark.sql.functions.bit_count;
import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.bitwise_not;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;

/** The columns that hold which features were used, a bit each by {@link FeatureDictionary}. */
final class FeatureBits {
  /** How many columns of 64 bits there are. */
  static final int COLUMNS = 4;

  private FeatureBits() {}

  static String name(int index) {
    return "feature_bits_" + index;
  }

  private static String nameBefore(int index) {
    return name(index) + "_before";
  }

  /** Each column's union over the rows of a group. */
  static List<Column> union() {
    return unionWhere(lit(true));
  }

  /** Each column's union over those rows of a group that lie in the window before. */
  static List<Column> unionBeforeWhere(Column before) {
    return IntStream.range(0, COLUMNS)
        .mapToObj(index -> bit_or(when(before, col(name(index)))).as(nameBefore(index)))
        .toList();
  }

  /** The unions of the window before, over the rows of a group. */
  static List<Column> unionBefore() {
    return IntStream.range(0, COLUMNS)
        .mapToObj(index -> bit_or(col(nameBefore(index))).as(nameBefore(index)))
        .toList();
  }

  /** Each column's union over those rows of a group for which the condition holds. */
  static List<Column> unionWhere(Column condition) {
    return IntStream.range(0, COLUMNS)
        .mapToObj(index -> bit_or(when(condition, col(name(index)))).as(name(index)))
        .toList();
  }

  /** How many features a row's bits name; null when none. */
  static Column count() {
    return positive(sumOfBits(index -> col(name(index))));
  }

  /** How many features the window before names; null when none. */
  static Column countBefore() {
    return positive(sumOfBits(index -> col(nameBefore(index))));
  }

  /** How many features the window before names and the present one does not. */
  static Column countDropped() {
    return sumOfBits(
            index ->
                col(nameBefore(index)).bitwiseAND(bitwise_not(coalesce(col(name(index)), lit(0L)))))
        .cast("bigint");
  }

  private static Column sumOfBits(IntFunction<Column> bits) {
    return IntStream.range(0, COLUMNS)
        .mapToObj(index -> bit_count(bits.apply(index)))
        .reduce(Column::plus)
        .orElseThrow();
  }

  private static Column positive(Column bits) {
    return when(bits.gt(0), bits.cast("bigint"));
  }
}
