package dev.bellwether.tools.backtest;

import dev.bellwether.ingest.RawFile;
import dev.bellwether.ingest.RawReader;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads files of any mix of formats as one table, columns matched by name. */
final class TableRows {
  /** Files above which those of one format are read together, in any order. */
  private static final int MOST_ONE_BY_ONE = 100;

  private final SparkSession spark;

  private final Map<String, String> readerOptions;

  /**
   * @param readerOptions over those that fit the kind of a file
   */
  TableRows(SparkSession spark, Map<String, String> readerOptions) {
    this.spark = spark;
    this.readerOptions = readerOptions;
  }

  /**
   * The rows with their own columns and {@link RawReader#MALFORMED}, in the order of files unless
   * these are many.
   */
  Dataset<Row> read(List<String> patterns) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<FileStatus> found = filled(new TableFiles(hadoop).find(patterns));
    Map<TableFormat, List<RawFile>> groups = new LinkedHashMap<>();
    List<Dataset<Row>> tables = new ArrayList<>();
    for (FileStatus status : found) {
      TableFormat format = TableFormat.of(status, hadoop);
      RawFile file = new RawFile(status.getPath().toString(), status.getLen(), 0);
      if (found.size() <= MOST_ONE_BY_ONE || format.name().equals("delta")) {
        tables.add(table(format, List.of(file)));
      } else {
        groups.computeIfAbsent(format, f -> new ArrayList<>()).add(file);
      }
    }
    groups.forEach((format, files) -> tables.add(table(format, files)));
    return tables.size() == 1 ? tables.get(0) : union(tables);
  }

  /** Of several files, those with anything in them: exports leave empty parts. */
  private static List<FileStatus> filled(List<FileStatus> files) {
    List<FileStatus> filled =
        files.stream().filter(file -> file.isDirectory() || file.getLen() > 0).toList();
    return filled.isEmpty() ? files : filled;
  }

  /**
   * Tables of different types as text: a union of text and numbers would fail on the first text
   * that is not a number.
   */
  static Dataset<Row> union(List<Dataset<Row>> tables) {
    if (tables.stream().map(Dataset::schema).distinct().count() == 1) {
      return tables.stream().reduce(Dataset::union).orElseThrow();
    }
    return tables.stream()
        .map(TableRows::asText)
        .reduce((one, other) -> one.unionByName(other, true))
        .orElseThrow();
  }

  private static Dataset<Row> asText(Dataset<Row> table) {
    Column[] columns =
        Arrays.stream(table.columns())
            .map(name -> RawReader.column(table, name).cast("string").as(name))
            .toArray(Column[]::new);
    return table.select(columns);
  }

  /**
   * @throws BellwetherException when Spark cannot read the files
   */
  private Dataset<Row> table(TableFormat format, List<RawFile> files) {
    Map<String, String> options = new LinkedHashMap<>(format.options());
    options.putAll(readerOptions);
    Source.Input input =
        new Source.Input(format.name(), "", Source.Mode.SNAPSHOT, null, false, true, options);
    try {
      return new RawReader(spark).read("--features", input, files).drop(RawReader.FILE);
    } catch (BellwetherException e) {
      throw e;
    } catch (Exception e) {
      String message = String.valueOf(e.getMessage());
      throw BellwetherException.data(
              files.get(0).path() + " cannot be read as " + format.name(),
              message.lines().findFirst().orElse(message),
              "check the file, or write it as CSV")
          .causedBy(e);
    }
  }
}
