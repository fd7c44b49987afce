package dev.bellwether.tools.draft;

import dev.bellwether.platform.config.Source;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Files, or a table of a database, that look like one input.
 *
 * @param name what the SELECTs call it
 * @param format csv, json, parquet or delta, or jdbc
 * @param path relative to the source's folder; the table's name in a database
 * @param mode append where there are several files, else snapshot
 * @param options how they must be read
 * @param columns what its columns look like, by their names
 * @param rows its rows
 */
record RawInput(
    String name,
    String format,
    String path,
    Source.Mode mode,
    Map<String, String> options,
    Map<String, ColumnProfile> columns,
    Dataset<Row> rows) {

  /** What was found: the inputs, and what looked like none, with the reason. */
  record Found(List<RawInput> inputs, Map<String, String> leftOut) {}
}
