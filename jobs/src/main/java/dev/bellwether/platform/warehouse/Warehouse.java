package dev.bellwether.platform.warehouse;

import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.SurelyEmpty;
import dev.bellwether.platform.contract.Tables;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The Delta tables of a home, each in {@code warehouse/LAYER/TABLE}: their only writer, and the
 * only reader in Spark.
 *
 * <p>Tables are not partitioned by folder: a night's rows stand in files of their own, and Delta's
 * file statistics find them by as-of date, batch or arrival.
 */
public final class Warehouse {
  /** What a table is made from while it is being made. */
  public static final String UNFINISHED = "unfinished";

  private static final String MADE_FROM = "bellwether.madeFrom";
  private static final String CLOSED_BEFORE = "bellwether.closedBefore";
  private static final String KEY_CHECK = "bellwether.keyCheck";

  private final SparkSession spark;
  private final String home;
  private final Configuration configuration;
  private final Engine engine;

  public Warehouse(SparkSession spark, String home) {
    this.spark = spark;
    this.home = home;
    this.configuration = spark.sessionState().newHadoopConf();
    this.engine = DefaultEngine.create(configuration);
  }

  /** The session that it reads and writes with. */
  public SparkSession spark() {
    return spark;
  }

  /** The folder that holds the warehouse and the publications. */
  public String home() {
    return home;
  }

  /** How its files are reached: as its session was told. */
  public Configuration hadoop() {
    return configuration;
  }

  /** Makes the folder of all tables, for its owner only, where there is none yet. */
  public void makeFolder() {
    OwnFolder.make(new Path(home, "warehouse"), configuration);
  }

  /** Whether the table has been written. */
  public boolean exists(String table) {
    return log(table).exists();
  }

  /**
   * All rows of a table as stored now, if it has been written; columns that its contract has
   * renamed since have their new names, and columns that it has gained are null.
   */
  public Optional<Dataset<Row>> find(String table) {
    Contract contract = Contracts.of(table);
    return version(table)
        .map(version -> rows(table, version))
        .map(rows -> ContractColumns.withCurrentNames(rows, contract))
        .map(rows -> ContractColumns.withMissing(rows, contract));
  }

  private Dataset<Row> rows(String table, TableVersion version) {
    return version.isPlain()
        ? LoggedFiles.read(spark, location(table), version.schema(), version.files())
        : spark.read().format("delta").load(path(table));
  }

  /** All rows of a table; none, in its contract's shape, when it was never written. */
  public Dataset<Row> read(String table) {
    return find(table)
        .orElseGet(() -> spark.createDataFrame(List.of(), Contracts.of(table).schema()));
  }

  /** What a table says that it was made from: {@link #setMadeFrom}; none where nobody ever said. */
  public Optional<String> madeFrom(String table) {
    return log(table).property(MADE_FROM);
  }

  /**
   * Writes into a table what it was made from. Before a table is made from something else it is set
   * to {@link #UNFINISHED}, so that one that a killed run left in between is told from a whole one.
   */
  public void setMadeFrom(String table, String source) {
    if (exists(table) && !madeFrom(table).equals(Optional.of(source))) {
      log(table).setProperty(MADE_FROM, source);
    }
  }

  /** What tells whether a hash key is the home's: {@link #setKeyCheck}; none where none was. */
  public Optional<String> keyCheck() {
    return log(Tables.INPUT_BATCH).property(KEY_CHECK);
  }

  /** Writes what tells the home's hash key from others into the ledger of batches. */
  public void setKeyCheck(String check) {
    log(Tables.INPUT_BATCH).setProperty(KEY_CHECK, check);
  }

  /** The day before which a table of days stays as it was made: {@link #closeBefore}; or none. */
  public Optional<LocalDate> closedBefore(String table) {
    return log(table).property(CLOSED_BEFORE).map(LocalDate::parse);
  }

  /**
   * Writes into a table of days that what the days before one were made of is not there any more. A
   * day that is closed stays closed.
   */
  public void closeBefore(String table, LocalDate day) {
    if (exists(table) && closedBefore(table).filter(closed -> !closed.isBefore(day)).isEmpty()) {
      log(table).setProperty(CLOSED_BEFORE, day.toString());
    }
  }

  /** Replaces a table whole. */
  public void replaceAll(String table, Dataset<Row> rows) {
    Optional<TableVersion> stored = version(table);
    if (stored.isEmpty()) {
      append(table, rows);
    } else if (stored.get().isShapedAs(rows.schema())) {
      log(table).commit(stored.get(), stored.get().files(), written(table, rows));
    } else {
      writer(table, rows)
          .mode(SaveMode.Overwrite)
          .option("overwriteSchema", "true")
          .save(path(table));
    }
  }

  /**
   * Writes a table anew, and leaves nothing of before: no version, no file, no figure of one. Who
   * still reads an old version finds its files gone.
   */
  public void rewriteWithoutHistory(String table, Dataset<Row> rows) {
    replaceAll(table, rows);
    log(table).setProperty("bellwether.rewrittenAt", Instant.now().toString());
    log(table).dropHistory(configuration);
  }

