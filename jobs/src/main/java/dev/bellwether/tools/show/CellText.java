package dev.bellwether.tools.show;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The text of a value, as Spark's own {@code Dataset.show} writes it; instants are in UTC. */
final class CellText {
  private static final String NULL = "NULL";
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  /** How a value of each type without parts is read. */
  private interface Reader {
    Object read(ColumnVector column, int row);
  }

  private static final Map<Class<? extends DataType>, Reader> PLAIN =
      Map.ofEntries(
          Map.entry(StringType.class, ColumnVector::getString),
          Map.entry(BooleanType.class, ColumnVector::getBoolean),
          Map.entry(ByteType.class, ColumnVector::getByte),
          Map.entry(ShortType.class, ColumnVector::getShort),
          Map.entry(IntegerType.class, ColumnVector::getInt),
          Map.entry(LongType.class, ColumnVector::getLong),
          Map.entry(FloatType.class, ColumnVector::getFloat),
          Map.entry(DoubleType.class, ColumnVector::getDouble),
          Map.entry(DecimalType.class, (column, row) -> column.getDecimal(row).toPlainString()),
          Map.entry(DateType.class, (column, row) -> LocalDate.ofEpochDay(column.getInt(row))),
          Map.entry(TimestampType.class, (column, row) -> instant(column.getLong(row))),
          Map.entry(TimestampNTZType.class, (column, row) -> instant(column.getLong(row))));

  private CellText() {}

  /** The text of one value; a column that is not there is null. */
  static String of(Optional<ColumnVector> column, int row) {
    return column.map(values -> of(values, row)).orElse(NULL);
  }

  /** The text of one value. */
  static String of(ColumnVector column, int row) {
    if (column.isNullAt(row)) {
      return NULL;
    }
    DataType type = column.getDataType();
    Reader plain = PLAIN.get(type.getClass());
    if (plain != null) {
      return String.valueOf(plain.read(column, row));
    }
    if (type instanceof ArrayType) {
      return array(column.getArray(row));
    }
    if (type instanceof MapType) {
      return map(column.getMap(row));
    }
    if (type instanceof StructType struct) {
      return joined("{", struct.length(), i -> of(column.getChild(i), row), "}");
    }
    throw new IllegalArgumentException("no text for values of type " + type);
  }

  private static String array(ArrayValue array) {
    return joined("[", array.getSize(), i -> of(array.getElements(), i), "]");
  }

  private static String map(MapValue map) {
    return joined(
        "{", map.getSize(), i -> of(map.getKeys(), i) + " -> " + of(map.getValues(), i), "}");
  }

  private static String joined(String open, int size, IntFunction<String> part, String close) {
    List<String> parts = IntStream.range(0, size).mapToObj(part).collect(Collectors.toList());
    return open + String.join(", ", parts) + close;
  }

  private static String instant(long micros) {
    return INSTANT.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
  }
}
