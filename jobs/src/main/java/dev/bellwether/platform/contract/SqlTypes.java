package dev.bellwether.platform.contract;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Spark's types by their names in SQL. Spark's own parser gives the same, but takes longer to load
 * than everything else that a short command does.
 */
final class SqlTypes {
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+), ?(\\d+)\\)");
  private static final Pattern ARRAY = Pattern.compile("array<(.+)>");
  private static final Map<String, DataType> PLAIN =
      Map.ofEntries(
          Map.entry("string", DataTypes.StringType),
          Map.entry("boolean", DataTypes.BooleanType),
          Map.entry("date", DataTypes.DateType),
          Map.entry("timestamp", DataTypes.TimestampType),
          Map.entry("tinyint", DataTypes.ByteType),
          Map.entry("smallint", DataTypes.ShortType),
          Map.entry("int", DataTypes.IntegerType),
          Map.entry("bigint", DataTypes.LongType),
          Map.entry("float", DataTypes.FloatType),
          Map.entry("double", DataTypes.DoubleType));

  private SqlTypes() {}

  /** The type of that name. */
  static DataType of(String name) {
    DataType plain = PLAIN.get(name);
    if (plain != null) {
      return plain;
    }
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      return DataTypes.createDecimalType(
          Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    Matcher array = ARRAY.matcher(name);
    return array.matches() ? DataTypes.createArrayType(of(array.group(1))) : DataType.fromDDL(name);
  }
}
