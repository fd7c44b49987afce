package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Warehouse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Ingests one batch: reads, selects, types, judges and writes its rows. */
final class BatchIngest {
  private static final int ROWS_PER_FILE = 500_000;

  private final Warehouse warehouse;
  private final Settings settings;
  private final Source source;
  private final Batch batch;
  private final Contract contract;
  private final Source.Input input;
  private final ArrivalRule arrival;

  BatchIngest(Warehouse warehouse, Settings settings, Source source, Batch batch) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.source = source;
    this.batch = batch;
    this.contract = Contracts.of(batch.table());
    this.input = source.inputs().get(batch.input());
    this.arrival =
        new ArrivalRule(
            input.arrival(), contract, settings.timeZone(), batch.firstSeen(), batch.openFrom());
  }

  /**
   * Writes the batch's accepted rows to its staging table.
   *
   * @param first whether the batch starts its table anew
   */
  IngestedBatch run(boolean first) {
    InputViews views = new InputViews(warehouse.spark(), source, batch);
    Dataset<Row> rows =
        new CanonicalRows(where(), contract, arrival, settings.privacy().hashKey())
            .of(views.select(where()))
            .localCheckpoint();
    BatchCounts counts = BatchCounts.of(rows);
    requireRows(counts.rows(), first);
    long lines = views.malformedLines();
    Dataset<Row> unsound = quarantined(rows.where(not(CanonicalRows.isSound())));
    Dataset<Row> refused = lines > 0 ? unsound.unionByName(malformed(views.malformed())) : unsound;
    return judge(
        rows.where(CanonicalRows.isSound()),
        refused,
        first,
        new BatchCounts(counts.rows() + lines, counts.unusable() + lines, counts.repeatedKeys()));
  }

  private IngestedBatch judge(
      Dataset<Row> valid, Dataset<Row> refused, boolean first, BatchCounts counts) {
    Dataset<Row> stored = stored(first);
    Deduplication deduplication = new Deduplication(contract, input.mode() == Source.Mode.SNAPSHOT);
    Deduplication.Result result =
        deduplication.of(valid, stored, counts.repeatedKeys() > 0 || !first);
    long accepted = counts.rows() - counts.unusable() - result.conflicts() - result.duplicates();
    requireNoHistoryChange(accepted, first);
    write(result.accepted(), stored, valid, accepted, first);
    return new IngestedBatch(
        batch,
        arrivalInWords(),
        counts.rows(),
        accepted,
        result.duplicates(),
        counts.unusable() + result.conflicts(),
        result.contents().map(c -> refused.unionByName(conflicts(c))).orElse(refused),
        result.accepted());
  }

  private void write(
      Dataset<Row> accepted, Dataset<Row> stored, Dataset<Row> valid, long rows, boolean first) {
    Dataset<Row> out =
        accepted
            .drop(CanonicalRows.PROBLEMS, CanonicalRows.WARNINGS, CanonicalRows.RAW)
            .withColumn(AsOf.PRESENT_FROM, arrival.presentFrom(col(AsOf.ARRIVED_ON)))
            .withColumn(AsOf.BATCH_NO, lit(batch.number()))
            .withColumn(AsOf.DELETED, lit(false));
    if (input.deletes()) {
      out = out.unionByName(new Deletions(contract, batch, arrival).of(stored, valid));
    }
    out = out.coalesce((int) Math.max(1, Math.min(64, rows / ROWS_PER_FILE + 1)));
    if (first) {
      warehouse.replaceAll(batch.table(), out);
    } else {
      warehouse.replaceWhere(
          batch.table(), out, AsOf.BATCH_NO, List.of(String.valueOf(batch.number())));
    }
  }

  private Dataset<Row> stored(boolean first) {
    Optional<Dataset<Row>> table = first ? Optional.empty() : warehouse.find(batch.table());
    return table
        .map(rows -> rows.where(col(AsOf.BATCH_NO).lt(batch.number())))
        .orElseGet(() -> StagingTable.empty(warehouse.spark(), contract));
  }

  private static Dataset<Row> quarantined(Dataset<Row> unusable) {
    return unusable.select(
        array_join(col(CanonicalRows.PROBLEMS), "; ").as("reason"),
        col(CanonicalRows.RAW).as("raw"));
  }

  /** An unsplit line may hold identities: enough to find it, nothing to read. */
  private static Dataset<Row> malformed(Dataset<Row> lines) {
    Column raw =
        struct(
            col(RawReader.FILE).as("file"),
            length(col(RawReader.MALFORMED)).as("characters"),
            col("columns"),
            sha2(col(RawReader.MALFORMED), 256).as("sha256"));
    return lines.select(
        lit("the line does not fit the columns of its file").as("reason"), to_json(raw).as("raw"));
  }

  private Dataset<Row> conflicts(Dataset<Row> contents) {
    Column[] content = contract.columnNames().stream().map(n -> col(n)).toArray(Column[]::new);
    return contents
        .where(col(Deduplication.VERDICT).equalTo(Deduplication.CONFLICT))
        .select(
            lit(Deduplication.CONFLICT
                    + ": another row has the same "
                    + String.join(", ", contract.key()))
                .as("reason"),
            to_json(struct(content)).as("raw"));
  }

  private void requireRows(long rows, boolean first) {
    if (rows == 0 && !first && input.mode() == Source.Mode.SNAPSHOT) {
      throw BellwetherException.data(
          where() + ": the input " + batch.input() + " has no rows any more",
          "a snapshot that was full is now empty, which looks like a failed export",
          "deliver it again: " + batch.files().get(0).path());
    }
  }

  private void requireNoHistoryChange(long accepted, boolean first) {
    if (!first
        && batch.number() > 1
        && accepted > 0
        && input.arrival().kind() == Source.ArrivalKind.EVENT_TIME) {
      throw BellwetherException.configuration(
          where() + ": " + accepted + " rows are new or changed since the first load",
          "arrival: event_time is for one-off history, where a row counts as known when it happened;"
              + " these rows would change nights that are past",
          "state arrival: first_seen (or a column) for an input that keeps coming, or start a new"
              + " home for a new history");
    }
  }

  private String arrivalInWords() {
    return input.arrival().kind() == Source.ArrivalKind.COLUMN
        ? "column " + input.arrival().column()
        : input.arrival().kind().name().toLowerCase(Locale.ROOT);
  }

  private String where() {
    return "source " + source.name() + ", table " + batch.table();
  }
}
