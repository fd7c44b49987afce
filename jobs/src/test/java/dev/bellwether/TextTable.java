package dev.bellwether;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/**
 * Rows written as text, one string each, their cells parted by {@code |}; surrounding spaces do not
 * count and {@code null} is null. Each cell is cast as SQL would cast it, by Spark's own cast, but
 * without a query.
 */
final class TextTable {
  private static final Option<String> UTC = Option.apply("UTC");

  private TextTable() {}

  static List<Row> rows(StructType schema, String... lines) {
    List<Cast> casts = Arrays.stream(schema.fields()).map(TextTable::castOf).toList();
    return Arrays.stream(lines).map(line -> row(casts, line)).toList();
  }

  private static Cast castOf(StructField field) {
    BoundReference text = new BoundReference(0, DataTypes.StringType, true);
    return new Cast(text, field.dataType(), UTC, EvalMode.ANSI());
  }

  private static Row row(List<Cast> casts, String line) {
    String[] cells = line.split("[|]", -1);
    if (cells.length != casts.size()) {
      throw new IllegalArgumentException(
          "%d cells for %d columns: %s".formatted(cells.length, casts.size(), line));
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      values.add(value(casts.get(i), cells[i].strip()));
    }
    return RowFactory.create(values.toArray());
  }

  private static Object value(Cast cast, String cell) {
    DataType type = cast.dataType();
    UTF8String text = cell.equals("null") ? null : UTF8String.fromString(cell);
    Object value = cast.eval(new GenericInternalRow(new Object[] {text}));
    return CatalystTypeConverters.convertToScala(value, type);
  }
}
