package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads raw files as they are: text stays text, and a line that does not fit its header is set
 * apart in the column {@value #MALFORMED}. In CSV a quote within quotes is doubled (RFC 4180),
 * unless the input's options name another {@code escape}; a header that stands between rows is
 * none.
 */
public final class RawReader {
  /** The text of a line or document that could not be split into columns; null for a good row. */
  public static final String MALFORMED = "_bellwether_malformed";

  /** The name of the file that a row stood in. */
  public static final String FILE = "_bellwether_file";

  private static final int NAMES_OF_A_HEADER = 30;
  private static final String ESCAPE = "escape";

  /** What rows have that have no column of their own. */
  static final StructType NO_COLUMNS =
      new StructType().add(FILE, DataTypes.StringType).add(MALFORMED, DataTypes.StringType);

  private final SparkSession spark;
  private final Set<String> torn;
  private final Set<String> partial = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /** A reader on a session. */
  public RawReader(SparkSession spark) {
    this(spark, Set.of());
  }

  /**
   * A reader of files some of which were found to have {@link TornTexts}, by their {@link #FILE}.
   */
  RawReader(SparkSession spark, Set<String> torn) {
    this.spark = spark;
    this.torn = torn;
  }

  /**
   * The rows of the files, their own columns plus {@link #MALFORMED} and {@link #FILE}; no other
   * columns where all files are empty.
   *
   * @throws BellwetherException when a file is not of its format
   */
  public Dataset<Row> read(String inputName, Source.Input input, List<RawFile> files) {
    Dataset<Row> rows =
        switch (input.format()) {
          case "csv" -> readCsv(inputName, input, files);
          case "json" -> readJson(input, files);
          case "parquet" -> readParquet(inputName, input, files);
          default -> readDelta(input, files.get(0));
        };
    return Arrays.asList(rows.columns()).contains(MALFORMED)
        ? rows
        : rows.withColumn(MALFORMED, lit(null).cast(DataTypes.StringType));
  }

  /** Columns that some of the files read have and others lack, where they read as absent. */
  Set<String> partial() {
    return partial;
  }

  private Dataset<Row> readCsv(String inputName, Source.Input input, List<RawFile> files) {
    List<Dataset<Row>> parts = new ArrayList<>();
    CsvHeaders headers = new CsvHeaders(hadoop(), input);
    List<List<String>> names = new ArrayList<>();
    for (Map.Entry<CsvHeaders.Header, List<RawFile>> group : headers.groups(files).entrySet()) {
      if (!group.getKey().names().isEmpty()) {
        parts.add(readCsv(input, group.getKey(), group.getValue()));
        names.add(group.getKey().names());
      }
    }
    partial.addAll(ofSomeOnly(names));
    if (parts.isEmpty() && input.mode() == Source.Mode.SNAPSHOT) {
      throw empty(inputName, files);
    }
    return parts.stream()
        .reduce((one, other) -> one.unionByName(other, true))
        .orElseGet(() -> spark.createDataFrame(List.of(), NO_COLUMNS));
  }

  private Dataset<Row> readCsv(Source.Input input, CsvHeaders.Header header, List<RawFile> files) {
    StructType schema = new StructType();
    for (String name : header.names()) {
      schema = schema.add(name, DataTypes.StringType);
    }
    DataFrameReader reader =
        spark
            .read()
            .option(ESCAPE, CsvHeaders.quote(input))
            .option("header", "true")
            .options(input.options())
            .options(header.options())
            .option("mode", "PERMISSIVE")
            .option("columnNameOfCorruptRecord", MALFORMED)
            .schema(schema.add(MALFORMED, DataTypes.StringType));
    Dataset<Row> rows = new TornTexts(input).apart(load(reader, "csv", files), torn);
    return withoutHeaders(rows, header.names());
  }

  /** A header is no row, wherever it stands: files that were joined end to end have several. */
  private static Dataset<Row> withoutHeaders(Dataset<Row> rows, List<String> names) {
    return names.stream()
        // so many are enough, and a thousand would be too deep for Spark
        .limit(NAMES_OF_A_HEADER)
        .map(name -> column(rows, name).eqNullSafe(name))
        .reduce(org.apache.spark.sql.Column::and)
        .map(isHeader -> rows.where(not(isHeader)))
        .orElse(rows);
  }

  private Dataset<Row> readJson(Source.Input input, List<RawFile> files) {
    List<Dataset<Row>> parts = new ArrayList<>();
    JsonFiles.groups(hadoop(), files)
        .forEach(
            (isArray, some) -> {
              DataFrameReader reader =
                  spark
                      .read()
                      .options(input.options())
                      .option("primitivesAsString", "true")
                      .option("mode", "PERMISSIVE")
                      .option("columnNameOfCorruptRecord", MALFORMED);
              Dataset<Row> rows =
                  JsonFiles.requireDistinctKeys(
                      some,
                      paths ->
                          load(
                              isArray ? reader.option("multiLine", "true") : reader,
                              "json",
                              paths));
              parts.add(JsonFiles.requireDocuments(rows, some));
            });
    return parts.stream().reduce((one, other) -> one.unionByName(other, true)).orElseThrow();
  }

  private Dataset<Row> readParquet(String inputName, Source.Input input, List<RawFile> files) {
    ParquetFooters footers = ParquetFooters.of(hadoop(), files);
    partial.addAll(
        ofSomeOnly(
            footers.groups().keySet().stream()
                .map(schema -> schema.getFields().stream().map(Type::getName).toList())
                .toList()));
    partial.removeAll(footers.untyped());
    return new ParquetFiles(
            inputName,
            (org.apache.spark.sql.classic.SparkSession) spark,
            (schema, some) ->
                load(spark.read().options(input.options()).schema(schema), "parquet", some))
        .read(footers);
  }

  private static Set<String> ofSomeOnly(List<List<String>> names) {
    Set<String> some = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.forEach(some::addAll);
    all.addAll(some);
    names.forEach(
        own -> {
          Set<String> here = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
          here.addAll(own);
          all.retainAll(here);
        });
    some.removeAll(all);
    return some;
  }

  private Dataset<Row> readDelta(Source.Input input, RawFile table) {
    return spark
        .read()
        .options(input.options())
        .format("delta")
        .load(table.path())
        .withColumn(FILE, lit(table.path()));
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  private static Dataset<Row> load(DataFrameReader reader, String format, List<RawFile> files) {
    String[] paths =
        files.stream().map(RawFile::path).map(RawReader::pattern).toArray(String[]::new);
    Dataset<Row> rows = reader.format(format).load(paths);
    requireRead(rows, files);
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (String name : rows.columns()) {
      columns.add(column(rows, name));
    }
    columns.add(col("_metadata.file_path").as(FILE));
    return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  /**
   * The pattern that only this path meets: Spark takes every path for a pattern. (Told not to, by
   * its option {@code __globPaths__}, it reads all paths once more for each that looks like one.)
   */
  public static String pattern(String path) {
    return path.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }

  /** Each file is read once, and no other is. */
  private static void requireRead(Dataset<Row> rows, List<RawFile> files) {
    List<String> read =
        Arrays.stream(rows.inputFiles()).map(f -> new Path(URI.create(f)).toString()).toList();
    Set<String> missed = new TreeSet<>();
    files.forEach(file -> missed.add(file.path()));
    boolean isOnce = read.size() == missed.size();
    read.forEach(missed::remove);
    if (!isOnce || !missed.isEmpty()) {
      throw BellwetherException.configuration(
          "not every file is read once: " + files.size() + " are listed, " + read.size() + " read",
          missed.isEmpty() ? "some would be read twice" : "Spark passes over " + missed,
          "rename the file, or name another path for its input");
    }
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
