package dev.bellwether.platform.warehouse;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The log of one Delta table, read and written in this process by Delta Kernel: which files a table
 * has, and a commit of others, cost no query of Spark.
 */
final class TableLog {
  private static final String WRITER = "Bellwether";

  private final Engine engine;
  private final String path;

  /**
   * @param path the table's folder, with its scheme
   */
  TableLog(Engine engine, String path) {
    this.engine = engine;
    this.path = path;
  }

  /** Whether the table has been written. */
  boolean exists() {
    return snapshot().isPresent();
  }

  /** The table as it is now; empty when it has never been written. */
  Optional<TableVersion> latest() {
    return snapshot()
        .map(
            snapshot ->
                new TableVersion(
                    snapshot,
                    (StructType) DataType.fromJson(snapshot.getMetadata().getSchemaString()),
                    files(snapshot)));
  }

  private Optional<Snapshot> snapshot() {
    try {
      return Optional.of(Table.forPath(engine, path).getLatestSnapshot(engine));
    } catch (TableNotFoundException e) {
      return Optional.empty();
    }
  }

  private List<StoredFile> files(Snapshot snapshot) {
    List<StoredFile> files = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        snapshot.getScanBuilder().build().getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          while (rows.hasNext()) {
            files.add(file(rows.next()));
          }
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("the log of " + path + " cannot be read", e);
    }
  }

  private static StoredFile file(Row scanned) {
    return new StoredFile(
        new AddFile(scanned.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL)),
        InternalScanFileUtils.getAddFileStatus(scanned).getPath());
  }

  /**
   * Makes a table without rows.
   *
   * @param properties the table's Delta properties
   */
  void create(StructType schema, Map<String, String> properties) {
    Transaction transaction =
        TableManager.buildCreateTableTransaction(
                path, DataTypeJsonSerDe.deserializeStructType(schema.asNullable().json()), WRITER)
            .withTableProperties(properties)
            .build(engine);
    commit(transaction, List.of());
  }

  /** A property of the table, if it is set. */
  Optional<String> property(String key) {
    return snapshot().map(snapshot -> snapshot.getTableProperties().get(key));
  }

  /** Sets a property of the table as it is now. */
  void setProperty(String key, String value) {
    Snapshot snapshot = snapshot().orElseThrow();
    commit(
        snapshot
            .buildUpdateTableTransaction(WRITER, Operation.MANUAL_UPDATE)
            .withTablePropertiesAdded(Map.of(key, value))
            .build(engine),
        List.of());
  }

  /** Adds files to the version of a table, and takes others away, in one commit. */
  void commit(TableVersion before, List<StoredFile> removed, List<DataFileStatus> added) {
    Transaction transaction =
        before.snapshot().buildUpdateTableTransaction(WRITER, Operation.WRITE).build(engine);
    List<Row> actions = new ArrayList<>();
    Optional<Long> now = Optional.of(Clock.systemUTC().millis());
    for (StoredFile file : removed) {
      actions.add(
          SingleAction.createRemoveFileSingleAction(file.added().toRemoveFileRow(true, now)));
    }
    Row state = transaction.getTransactionState(engine);
    DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
    try (CloseableIterator<Row> appends =
        Transaction.generateAppendActions(engine, state, closeable(added.iterator()), context)) {
      appends.forEachRemaining(actions::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long version = commit(transaction, actions);
    if (version != before.snapshot().getVersion() + 1) {
      throw new IllegalStateException(
          "another writer has changed " + path + " in the meantime: version " + version);
    }
  }

  private long commit(Transaction transaction, List<Row> actions) {
    Waypoints.pass("before commit of " + name());
    TransactionCommitResult result =
        transaction.commit(
            engine, CloseableIterable.inMemoryIterable(closeable(actions.iterator())));
    for (PostCommitHook hook : result.getPostCommitHooks()) {
      if (hook.getType() == PostCommitHook.PostCommitHookType.CHECKPOINT) {
        checkpoint(hook);
      }
    }
    Waypoints.pass("after commit of " + name());
    return result.getVersion();
  }

  /** Sums the log up, and removes what came before and every file that the table does not have. */
  void dropHistory(Configuration configuration) {
    Snapshot latest = snapshot().orElseThrow();
    try {
      Table.forPath(engine, path).checkpoint(engine, latest.getVersion());
      Set<String> kept = new HashSet<>();
      files(latest).forEach(file -> kept.add(new Path(file.location()).toUri().getPath()));
      Path root = new Path(path);
      FileSystem files = root.getFileSystem(configuration);
      String last = String.format(Locale.ROOT, "%020d", latest.getVersion());
      for (FileStatus entry : files.listStatus(new Path(root, "_delta_log"))) {
        String name = entry.getPath().getName();
        if (name.matches("\\d{20}\\..*") && !name.startsWith(last)) {
          files.delete(entry.getPath(), true);
        }
      }
      for (FileStatus entry : files.listStatus(root)) {
        if (!entry.getPath().getName().equals("_delta_log")) {
          deleteOthers(files, entry, kept);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the history of " + path + " cannot be removed", e);
    }
  }

  /** Deletes all but these files; whether any of them was found. */
  private static boolean deleteOthers(FileSystem files, FileStatus entry, Set<String> kept)
      throws IOException {
    boolean isKept = kept.contains(entry.getPath().toUri().getPath());
    if (entry.isDirectory()) {
      for (FileStatus child : files.listStatus(entry.getPath())) {
        isKept |= deleteOthers(files, child, kept);
      }
    }
    if (!isKept) {
      files.delete(entry.getPath(), true);
    }
    return isKept;
  }

  private String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void checkpoint(PostCommitHook hook) {
    try {
      hook.threadSafeInvoke(engine);
    } catch (IOException e) {
      throw new UncheckedIOException("the log of " + path + " cannot be summed up", e);
    }
  }

  private static <T> CloseableIterator<T> closeable(Iterator<T> items) {
    return new CloseableIterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public T next() {
        return items.next();
      }

      @Override
      public void close() {}
    };
  }
}
