package dev.bellwether.reading;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of a table as plain values by name: texts, days, decimals, numbers and flags. Columns of
 * other types (instants, lists) are left out.
 */
final class RowReader {
  private static final String DATE = "as_of_date";

  private interface Value {
    Object read(ColumnVector column, int row);
  }

  private static final Map<Class<? extends DataType>, Value> PLAIN =
      Map.of(
          StringType.class, ColumnVector::getString,
          BooleanType.class, ColumnVector::getBoolean,
          IntegerType.class, ColumnVector::getInt,
          LongType.class, ColumnVector::getLong,
          DoubleType.class, ColumnVector::getDouble,
          DecimalType.class, ColumnVector::getDecimal,
          DateType.class, (column, row) -> LocalDate.ofEpochDay(column.getInt(row)));

  private final TableFiles files;
  private final ColumnNames names;

  RowReader(TableFiles files, ColumnNames names) {
    this.files = files;
    this.names = names;
  }

  /** All rows. */
  List<TableRow> all() {
    return read(Optional.empty());
  }

  /** The rows of as-of dates from one through another. */
  List<TableRow> between(LocalDate from, LocalDate through) {
    List<TableRow> rows = read(Optional.of(new And(compared(">=", from), compared("<=", through))));
    return rows.stream()
        .filter(
            row -> row.date(DATE).filter(d -> !d.isBefore(from) && !d.isAfter(through)).isPresent())
        .toList();
  }

  private static Predicate compared(String how, LocalDate day) {
    return new Predicate(how, new Column(DATE), Literal.ofDate((int) day.toEpochDay()));
  }

  private List<TableRow> read(Optional<Predicate> filter) {
    List<StructField> plain =
        files.schema().fields().stream()
            .filter(field -> PLAIN.containsKey(field.getDataType().getClass()))
            .toList();
    List<TableRow> rows = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        files.read(new StructType(plain), filter)) {
      while (batches.hasNext()) {
        addAll(batches.next(), rows);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addAll(FilteredColumnarBatch batch, List<TableRow> rows) {
    ColumnarBatch data = batch.getData();
    Map<String, ColumnVector> columns = new HashMap<>();
    for (String shown : names.shown()) {
      int place = data.getSchema().indexOf(names.stored().getOrDefault(shown, shown));
      if (place >= 0) {
        columns.put(shown, data.getColumnVector(place));
      }
    }
    Optional<ColumnVector> selected = batch.getSelectionVector();
    for (int i = 0; i < data.getSize(); i++) {
      int row = i;
      if (selected.isEmpty() || (!selected.get().isNullAt(row) && selected.get().getBoolean(row))) {
        rows.add(row(columns, row));
      }
    }
  }

  private static TableRow row(Map<String, ColumnVector> columns, int row) {
    Map<String, Object> values = new HashMap<>();
    columns.forEach(
        (name, column) -> {
          if (!column.isNullAt(row)) {
            values.put(name, PLAIN.get(column.getDataType().getClass()).read(column, row));
          }
        });
    return new TableRow(values);
  }
}
