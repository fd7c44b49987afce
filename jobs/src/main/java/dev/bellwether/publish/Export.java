package dev.bellwether.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractColumns;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes as-of dates of a table as Parquet files {@code DATE/TABLE/part-00000.parquet} in a
 * temporary folder, in one Spark job for all dates.
 *
 * <p>A date has one file, or one for each 500,000 rows, its rows then spread by the hash of their
 * key, so that the files do not depend on how the table is stored. Each file is sorted by key. A
 * date without rows has one file without rows, so that readers find its columns.
 */
final class Export {
  private static final String SLICE = "__slice";
  private static final String FILE = "__file";
  private static final String EMPTY_FILE = "__empty.parquet";
  private final Storage storage;
  private final String folder;
  private final long rowsPerFile;

  Export(Storage storage, String folder) {
    this(storage, folder, 500_000);
  }

  Export(Storage storage, String folder, long rowsPerFile) {
    this.storage = storage;
    this.folder = folder;
    this.rowsPerFile = rowsPerFile;
  }

  /**
   * Writes these dates of a table.
   *
   * @param rowCounts how many rows each date has
   * @return the files of each date, in order, relative to the date's folder
   */
  Map<LocalDate, List<String>> write(
      Dataset<Row> table, Contract contract, Map<LocalDate, Long> rowCounts) {
    String staging = folder + "/spark/" + contract.name();
    if (rowCounts.values().stream().anyMatch(rows -> rows > 0)) {
      writeSlices(table, contract, rowCounts, staging);
    }
    if (rowCounts.containsValue(0L)) {
      EmptyFile.write(
          ContractColumns.only(table, contract), storage.location(staging + "/" + EMPTY_FILE));
    }
    Map<LocalDate, List<String>> files = new TreeMap<>();
    rowCounts.keySet().forEach(date -> files.put(date, moveIntoPlace(date, contract, staging)));
    storage.delete(staging);
    return files;
  }

  private void writeSlices(
      Dataset<Row> table, Contract contract, Map<LocalDate, Long> rowCounts, String staging) {
    Column[] key = contract.key().stream().map(name -> col(name)).toArray(Column[]::new);
    List<Column> order = new ArrayList<>(List.of(col(SLICE), col(FILE)));
    order.addAll(List.of(key));
    Dataset<Row> rows = Dates.only(table, rowCounts.keySet());
    int cores = table.sparkSession().sparkContext().defaultParallelism();
    ContractColumns.only(rows, contract)
        .withColumn(SLICE, col("as_of_date").cast("string"))
        .withColumn(FILE, fileNumber(key, rowCounts))
        .repartition(tasks(rowCounts, cores), col(SLICE), col(FILE))
        .sortWithinPartitions(order.toArray(Column[]::new))
        .write()
        .partitionBy(SLICE, FILE)
        .option("maxRecordsPerFile", 0)
        .parquet(storage.location(staging));
  }

  private Column fileNumber(Column[] key, Map<LocalDate, Long> rowCounts) {
    Column number = lit(0L);
    for (Map.Entry<LocalDate, Long> slice : rowCounts.entrySet()) {
      if (files(slice.getValue()) > 1) {
        number =
            when(
                    col("as_of_date").equalTo(lit(slice.getKey())),
                    pmod(xxhash64(key), lit(files(slice.getValue()))))
                .otherwise(number);
      }
    }
    return number;
  }

  private long files(long rows) {
    return Math.max(1, (rows + rowsPerFile - 1) / rowsPerFile);
  }

  // one task for each file when files are large, else no more than there are cores
  private int tasks(Map<LocalDate, Long> rowCounts, int cores) {
    long files = rowCounts.values().stream().mapToLong(this::files).sum();
    long rows = rowCounts.values().stream().mapToLong(Long::longValue).sum();
    return (int) Math.min(files, Math.max(cores, files(rows)));
  }

  private List<String> moveIntoPlace(LocalDate date, Contract contract, String staging) {
    List<String> files = new ArrayList<>();
    String slice = staging + "/" + SLICE + "=" + date;
    for (String part : written(slice)) {
      String file = fileName(contract, files.size());
      storage.move(part, folder + "/" + date + "/" + file);
      files.add(file);
    }
    if (files.isEmpty()) {
      String file = fileName(contract, 0);
      storage.copy(staging + "/" + EMPTY_FILE, folder + "/" + date + "/" + file);
      files.add(file);
    }
    return files;
  }

  private List<String> written(String slice) {
    List<String> files = new ArrayList<>();
    for (int number = 0; storage.exists(slice + "/" + FILE + "=" + number); number++) {
      files.addAll(parquetFiles(slice + "/" + FILE + "=" + number));
    }
    return files;
  }

  private List<String> parquetFiles(String of) {
    return storage.list(of).stream()
        .filter(name -> name.endsWith(".parquet") && !name.startsWith("."))
        .map(name -> of + "/" + name)
        .toList();
  }

  private static String fileName(Contract contract, int number) {
    return String.format(Locale.ROOT, "%s/part-%05d.parquet", contract.name(), number);
  }
}
