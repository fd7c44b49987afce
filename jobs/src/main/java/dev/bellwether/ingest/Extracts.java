package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import dev.bellwether.platform.config.Extract;
import dev.bellwether.platform.config.Extract.Watermark;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.config.Source.Mode;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Landing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Lands what the inputs of databases hold as Parquet files in the home, from where they are read
 * like any others. A database changes and keeps no past: what a night saw of it is what was landed.
 *
 * <p>Of a snapshot an extract with the same rows as the one before is dropped. Of an append input
 * only rows are landed that were not yet, found by their watermark.
 */
final class Extracts {
  /** Classes of SQLSTATE: connection, authorisation, names and syntax, resources, operator. */
  private static final Set<String> WITHOUT_VALUES = Set.of("08", "28", "42", "3D", "53", "57");

  private static final int HASH_DIGITS = 16;

  /** States of SQL by which databases say that a table is not there. */
  private static final Set<String> MISSING_TABLE = Set.of("42P01", "42S02");

  private final SparkSession spark;
  private final String root;
  private final Optional<Integer> sample;

  /**
   * @param root the folder to land in, a folder for each input
   */
  Extracts(SparkSession spark, String root) {
    this(spark, root, Optional.empty());
  }

  /**
   * @param sample how many rows of an append input are enough
   */
  Extracts(SparkSession spark, String root, Optional<Integer> sample) {
    this.spark = spark;
    this.root = root;
    this.sample = sample;
  }

  /** The folder of a home in which extracts of databases are landed. */
  static String rootOf(String home) {
    return home + "/extracts";
  }

  /** The source, with what was landed in place of its databases. */
  Source landed(Source source) {
    Set<String> read =
        source.tables().values().stream()
            .flatMap(table -> table.inputs().stream())
            .collect(Collectors.toSet());
    Map<String, Source.Input> inputs = new LinkedHashMap<>();
    source
        .inputs()
        .forEach(
            (name, input) ->
                inputs.put(
                    name,
                    input
                        .extract()
                        .filter(extract -> read.contains(name))
                        .map(extract -> input.inFiles(land(source, name, input, extract)))
                        .orElse(input)));
    return source.withInputs(inputs);
  }

  /** Removes the snapshots that newer ones have replaced, once these are ingested. */
  void forgetReplaced(Source source) {
    source
        .inputs()
        .forEach(
            (name, input) -> {
              if (input.extract().isPresent() && input.mode() == Mode.SNAPSHOT) {
                Landing landing = new Landing(spark, root, name);
                List<String> extracts = landing.extracts();
                extracts.stream().limit(Math.max(0, extracts.size() - 1)).forEach(landing::remove);
              }
            });
  }

  /** Lands an input; the pattern of its files. */
  private String land(Source source, String name, Source.Input input, Extract extract) {
    Landing landing = new Landing(spark, root, name);
    try {
      if (input.mode() == Mode.SNAPSHOT) {
        landSnapshot(landing, DatabaseReader.rows(spark, input, extract));
        return RawReader.pattern(landing.latest().orElseThrow());
      }
      landNew(
          landing, DatabaseReader.rows(spark, input, extract), extract.watermark().orElseThrow());
      return RawReader.pattern(landing.all());
    } catch (BellwetherException e) {
      throw e;
    } catch (Exception e) {
      if (!input.required() && isMissingTable(e) && landing.extracts().isEmpty()) {
        return RawReader.pattern(landing.all());
      }
      throw unreadable(source, name, extract, e);
    }
  }

  private static void landSnapshot(Landing landing, Dataset<Row> rows) {
    Optional<String> before = landing.latest();
    String written = landing.write(rows);
    String mark = "-" + contentHash(landing.rows(List.of(written)));
    if (before.filter(path -> path.endsWith(mark)).isPresent()) {
      landing.remove(written);
    } else {
      landing.accept(written, mark);
    }
  }