  /** Replaces the slices of these as-of dates; all other dates stay. */
  public void replaceDates(String table, Dataset<Row> rows, Collection<LocalDate> dates) {
    replaceWhere(table, rows, "as_of_date", dates.stream().map(d -> "DATE'" + d + "'").toList());
  }

  /** Replaces the rows whose column has one of these values, given as SQL literals. */
  public void replaceWhere(
      String table, Dataset<Row> rows, String column, Collection<String> literals) {
    Optional<TableVersion> stored = versionInCurrentNames(table);
    String isReplaced = column + " IN (" + String.join(", ", literals) + ")";
    if (stored.isEmpty()) {
      append(table, rows);
    } else if (stored.get().takes(rows.schema())) {
      List<String> values = literals.stream().map(Warehouse::value).toList();
      List<StoredFile> affected =
          stored.get().files().stream().filter(file -> file.mayHold(column, values)).toList();
      List<StoredFile> partly =
          affected.stream().filter(file -> !file.holdsOnly(column, values)).toList();
      Dataset<Row> kept =
          LoggedFiles.read(spark, location(table), stored.get().schema(), partly)
              .where("NOT coalesce(" + isReplaced + ", false)");
      Dataset<Row> all = partly.isEmpty() ? rows : rows.unionByName(kept, true);
      commit(table, stored.get(), affected, written(table, all));
    } else {
      writer(table, rows)
          .mode(SaveMode.Overwrite)
          .option("replaceWhere", isReplaced)
          .save(path(table));
    }
  }

  private static String value(String literal) {
    return literal.replaceFirst("^DATE", "").replaceAll("^'|'$", "");
  }

  /** Adds a handful of rows, given in the order of the contract's columns, as one file; or none. */
  public void append(String table, List<Row> rows) {
    if (!rows.isEmpty()) {
      append(table, spark.createDataFrame(rows, Contracts.of(table).schema()).coalesce(1));
    }
  }

  /** Adds rows to a table. */
  public void append(String table, Dataset<Row> rows) {
    Optional<TableVersion> stored = versionInCurrentNames(table);
    if (stored.isPresent() && !stored.get().takes(rows.schema())) {
      writer(table, rows).mode(SaveMode.Append).save(path(table));
      return;
    }
    List<DataFileStatus> files = written(table, rows);
    if (stored.isEmpty()) {
      log(table).create(rows.schema(), properties(table, rows));
    }
    commit(table, stored.or(() -> version(table)).orElseThrow(), List.of(), files);
  }

  private void commit(
      String table, TableVersion before, List<StoredFile> removed, List<DataFileStatus> added) {
    if (!removed.isEmpty() || !added.isEmpty()) {
      log(table).commit(before, removed, added);
    }
  }

  /**
   * Before rows are added to a table whose columns have other names by now, it is written anew: so
   * no column stands in it under two names.
   */
  private Optional<TableVersion> versionInCurrentNames(String table) {
    Optional<TableVersion> stored = version(table);
    Contract contract = Contracts.of(table);
    if (stored.isPresent()) {
      Dataset<Row> rows = rows(table, stored.get());
      Dataset<Row> renamed = ContractColumns.withCurrentNames(rows, contract);
      if (!Arrays.equals(rows.columns(), renamed.columns())) {
        replaceAll(table, renamed);
        return version(table);
      }
    }
    return stored;
  }

  private List<DataFileStatus> written(String table, Dataset<Row> rows) {
    return SurelyEmpty.is(rows)
        ? List.of()
        : WrittenFiles.write(rows, location(table), slicedBy(rows, table), configuration);
  }

  /** The folder of a table. */
  public String path(String table) {
    return Contracts.of(table).folderIn(home);
  }

  private Optional<TableVersion> version(String table) {
    return log(table).latest();
  }

  private TableLog log(String table) {
    return new TableLog(engine, location(table));
  }

  /** The folder of a table, with its scheme. */
  private String location(String table) {
    Path path = new Path(path(table));
    try {
      return path.getFileSystem(configuration).makeQualified(path).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataFrameWriter<Row> writer(String table, Dataset<Row> rows) {
    DataFrameWriter<Row> writer = rows.write().format("delta");
    properties(table, rows).forEach(writer::option);
    return writer;
  }

  private static Map<String, String> properties(String table, Dataset<Row> rows) {
    return Map.of("delta.dataSkippingStatsColumns", String.join(",", slicedBy(rows, table)));
  }

  /** The columns by which readers find their part of a table: statistics of others help nobody. */
  private static List<String> slicedBy(Dataset<Row> rows, String table) {
    Contract contract = Contracts.of(table);
    List<String> present = Arrays.asList(rows.columns());
    List<String> columns = new ArrayList<>(contract.partitionedBy());
    Stream.of("as_of_date", "arrived_on", "batch_no", "batch_id")
        .filter(name -> present.contains(name) && !columns.contains(name))
        .forEach(columns::add);
    return columns.isEmpty() ? contract.key().subList(0, 1) : columns;
  }
}
