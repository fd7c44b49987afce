package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files as pandas writes them, with instants in nanoseconds. */
class ParquetNanosTest extends SparkTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message rows { optional int64 seen_at (TIMESTAMP(NANOS,true)); required int64 n; }");

  @TempDir Path folder;

  @SafeVarargs
  private static void write(String file, UnaryOperator<Group>... rows) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(path, new Configuration()))
            .withType(SCHEMA)
            .build()) {
      for (UnaryOperator<Group> row : rows) {
        writer.write(row.apply(groups.newGroup()));
      }
    }
  }

  @Test
  void nanosecondsAreInstantsToTheMicrosecondAndNumbersStayNumbers() throws Exception {
    String file = folder.resolve("events.parquet").toString();
    write(
        file,
        row -> row.append("seen_at", 1_767_225_600_000_003_999L).append("n", 1L),
        row -> row.append("seen_at", -1L).append("n", 2L),
        row -> row.append("n", 3L),
        row -> row.append("seen_at", Long.MIN_VALUE).append("n", 4L));
    Dataset<Row> raw = spark().read().parquet(file);
    Dataset<Row> read = ParquetNanos.asTimestamps(raw, SCHEMA);
    assertThat(read.schema().apply("seen_at").dataType()).isEqualTo(DataTypes.TimestampType);
    assertThat(read.orderBy("n").selectExpr("CAST(seen_at AS string)", "n").collectAsList())
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly(
            "2026-01-01 00:00:00.000003 1", "1969-12-31 23:59:59.999999 2", "null 3", "null 4");
  }
}
