package dev.bellwether.platform.warehouse;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Data files for a Delta table, written and told, but not yet part of it. */
final class WrittenFiles {
  private static final String NO_MARKER = "mapreduce.fileoutputcommitter.marksuccessfuljobs";

  private WrittenFiles() {}

  /**
   * Writes rows into a folder of their own within the table's; what a killed run leaves there
   * belongs to no table.
   *
   * @param described the columns whose least and greatest values the log is to know
   * @return the files that have rows
   */
  static List<DataFileStatus> write(
      Dataset<Row> rows, String table, List<String> described, Configuration configuration) {
    Path folder = new Path(table, UUID.randomUUID().toString());
    rows.write().option(NO_MARKER, "false").parquet(folder.toString());
    Waypoints.pass("after files of " + table.substring(table.lastIndexOf('/') + 1));
    List<DataFileStatus> written = new ArrayList<>();
    try {
      for (FileStatus file : folder.getFileSystem(configuration).listStatus(folder)) {
        if (file.getPath().getName().endsWith(".parquet")) {
          describe(file, rows.schema(), described, configuration).ifPresent(written::add);
        }
      }
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException("what was written to " + folder + " cannot be read", e);
    }
  }

  private static Optional<DataFileStatus> describe(
      FileStatus file, StructType schema, List<String> described, Configuration configuration)
      throws IOException {
    List<BlockMetaData> blocks;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(file, configuration))) {
      blocks = reader.getFooter().getBlocks();
    }
    long rows = blocks.stream().mapToLong(BlockMetaData::getRowCount).sum();
    if (rows == 0) {
      return Optional.empty();
    }
    Map<Column, Literal> least = new HashMap<>();
    Map<Column, Literal> greatest = new HashMap<>();
    Map<Column, Long> nulls = new HashMap<>();
    for (String name : described) {
      DataType type = schema.apply(name).dataType();
      range(blocks, name)
          .ifPresent(
              range -> {
                literal(type, range.genericGetMin()).ifPresent(l -> least.put(column(name), l));
                literal(type, range.genericGetMax()).ifPresent(l -> greatest.put(column(name), l));
                nulls.put(column(name), range.getNumNulls());
              });
    }
    return Optional.of(
        new DataFileStatus(
            file.getPath().toString(),
            file.getLen(),
            file.getModificationTime(),
            Optional.of(new DataFileStatistics(rows, least, greatest, nulls, Optional.empty()))));
  }

  /** The range of a column over all parts of a file, if all of them know it. */
  private static Optional<Statistics<?>> range(List<BlockMetaData> blocks, String name) {
    Statistics<?> range = null;
    for (BlockMetaData block : blocks) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        if (chunk.getPath().toDotString().equals(name)) {
          Statistics<?> part = chunk.getStatistics();
          if (part == null || !part.isNumNullsSet() || !part.hasNonNullValue()) {
            return Optional.empty();
          }
          if (range == null) {
            range = part.copy();
          } else {
            range.mergeStatistics(part);
          }
        }
      }
    }
    return Optional.ofNullable(range);
  }

  private static Optional<Literal> literal(DataType type, Object value) {
    if (type instanceof DateType) {
      return Optional.of(Literal.ofDate((Integer) value));
    } else if (type instanceof IntegerType) {
      return Optional.of(Literal.ofInt((Integer) value));
    } else if (type instanceof LongType) {
      return Optional.of(Literal.ofLong((Long) value));
    } else if (type instanceof StringType) {
      return Optional.of(Literal.ofString(((Binary) value).toStringUsingUTF8()));
    }
    return Optional.empty();
  }

  private static Column column(String name) {
    return new Column(name);
  }
}