  /** A hash of all rows in any order. */
  private static String contentHash(Dataset<Row> rows) {
    List<Column> marked = new ArrayList<>();
    for (String name : rows.columns()) {
      marked.add(RawReader.column(rows, name).isNull());
      marked.add(RawReader.column(rows, name));
    }
    Column hash = xxhash64(marked.toArray(Column[]::new));
    Row figures =
        rows.select(hash.as("hash"))
            .agg(count(lit(1)), bit_xor(col("hash")), sum(col("hash").cast("decimal(38,0)")))
            .head();
    String shape = rows.schema().catalogString();
    return Sha256.of(shape + figures.mkString(" ")).substring(0, HASH_DIGITS);
  }

  private void landNew(Landing landing, Dataset<Row> rows, Watermark watermark) {
    Dataset<Row> wanted = sample.map(rows::limit).orElse(rows);
    List<String> extracts = landing.extracts();
    if (extracts.isEmpty()) {
      landing.accept(landing.write(wanted), "");
      return;
    }
    Dataset<Row> before = landing.rows(extracts);
    Object highest = before.agg(max(col(watermark.column()))).head().get(0);
    if (highest != null) {
      Column isRecent = isRecent(rows, highest, watermark);
      wanted = rows.where(isRecent).exceptAll(inShapeOf(rows, before.where(isRecent)));
    }
    String written = landing.write(wanted);
    if (landing.rows(List.of(written)).isEmpty()) {
      landing.remove(written);
    } else {
      landing.accept(written, "");
    }
  }

  /** Rows that may be new; one without a watermark always may. */
  private static Column isRecent(Dataset<Row> rows, Object highest, Watermark watermark) {
    Column column = col(watermark.column());
    DataType type = rows.schema().apply(watermark.column()).dataType();
    boolean isTime =
        type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType);
    if (!isTime && !watermark.overlap().isZero()) {
      throw BellwetherException.configuration(
          "the watermark " + watermark.column() + " cannot overlap",
          "it is " + type.simpleString() + ", and an overlap is a time",
          "drop overlap, or name a column of instants");
    }
    Column floor = lit(highest).cast(type);
    if (!watermark.overlap().isZero()) {
      Object from =
          highest instanceof java.sql.Timestamp instant
              ? java.sql.Timestamp.from(instant.toInstant().minus(watermark.overlap()))
              : ((java.time.LocalDateTime) highest).minus(watermark.overlap());
      floor = lit(from).cast(type);
    }
    return column.isNull().or(column.geq(floor));
  }

  /** Rows landed before in the columns that the table has now. */
  private static Dataset<Row> inShapeOf(Dataset<Row> rows, Dataset<Row> landed) {
    List<String> present = Arrays.asList(landed.columns());
    List<Column> columns = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      Column value =
          present.contains(field.name()) ? RawReader.column(landed, field.name()) : lit(null);
      columns.add(value.cast(field.dataType()).as(field.name()));
    }
    return landed.select(columns.toArray(Column[]::new));
  }

  private static boolean isMissingTable(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && MISSING_TABLE.contains(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static BellwetherException unreadable(
      Source source, String name, Extract extract, Exception e) {
    String why = inWords(e);
    boolean isDriver = why.contains("No suitable driver");
    return BellwetherException.configuration(
            "source " + source.name() + ": input " + name + " cannot be read",
            "the " + extract.database() + " says: " + why,
            isDriver
                ? "put the JDBC driver's jar beside the others in jobs/target/lib"
                : "check url, user and password of the database, and the input's table or query")
        .causedBy(e);
  }

  /** What went wrong; errors of other kinds than these may quote what a row holds. */
  private static String inWords(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = String.valueOf(sql.getSQLState());
        return WITHOUT_VALUES.contains(state.substring(0, Math.min(2, state.length())))
            ? firstLine(sql)
            : "error " + state + ", whose text may hold values and is not shown";
      }
    }
    String told = firstLine(e);
    return told.startsWith("Job aborted") ? "its rows cannot be read" : told;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("");
  }
}
