package dev.bellwether.publish;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * One text for each row, the same wherever it is computed, and different for different rows.
 *
 * <p>The cells of a row follow each other, each of them telling where it ends:
 *
 * <ul>
 *   <li>null: {@code ~}, whatever the type
 *   <li>text: its length in UTF-8 bytes, a colon, the text: {@code 5:hello}; binary the same, in
 *       hexadecimal digits
 *   <li>integer, boolean, date: {@code 42;} {@code true;} {@code 2026-06-30;}
 *   <li>decimal: all digits of its scale: {@code 12.5000;}
 *   <li>double, float: the signed xxhash64 with seed 42 of its 8 bytes, zero without sign and NaN
 *       as Java's; a bijection, so nothing is lost, and much faster than exact digits
 *   <li>timestamp: microseconds since 1970-01-01 UTC, whatever the session's time zone
 *   <li>array: its cells in brackets; struct: its cells in braces
 * </ul>
 */
final class CanonicalText {
  private CanonicalText() {}

  /** The text of these columns of a row, in this order. */
  static Column of(List<dev.bellwether.platform.contract.Column> columns) {
    return concat(
        columns.stream()
            .map(column -> cell(functions.col(column.name()), column.type()))
            .toArray(Column[]::new));
  }

  private static Column cell(Column value, DataType type) {
    return coalesce(filledCell(value, type), lit("~"));
  }

  // null for a null value
  private static Column filledCell(Column value, DataType type) {
    if (type instanceof StringType) {
      return lengthFirst(value);
    } else if (type instanceof BinaryType) {
      return lengthFirst(hex(value));
    } else if (type instanceof ArrayType array) {
      Column cells = transform(value, item -> cell(item, array.elementType()));
      return concat(lit("["), array_join(cells, ""), lit("]"));
    } else if (type instanceof StructType struct) {
      Column cells = concat(fields(value, struct));
      return when(value.isNotNull(), concat(lit("{"), cells, lit("}")));
    }
    return concat(plain(value, type), lit(";"));
  }

  private static Column lengthFirst(Column text) {
    return concat(octet_length(text).cast("string"), lit(":"), text);
  }

  private static Column[] fields(Column value, StructType struct) {
    return Arrays.stream(struct.fields())
        .map(field -> cell(value.getField(field.name()), field.dataType()))
        .toArray(Column[]::new);
  }

  private static Column plain(Column value, DataType type) {
    if (type instanceof IntegralType || type instanceof BooleanType || type instanceof DateType) {
      return value.cast("string");
    } else if (type instanceof DecimalType) {
      // a plain cast writes 0E-8 or 0.00000000, depending on spark.sql.ansi.enabled
      return value.try_cast("string");
    } else if (type instanceof DoubleType || type instanceof FloatType) {
      // Double.toString differs between Java releases
      return when(value.isNotNull(), xxhash64(value.cast("double")).cast("string"));
    } else if (type instanceof TimestampType) {
      return unix_micros(value).cast("string");
    }
    throw new IllegalArgumentException("no canonical text for type " + type.sql());
  }
}
