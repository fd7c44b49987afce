package dev.bellwether.publish;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;

/**
 * What the footer of a Parquet file says of it.
 *
 * @param rows how many rows
 * @param schema its columns in order, by their Spark types
 * @param ranges what is known of the values of each plain column
 */
record Footer(long rows, List<Manifest.Field> schema, Map<String, Range> ranges) {

  /**
   * The values of a column.
   *
   * @param minimum the least number, or day since 1970-01-01; null when unknown or no number
   * @param maximum the greatest of them
   * @param nulls how many nulls, or -1 when unknown
   */
  record Range(BigDecimal minimum, BigDecimal maximum, long nulls) {
    Range and(Range other) {
      return new Range(
          minimum == null || other.minimum == null ? null : minimum.min(other.minimum),
          maximum == null || other.maximum == null ? null : maximum.max(other.maximum),
          nulls < 0 || other.nulls < 0 ? -1 : nulls + other.nulls);
    }
  }

  /** Reads the footer of a file. */
  static Footer read(String location, Configuration configuration) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(location), configuration))) {
      var schema =
          new ParquetToSparkSchemaConverter(SQLConf.get())
              .convert(reader.getFooter().getFileMetaData().getSchema());
      return new Footer(
          reader.getRecordCount(),
          Arrays.stream(schema.fields())
              .map(field -> new Manifest.Field(field.name(), field.dataType().catalogString()))
              .toList(),
          ranges(reader.getFooter().getBlocks()));
    } catch (IOException | RuntimeException e) {
      throw FooterCheck.broken(location, "it is not a readable Parquet file: " + e.getMessage())
          .causedBy(e);
    }
  }

  private static Map<String, Range> ranges(List<BlockMetaData> blocks) {
    Map<String, Range> ranges = new HashMap<>();
    for (BlockMetaData block : blocks) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        if (chunk.getPath().size() == 1) {
          ranges.merge(chunk.getPath().toDotString(), range(chunk), Range::and);
        }
      }
    }
    return ranges;
  }

  private static Range range(ColumnChunkMetaData chunk) {
    Statistics<?> statistics = chunk.getStatistics();
    long nulls = statistics.isNumNullsSet() ? statistics.getNumNulls() : -1;
    boolean known = statistics.hasNonNullValue();
    return new Range(
        known ? number(chunk, statistics.genericGetMin()) : null,
        known ? number(chunk, statistics.genericGetMax()) : null,
        nulls);
  }

  private static BigDecimal number(ColumnChunkMetaData chunk, Object value) {
    int scale =
        chunk.getPrimitiveType().getLogicalTypeAnnotation()
                instanceof DecimalLogicalTypeAnnotation decimal
            ? decimal.getScale()
            : -1;
    if (value instanceof Integer || value instanceof Long) {
      return BigDecimal.valueOf(((Number) value).longValue(), Math.max(scale, 0));
    } else if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
    } else if (value instanceof Binary binary && scale >= 0) {
      return new BigDecimal(new BigInteger(binary.getBytes()), scale);
    }
    return null;
  }
}
