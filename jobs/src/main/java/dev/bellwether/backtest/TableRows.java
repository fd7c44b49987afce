package dev.bellwether.backtest;

import dev.bellwether.config.Source;
import dev.bellwether.ingest.RawFile;
import dev.bellwether.ingest.RawReader;
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
    List<Dataset<Row>> tables = new ArrayList<>();
    groups.forEach((format, files) -> tables.addAll(read(format, files)));
    return tables.size() == 1 ? tables.get(0) : union(tables);
  }

  /** One table for each Delta folder, and one for all files of any other format. */
  private List<Dataset<Row>> read(TableFormat format, List<RawFile> files) {
    return format.name().equals("delta")
        ? files.stream().map(file -> reader(format, List.of(file))).toList()
        : List.of(reader(format, files));
  }

  /** As text: a union of text and numbers would fail on the first text that is no number. */
  private static Dataset<Row> union(List<Dataset<Row>> tables) {
    return tables.stream()
        .map(TableRows::asText)
        .reduce((one, other) -> one.unionByName(other, true))
        .orElseThrow();
  }

  private static Dataset<Row> asText(Dataset<Row> table) {
    Column[] columns =
        Arrays.stream(table.columns())
            .map(name -> table.col("`" + name.replace("`", "``") + "`").cast("string").as(name))
            .toArray(Column[]::new);
    return table.select(columns);
  }

  private Dataset<Row> reader(TableFormat format, List<RawFile> files) {
    Source.Input input =
        new Source.Input(
            format.name(), "", Source.Mode.SNAPSHOT, null, false, true, format.options());
    return new RawReader(spark).read("--features", input, files).drop(RawReader.FILE);
  }
}
