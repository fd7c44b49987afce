package dev.bellwether.activity;

import static org.apache.spark.sql.functions.bit_count;
import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
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

  /** Each column's union over the rows of a group. */
  static List<Column> union() {
    return unionWhere(lit(true));
  }

  /** Each column's union over those rows of a group for which the condition holds. */
  static List<Column> unionWhere(Column condition) {
    return IntStream.range(0, COLUMNS)
        .mapToObj(index -> bit_or(when(condition, col(name(index)))).as(name(index)))
        .toList();
  }

  /** How many features a row's bits name; null when none. */
  static Column count() {
    Column bits =
        IntStream.range(0, COLUMNS)
            .mapToObj(index -> bit_count(col(name(index))))
            .reduce(Column::plus)
            .orElseThrow();
    return when(bits.gt(0), bits.cast("bigint"));
  }
}
