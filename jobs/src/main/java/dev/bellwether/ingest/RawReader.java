package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads raw files as they are: text stays text, and a line that does not fit its header is set
 * apart in the column {@value #MALFORMED}. In CSV a quote within quotes is doubled (RFC 4180),
 * unless the input's options name another {@code escape}.
 */
public final class RawReader {
  /** The text of a line or document that could not be split into columns; null for a good row. */
  public static final String MALFORMED = "_bellwether_malformed";

  /** The name of the file that a row stood in. */
  public static final String FILE = "_bellwether_file";

  private static final String ESCAPE = "escape";

  private final SparkSession spark;

  /** A reader on a session. */
  public RawReader(SparkSession spark) {
    this.spark = spark;
  }

  /** The rows of the files, their own columns plus {@link #MALFORMED} and {@link #FILE}. */
  public Dataset<Row> read(String inputName, Source.Input input, List<RawFile> files) {
    Dataset<Row> rows =
        switch (input.format()) {
          case "csv" -> readCsv(inputName, input, files);
          case "json" -> readJson(input, files);
          case "parquet" -> readParquet(input, files);
          default -> load(reader(input), "delta", files);
        };
    return Arrays.asList(rows.columns()).contains(MALFORMED)
        ? rows
        : rows.withColumn(MALFORMED, lit(null).cast(DataTypes.StringType));
  }

  private Dataset<Row> readCsv(String inputName, Source.Input input, List<RawFile> files) {
    boolean header = input.options().getOrDefault("header", "true").equalsIgnoreCase("true");
    if (!header) {
      return load(csvReader(input), "csv", files);
    }
    Dataset<Row> all = null;
    CsvHeaders headers = new CsvHeaders(spark.sparkContext().hadoopConfiguration(), input);
    for (Map.Entry<List<String>, List<RawFile>> group : headers.groups(files).entrySet()) {
      if (!group.getKey().isEmpty()) {
        Dataset<Row> rows = readCsv(input, group.getKey(), group.getValue());
        all = all == null ? rows : all.unionByName(rows, true);
      }
    }
    if (all == null) {
      throw empty(inputName, files);
    }
    return all;
  }

  private Dataset<Row> readCsv(Source.Input input, List<String> header, List<RawFile> files) {
    StructType schema = new StructType();
    for (String name : header) {
      schema = schema.add(name, DataTypes.StringType);
    }
    DataFrameReader reader =
        csvReader(input)
            .option("header", "true")
            .option("mode", "PERMISSIVE")
            .option("columnNameOfCorruptRecord", MALFORMED)
            .schema(schema.add(MALFORMED, DataTypes.StringType));
    return load(reader, "csv", files);
  }

  private Dataset<Row> readJson(Source.Input input, List<RawFile> files) {
    DataFrameReader reader =
        reader(input)
            .option("primitivesAsString", "true")
            .option("mode", "PERMISSIVE")
            .option("columnNameOfCorruptRecord", MALFORMED);
    return load(reader, "json", files);
  }

  private Dataset<Row> readParquet(Source.Input input, List<RawFile> files) {
    Dataset<Row> rows = load(reader(input).option("mergeSchema", "true"), "parquet", files);
    return ParquetNanos.asTimestamps(rows, spark.sparkContext().hadoopConfiguration(), files);
  }

  private DataFrameReader csvReader(Source.Input input) {
    return spark.read().option(ESCAPE, CsvHeaders.quote(input)).options(input.options());
  }

  private DataFrameReader reader(Source.Input input) {
    return spark.read().options(input.options());
  }

  private static Dataset<Row> load(DataFrameReader reader, String format, List<RawFile> files) {
    String[] paths = files.stream().map(RawFile::path).toArray(String[]::new);
    if (format.equals("delta")) {
      return reader.format(format).load(paths[0]).withColumn(FILE, lit(paths[0]));
    }
    Dataset<Row> rows = reader.format(format).load(paths);
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (String name : rows.columns()) {
      columns.add(column(rows, name));
    }
    columns.add(col("_metadata.file_path").as(FILE));
    return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** A column by its whole name, dots and all. */
  public static org.apache.spark.sql.Column column(Dataset<Row> rows, String name) {
    return rows.col("`" + name.replace("`", "``") + "`");
  }

  private static BellwetherException empty(String inputName, List<RawFile> files) {
    return BellwetherException.data(
        "input " + inputName + " is empty: " + files.get(0).path(),
        "the file has no header line, so not even its columns are known",
        "deliver the export again, or remove the file");
  }
}
