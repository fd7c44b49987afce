package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.timestamp_micros;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Instants that Parquet files count in nanoseconds, as pandas writes them. Spark has no such type
 * and reads them as numbers; here they are instants again, to the microsecond.
 */
final class ParquetNanos {
  private static final long NANOS_PER_MICRO = 1000;

  private ParquetNanos() {}

  /** The rows with their columns of nanoseconds as timestamps. */
  static Dataset<Row> asTimestamps(Dataset<Row> rows, Configuration hadoop, List<RawFile> files) {
    Map<String, Column> instants = new LinkedHashMap<>();
    if (Arrays.stream(rows.schema().fields()).noneMatch(ParquetNanos::mayCountNanoseconds)) {
      return rows;
    }
    for (String name : columns(hadoop, files)) {
      // the least number stands for unknown, and has no multiple of a thousand below it
      Column nanos = nullif(RawReader.column(rows, name), lit(Long.MIN_VALUE));
      // towards the past also before 1970: division of whole numbers goes towards zero
      Column whole = nanos.minus(pmod(nanos, lit(NANOS_PER_MICRO)));
      Column micros = call_function("div", whole, lit(NANOS_PER_MICRO));
      instants.put(name, timestamp_micros(micros));
    }
    return instants.isEmpty() ? rows : rows.withColumns(instants);
  }

  /**
   * @throws BellwetherException when a column counts nanoseconds in one file, and in another is a
   *     number that says not of what
   */
  private static Set<String> columns(Configuration hadoop, List<RawFile> files) {
    Set<String> columns = new TreeSet<>();
    Set<String> numbers = new TreeSet<>();
    for (RawFile file : files) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
        for (Type field : reader.getFileMetaData().getSchema().getFields()) {
          (countsNanoseconds(field) ? columns : numbers).add(field.getName());
        }
      } catch (IOException e) {
        throw BellwetherException.data(
                file.path() + " cannot be read", String.valueOf(e.getMessage()), "deliver it again")
            .causedBy(e);
      }
    }
    for (String column : columns) {
      if (numbers.contains(column)) {
        throw BellwetherException.data(
            "column " + column + " counts nanoseconds in some Parquet files only",
            "in others it has another type, so that its values cannot be compared",
            "write the files anew with one type, or read them as two inputs");
      }
    }
    return columns;
  }

  /** Footers need not be read where Spark saw no number that could be one. */
  private static boolean mayCountNanoseconds(StructField field) {
    return field.dataType().equals(DataTypes.LongType);
  }

  private static boolean countsNanoseconds(Type field) {
    return field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation instant
        && instant.getUnit() == TimeUnit.NANOS;
  }
}
