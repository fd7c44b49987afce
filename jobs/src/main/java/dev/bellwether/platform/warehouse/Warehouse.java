package dev.bellwether.platform.warehouse;

import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import io.delta.tables.DeltaTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private final SparkSession spark;
  private final String home;

  public Warehouse(SparkSession spark, String home) {
    this.spark = spark;
    this.home = home;
  }

  /** The session that it reads and writes with. */
  public SparkSession spark() {
    return spark;
  }

  /** The folder that holds the warehouse and the publications. */
  public String home() {
    return home;
  }

  /** Whether the table has been written. */
  public boolean exists(String table) {
    return DeltaTable.isDeltaTable(spark, path(table));
  }

  /**
   * All rows of a table as stored, if it has been written; columns that its contract has renamed
   * since have their new names, and columns that it has gained are null.
   */
  public Optional<Dataset<Row>> find(String table) {
    Contract contract = Contracts.of(table);
    return exists(table)
        ? Optional.of(
            ContractColumns.withMissing(
                ContractColumns.withCurrentNames(stored(table), contract), contract))
        : Optional.empty();
  }

  private Dataset<Row> stored(String table) {
    return spark.read().format("delta").load(path(table));
  }

  /** All rows of a table; none, in its contract's shape, when it was never written. */
  public Dataset<Row> read(String table) {
    return find(table)
        .orElseGet(() -> spark.createDataFrame(List.of(), Contracts.of(table).schema()));
  }

  /** Replaces a table whole. */
  public void replaceAll(String table, Dataset<Row> rows) {
    if (!exists(table)) {
      // replacing nothing costs a pass over the table's log
      add(table, rows);
      return;
    }
    writer(table, rows)
        .mode(SaveMode.Overwrite)
        .option("overwriteSchema", "true")
        .save(path(table));
  }

  /** Replaces the slices of these as-of dates; all other dates stay. */
  public void replaceDates(String table, Dataset<Row> rows, Collection<LocalDate> dates) {
    replaceWhere(table, rows, "as_of_date", dates.stream().map(d -> "DATE'" + d + "'").toList());
  }

  /** Replaces the rows whose column has one of these values, given as SQL literals. */
  public void replaceWhere(
      String table, Dataset<Row> rows, String column, Collection<String> literals) {
    String slice = literals.stream().sorted().collect(Collectors.joining(", "));
    String isReplaced = column + " IN (" + slice + ")";
    rename(table);
    // replacing costs several passes over the table's log, and nearly always there is nothing yet
    if (find(table).map(stored -> stored.where(isReplaced).isEmpty()).orElse(true)) {
      add(table, rows);
    } else {
      writer(table, rows)
          .mode(SaveMode.Overwrite)
          .option("replaceWhere", isReplaced)
          .save(path(table));
    }
  }

  /** Adds rows to a table. */
  public void append(String table, Dataset<Row> rows) {
    rename(table);
    add(table, rows);
  }

  private void add(String table, Dataset<Row> rows) {
    writer(table, rows).mode(SaveMode.Append).save(path(table));
  }

  /**
   * Before rows are added to a table whose columns have other names by now, it is written anew: so
   * no column stands in it under two names.
   */
  private void rename(String table) {
    Contract contract = Contracts.of(table);
    boolean mayHaveFormer = contract.columns().stream().anyMatch(c -> !c.formerNames().isEmpty());
    if (mayHaveFormer && exists(table)) {
      Dataset<Row> stored = stored(table);
      Dataset<Row> renamed = ContractColumns.withCurrentNames(stored, contract);
      if (!Arrays.equals(stored.columns(), renamed.columns())) {
        replaceAll(table, renamed);
      }
    }
  }

  /** The folder of a table. */
  public String path(String table) {
    return Contracts.of(table).folderIn(home);
  }

  private static DataFrameWriter<Row> writer(String table, Dataset<Row> rows) {
    return rows.write()
        .format("delta")
        .option("delta.dataSkippingStatsColumns", String.join(",", slicedBy(rows, table)));
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
