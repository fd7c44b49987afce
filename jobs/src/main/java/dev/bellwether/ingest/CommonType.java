package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.date_format;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** One type for the values of a column that files hold in different types. */
final class CommonType {
  private static final int MOST_DIGITS = 38;

  private CommonType() {}

  /**
   * The type that holds the values of both: the wider one of numbers, else text; none where a value
   * would take another meaning.
   */
  static Optional<DataType> of(DataType one, DataType other) {
    if (one.equals(other)) {
      return Optional.of(one);
    }
    if (isNested(one) || isNested(other)) {
      return Optional.empty();
    }
    if (one instanceof NumericType && other instanceof NumericType) {
      return Optional.of(number(one, other));
    }
    // a number does not say what it counts, nor an instant without zone which one it is
    boolean isTime = isTime(one) || isTime(other);
    boolean isNumber = one instanceof NumericType || other instanceof NumericType;
    return (isTime && isNumber) || (isTime(one) && isTime(other))
        ? Optional.empty()
        : Optional.of(DataTypes.StringType);
  }

  /** A column in a common type. */
  static Column cast(Column value, DataType from, DataType to) {
    if (from.equals(to)) {
      return value;
    }
    if (!to.equals(DataTypes.StringType)) {
      return value.cast(to);
    }
    return from instanceof TimestampType
        ? date_format(value, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
        : ValueReader.text(value, from);
  }

  private static DataType number(DataType one, DataType other) {
    if (isFloating(one) || isFloating(other)) {
      return DataTypes.DoubleType;
    }
    if (one instanceof IntegralType && other instanceof IntegralType) {
      return DataTypes.LongType;
    }
    return DataTypes.createDecimalType(MOST_DIGITS, Math.max(scale(one), scale(other)));
  }

  private static int scale(DataType type) {
    return type instanceof DecimalType decimal ? decimal.scale() : 0;
  }

  private static boolean isFloating(DataType type) {
    return type instanceof DoubleType || type instanceof FloatType;
  }

  private static boolean isTime(DataType type) {
    return type instanceof TimestampType || type instanceof TimestampNTZType;
  }

  private static boolean isNested(DataType type) {
    return type instanceof StructType
        || type instanceof ArrayType
        || type instanceof MapType
        || type instanceof BinaryType;
  }
}
