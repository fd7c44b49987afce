package dev.bellwether.backtest;

import dev.bellwether.config.Source;
import dev.bellwether.ingest.RawFile;
import dev.bellwether.ingest.RawReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads files of any mix of formats as one table, columns matched by name. */
final class TableRows {
  private final SparkSession spark;

  TableRows(SparkSession spark) {
    this.spark = spark;
  }

  /** The rows with their own columns and {@link RawReader#MALFORMED}. */
  Dataset<Row> read(List<String> patterns) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Map<TableFormat, List<RawFile>> groups = new LinkedHashMap<>();
    for (FileStatus file : new TableFiles(hadoop).find(patterns)) {
      TableFormat format = TableFormat.of(file, hadoop);
      groups
          .computeIfAbsent(format, f -> new ArrayList<>())
          .add(new RawFile(file.getPath().toString(), file.getLen(), 0));
    }
    return groups.entrySet().stream()
        .map(group -> read(group.getKey(), group.getValue()))
        .reduce((one, other) -> one.unionByName(other, true))
        .orElseThrow()
        .drop(RawReader.FILE);
  }

  private Dataset<Row> read(TableFormat format, List<RawFile> files) {
    if (format.name().equals("delta")) {
      return files.stream()
          .map(file -> reader(format, List.of(file)))
          .reduce((one, other) -> one.unionByName(other, true))
          .orElseThrow();
    }
    return reader(format, files);
  }

  private Dataset<Row> reader(TableFormat format, List<RawFile> files) {
    Source.Input input =
        new Source.Input(
            format.name(), "", Source.Mode.SNAPSHOT, null, false, true, format.options());
    return new RawReader(spark).read("--features", input, files);
  }
}
