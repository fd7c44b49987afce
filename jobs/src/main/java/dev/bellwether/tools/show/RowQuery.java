package dev.bellwether.tools.show;

import dev.bellwether.reading.TableFiles;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows to find in the files of a table.
 *
 * @param shown the columns of the result, in order; those that the files lack are null
 * @param sortedBy the columns that give the rows their order; none means as they are stored
 * @param night the only as-of date
 * @param account the only account
 * @param limit how many rows at most
 * @param storedNames what files call a column that has another name by now
 */
record RowQuery(
    List<String> shown,
    List<String> sortedBy,
    Optional<LocalDate> night,
    Optional<String> account,
    int limit,
    Map<String, String> storedNames) {
  static final String DATE = "as_of_date";
  static final String ACCOUNT = "account_id";

  /** Reads no more columns and files than it needs. */
  TextTable run(TableFiles files) {
    FirstRows first = new FirstRows(limit);
    try (CloseableIterator<FilteredColumnarBatch> batches =
        files.read(columnsOf(files.schema()), filter())) {
      while (batches.hasNext() && !(sortedBy.isEmpty() && first.hasMore())) {
        offer(batches.next(), first);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TextTable(shown, first.rows(), first.hasMore());
  }

  private StructType columnsOf(StructType files) {
    Set<String> wanted = new HashSet<>(shown);
    wanted.addAll(sortedBy);
    night.ifPresent(date -> wanted.add(DATE));
    account.ifPresent(id -> wanted.add(ACCOUNT));
    Set<String> stored = wanted.stream().map(this::storedName).collect(Collectors.toSet());
    return new StructType(
        files.fields().stream().filter(field -> stored.contains(field.getName())).toList());
  }

  private String storedName(String column) {
    return storedNames.getOrDefault(column, column);
  }

  private Optional<Predicate> filter() {
    return Stream.of(
            night.map(date -> equal(DATE, Literal.ofDate((int) date.toEpochDay()))),
            account.map(id -> equal(ACCOUNT, Literal.ofString(id))))
        .flatMap(Optional::stream)
        .reduce(And::new);
  }

  private Predicate equal(String column, Literal value) {
    return new Predicate("=", new Column(storedName(column)), value);
  }

  private void offer(FilteredColumnarBatch batch, FirstRows first) {
    ColumnarBatch data = batch.getData();
    List<ColumnVector> keys = sortedBy.stream().flatMap(name -> find(data, name).stream()).toList();
    List<Optional<ColumnVector>> cells = shown.stream().map(name -> find(data, name)).toList();
    IntPredicate isWanted = wanted(batch);
    for (int i = 0; i < data.getSize(); i++) {
      int row = i;
      if (isWanted.test(row)) {
        first.offer(
            SortKey.of(keys, row),
            () -> cells.stream().map(cell -> CellText.of(cell, row)).toList());
      }
    }
  }

  private IntPredicate wanted(FilteredColumnarBatch batch) {
    Optional<ColumnVector> selected = batch.getSelectionVector();
    IntPredicate isWanted = row -> selected.isEmpty() || isTrue(selected.get(), row);
    if (night.isPresent()) {
      ColumnVector dates = find(batch.getData(), DATE).orElseThrow();
      long day = night.get().toEpochDay();
      isWanted = isWanted.and(row -> !dates.isNullAt(row) && dates.getInt(row) == day);
    }
    if (account.isPresent()) {
      ColumnVector accounts = find(batch.getData(), ACCOUNT).orElseThrow();
      String id = account.get();
      isWanted = isWanted.and(row -> !accounts.isNullAt(row) && accounts.getString(row).equals(id));
    }
    return isWanted;
  }

  private static boolean isTrue(ColumnVector column, int row) {
    return !column.isNullAt(row) && column.getBoolean(row);
  }

  private Optional<ColumnVector> find(ColumnarBatch data, String name) {
    int place = data.getSchema().indexOf(storedName(name));
    return place < 0 ? Optional.empty() : Optional.of(data.getColumnVector(place));
  }
}
