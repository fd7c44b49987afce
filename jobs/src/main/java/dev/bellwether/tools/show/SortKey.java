package dev.bellwether.tools.show;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The values that a row is sorted by, ordered as Spark orders them: unknown first, text by its
 * bytes in UTF-8.
 *
 * @param values null where the value is unknown
 */
record SortKey(List<Object> values) implements Comparable<SortKey> {

  /** The key of one row. */
  static SortKey of(List<ColumnVector> columns, int row) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).isNullAt(row) ? null : value(columns.get(i), row);
    }
    return new SortKey(Arrays.asList(values));
  }

  private static Object value(ColumnVector column, int row) {
    DataType type = column.getDataType();
    if (type instanceof StringType) {
      return column.getString(row).getBytes(StandardCharsets.UTF_8);
    } else if (type instanceof DateType || type instanceof IntegerType) {
      return (long) column.getInt(row);
    } else if (type instanceof LongType || type instanceof TimestampType) {
      return column.getLong(row);
    } else if (type instanceof DecimalType) {
      return column.getDecimal(row);
    } else if (type instanceof DoubleType) {
      return column.getDouble(row);
    } else if (type instanceof BooleanType) {
      return column.getBoolean(row);
    }
    throw new IllegalArgumentException("rows cannot be sorted by values of type " + type);
  }

  @Override
  public int compareTo(SortKey other) {
    for (int i = 0; i < values.size(); i++) {
      int order = compare(values.get(i), other.values.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(Object one, Object other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    } else if (one instanceof byte[] bytes) {
      return Arrays.compareUnsigned(bytes, (byte[]) other);
    } else if (one instanceof Long number) {
      return number.compareTo((Long) other);
    } else if (one instanceof Double number) {
      return number.compareTo((Double) other);
    } else if (one instanceof BigDecimal number) {
      return number.compareTo((BigDecimal) other);
    }
    return ((Boolean) one).compareTo((Boolean) other);
  }
}
