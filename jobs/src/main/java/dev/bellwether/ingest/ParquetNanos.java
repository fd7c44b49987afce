package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.timestamp_micros;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Instants that Parquet files count in nanoseconds, as pandas writes them. Spark has no such type
 * and reads them as numbers; here they are instants again, to the microsecond, or date-times
 * without a zone where the file says so.
 */
final class ParquetNanos {
  private static final long NANOS_PER_MICRO = 1000;

  private ParquetNanos() {}

  /** The rows of files of a schema, with their columns of nanoseconds as timestamps. */
  static Dataset<Row> asTimestamps(Dataset<Row> rows, MessageType schema) {
    Map<String, Column> instants = new LinkedHashMap<>();
    for (Type field : schema.getFields()) {
      if (field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation instant
          && instant.getUnit() == TimeUnit.NANOS) {
        Column micros = micros(RawReader.column(rows, field.getName()));
        instants.put(
            field.getName(),
            instant.isAdjustedToUTC() ? micros : micros.cast(DataTypes.TimestampNTZType));
      }
    }
    return instants.isEmpty() ? rows : rows.withColumns(instants);
  }

  private static Column micros(Column counted) {
    // the least number stands for unknown, and has no multiple of a thousand below it
    Column nanos = nullif(counted, lit(Long.MIN_VALUE));
    // towards the past also before 1970: division of whole numbers goes towards zero
    Column whole = nanos.minus(pmod(nanos, lit(NANOS_PER_MICRO)));
    return timestamp_micros(call_function("div", whole, lit(NANOS_PER_MICRO)));
  }
}
