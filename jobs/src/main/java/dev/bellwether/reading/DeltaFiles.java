package dev.bellwether.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bellwether.platform.json.Json;
import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** The files that the newest version of a Delta table is made of. */
public final class DeltaFiles implements TableFiles {
  private static final String DATE = "as_of_date";
  private final Engine engine;
  private final Snapshot snapshot;

  private DeltaFiles(Engine engine, Snapshot snapshot) {
    this.engine = engine;
    this.snapshot = snapshot;
  }

  /** The table in a folder, if there is one. */
  public static Optional<TableFiles> open(Engine engine, String folder) {
    try {
      return Optional.of(
          new DeltaFiles(engine, Table.forPath(engine, folder).getLatestSnapshot(engine)));
    } catch (TableNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public StructType schema() {
    return snapshot.getSchema();
  }

  /** What Delta's log knows of a file's rows. */
  private record Statistics(
      @JsonProperty("numRecords") Long rows,
      @JsonProperty("maxValues") Map<String, Object> latest) {}

  @Override
  public Optional<LocalDate> latestDate() {
    Optional<LocalDate> latest = Optional.empty();
    try (CloseableIterator<Row> files =
        Utils.intoRows(snapshot.getScanBuilder().build().getScanFiles(engine, true))) {
      while (files.hasNext()) {
        Optional<Statistics> statistics = statistics(files.next());
        if (statistics.isEmpty() || statistics.get().rows() == null) {
          return Optional.empty();
        }
        if (statistics.get().rows() == 0) {
          continue;
        }
        Object date =
            statistics.get().latest() == null ? null : statistics.get().latest().get(DATE);
        if (date == null) {
          return Optional.empty();
        }
        LocalDate ofFile = LocalDate.parse(date.toString());
        latest = latest.filter(ofFile::isBefore).or(() -> Optional.of(ofFile));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return latest;
  }

  private static Optional<Statistics> statistics(Row file) {
    Row added = file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
    return added.isNullAt(InternalScanFileUtils.ADD_FILE_STATS_ORDINAL)
        ? Optional.empty()
        : Optional.of(
            Json.read(
                "the log of a Delta table",
                added.getString(InternalScanFileUtils.ADD_FILE_STATS_ORDINAL),
                Statistics.class));
  }

  @Override
  public CloseableIterator<FilteredColumnarBatch> read(
      StructType columns, Optional<Predicate> filter) {
    ScanBuilder builder = snapshot.getScanBuilder().withReadSchema(columns);
    Scan scan = filter.map(builder::withFilter).orElse(builder).build();
    Row state = scan.getScanState(engine);
    return Utils.intoRows(scan.getScanFiles(engine))
        .flatMap(file -> read(state, file, scan.getRemainingFilter()));
  }

  private CloseableIterator<FilteredColumnarBatch> read(
      Row state, Row file, Optional<Predicate> filter) {
    try {
      CloseableIterator<FileReadResult> stored =
          engine
              .getParquetHandler()
              .readParquetFiles(
                  Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                  ScanStateRow.getPhysicalDataReadSchema(state),
                  filter);
      return Scan.transformPhysicalData(engine, state, file, stored.map(FileReadResult::getData));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
