package dev.bellwether.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.package$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport$;
import org.apache.spark.sql.execution.datasources.parquet.SparkToParquetSchemaConverter;
import org.apache.spark.sql.types.StructType;

/** A Parquet file without rows, just as Spark would write it, without a query of Spark. */
final class EmptyFile {
  private static final String VERSION = "org.apache.spark.version";

  private EmptyFile() {}

  /**
   * Writes the file.
   *
   * @param table the table whose columns it has; its rows do not matter
   */
  @SuppressWarnings("deprecation") // Parquet offers no other constructor without encryption
  static void write(Dataset<Row> table, String location) {
    StructType schema = table.schema().asNullable();
    MessageType columns =
        new SparkToParquetSchemaConverter(table.sparkSession().sessionState().conf())
            .convert(schema);
    try {
      ParquetFileWriter writer =
          new ParquetFileWriter(
              HadoopOutputFile.fromPath(
                  new Path(location), table.sparkSession().sessionState().newHadoopConf()),
              columns,
              ParquetFileWriter.Mode.OVERWRITE,
              ParquetWriter.DEFAULT_BLOCK_SIZE,
              0);
      writer.start();
      writer.end(
          Map.of(
              VERSION,
              package$.MODULE$.SPARK_VERSION_SHORT(),
              ParquetReadSupport$.MODULE$.SPARK_METADATA_KEY(),
              schema.json()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + location, e);
    }
  }
}
