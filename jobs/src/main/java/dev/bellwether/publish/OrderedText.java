package dev.bellwether.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.unix_micros;

import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Values as texts that sort as the values do, so that rows of several tables are sorted by their
 * keys in one pass.
 */
final class OrderedText {
  /** Added to whole numbers, so that none is negative. */
  private static final String OFFSET = "9223372036854775808";

  private static final int DIGITS = 20;

  private OrderedText() {}

  /**
   * A key column as such a text; null stays null, and sorts first as before.
   *
   * @throws IllegalArgumentException for a type that no key has, such as a fraction
   */
  static Column of(dev.bellwether.platform.contract.Column column) {
    Column value = col("`" + column.name() + "`");
    DataType type = column.type();
    if (type instanceof StringType || type instanceof DateType || type instanceof BooleanType) {
      return value.cast("string");
    }
    if (type instanceof TimestampType) {
      return number(unix_micros(value));
    }
    if (type instanceof IntegralType) {
      return number(value);
    }
    throw new IllegalArgumentException(
        "a key cannot be ordered by " + column.name() + ", which is of type " + type.sql());
  }

  private static Column number(Column value) {
    Column positive = value.cast("decimal(20,0)").plus(lit(new BigDecimal(OFFSET)));
    return lpad(positive.cast("decimal(20,0)").cast("string"), DIGITS, "0");
  }
}
