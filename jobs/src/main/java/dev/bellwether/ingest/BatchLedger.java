package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** What has been ingested: the rows of {@code ops.input_batch}, which are written last. */
final class BatchLedger {
  private static final String TABLE = "input_batch";
  private static final StructType FIELDS = Contracts.of(TABLE).schema();
  private static final Set<String> COMMITTED = Set.of("run_id", "committed_at");

  private final Warehouse warehouse;
  private final List<Batch> batches;

  private BatchLedger(Warehouse warehouse, List<Batch> batches) {
    this.warehouse = warehouse;
    this.batches = batches;
  }

  /**
   * The ledger of a home.
   *
   * @throws BellwetherException when the home belongs to another source
   */
  static BatchLedger open(Warehouse warehouse, Source source) {
    List<Batch> batches = new ArrayList<>();
    for (Row row : warehouse.read(TABLE).collectAsList()) {
      batches.add(batch(row));
    }
    for (Batch batch : batches) {
      if (!batch.source().equals(source.name())) {
        throw BellwetherException.configuration(
            "the home " + warehouse.home() + " belongs to source " + batch.source(),
            "a home holds the tables of one source, and this run is of " + source.name(),
            "name another --home");
      }
    }
    batches.sort(Comparator.comparingLong(Batch::number));
    return new BatchLedger(warehouse, batches);
  }

  /** The batches of a table in order of ingestion. */
  List<Batch> of(String table) {
    return batches.stream().filter(batch -> batch.table().equals(table)).toList();
  }

  /** Records batches as ingested; their rows are in the warehouse already. */
  void commit(List<IngestedBatch> ingested, String runId, Instant now) {
    List<Row> rows = new ArrayList<>();
    ingested.forEach(batch -> rows.add(row(batch, runId, now)));
    List<Batch> reread = batches.stream().filter(batch -> isAmong(ingested, batch)).toList();
    if (reread.isEmpty()) {
      warehouse.append(TABLE, rows);
    } else {
      replace(ingested, rows);
    }
    batches.removeAll(reread);
    ingested.forEach(batch -> batches.add(batch.batch()));
  }

  /**
   * A re-read table replaces the batches that it was made of. When and by which run they came first
   * stays: it says which nights knew them.
   */
  private void replace(List<IngestedBatch> ingested, List<Row> rows) {
    List<String> tables = ingested.stream().map(IngestedBatch::table).distinct().toList();
    Map<List<Object>, Row> left = new LinkedHashMap<>();
    warehouse
        .read(TABLE)
        .where(col("table").isin(tables.toArray()))
        .collectAsList()
        .forEach(row -> left.put(batch(row, FIELDS), row));
    rows.replaceAll(
        row ->
            Optional.ofNullable(left.remove(batch(row, FIELDS)))
                .map(first -> since(first, row))
                .orElse(row));
    rows.addAll(left.values());
    warehouse.replaceWhere(
        TABLE, table(rows), "table", tables.stream().map(table -> "'" + table + "'").toList());
  }

  private static List<Object> batch(Row row, StructType fields) {
    return List.of(row.get(fields.fieldIndex("table")), row.get(fields.fieldIndex("batch_no")));
  }

  private static Row since(Row first, Row reread) {
    Object[] values = new Object[reread.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (COMMITTED.contains(FIELDS.fieldNames()[i]) ? first : reread).get(i);
    }
    return RowFactory.create(values);
  }

  private Dataset<Row> table(List<Row> rows) {
    return warehouse.spark().createDataFrame(rows, Contracts.of(TABLE).schema()).coalesce(1);
  }

  private static boolean isAmong(List<IngestedBatch> ingested, Batch known) {
    return ingested.stream()
        .map(IngestedBatch::batch)
        .anyMatch(b -> b.table().equals(known.table()) && b.number() == known.number());
  }

  /** The number of the last batch of each table: what a run has seen of its inputs. */
  Map<String, Long> lastNumbers() {
    Map<String, Long> numbers = new TreeMap<>();
    batches.forEach(batch -> numbers.merge(batch.table(), batch.number(), Math::max));
    return numbers;
  }

  /** The id of the first batch of each table, which is another one once a table was read anew. */
  Map<String, String> firstBatches() {
    Map<String, String> ids = new TreeMap<>();
    batches.stream()
        .filter(batch -> batch.number() == 1)
        .forEach(batch -> ids.put(batch.table(), batch.id()));
    return ids;
  }

  private static Batch batch(Row row) {
    List<String> files = row.getList(row.fieldIndex("files"));
    return new Batch(
        row.getAs("source"),
        row.getAs("input"),
        row.getAs("table"),
        row.<Long>getAs("batch_no"),
        files.stream().map(RawFile::of).toList(),
        joined(row).stream().map(RawFile::of).toList(),
        row.getAs("mapping_hash"),
        row.<Date>getAs("first_seen").toLocalDate(),
        Optional.ofNullable(row.<Date>getAs("open_from")).map(Date::toLocalDate).orElse(null));
  }

  /** None in a ledger of before they were noted. */
  private static List<String> joined(Row row) {
    int field = row.fieldIndex("joined_files");
    return row.isNullAt(field) ? List.of() : row.getList(field);
  }

  private static Row row(IngestedBatch ingested, String runId, Instant now) {
    Batch batch = ingested.batch();
    return RowFactory.create(
        batch.source(),
        batch.input(),
        batch.table(),
        batch.id(),
        batch.number(),
        runId,
        batch.files().stream().map(RawFile::identity).toArray(String[]::new),
        batch.joined().stream().map(RawFile::identity).toArray(String[]::new),
        batch.mappingHash(),
        ingested.arrival(),
        date(batch.firstSeen()),
        date(batch.openFrom()),
        ingested.rowsIn(),
        Timestamp.from(now));
  }

  private static Date date(LocalDate day) {
    return day == null ? null : Date.valueOf(day);
  }
}
