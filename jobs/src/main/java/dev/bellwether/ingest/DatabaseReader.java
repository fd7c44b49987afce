package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import dev.bellwether.platform.config.Extract;
import dev.bellwether.platform.config.Source;
import java.util.Optional;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads what an input names of a database, by Spark's JDBC reader. */
public final class DatabaseReader {
  private static final String FETCH_SIZE = "10000";

  private DatabaseReader() {}

  /**
   * The rows of an input, by as many connections as it says; read when they are used.
   *
   * @param input its options go to the reader
   * @param extract what it reads of which database
   */
  public static Dataset<Row> rows(SparkSession spark, Source.Input input, Extract extract) {
    DataFrameReader reader = reader(spark, input, extract);
    Optional<Extract.Partitions> partitions = extract.partitions();
    if (partitions.isEmpty()) {
      return reader.load();
    }
    String column = partitions.get().column();
    Row bounds =
        reader(spark, input, extract)
            .load()
            .agg(min(col(column)).cast("string"), max(col(column)).cast("string"))
            .head();
    return bounds.isNullAt(0)
        ? reader.load()
        : reader
            .option("partitionColumn", column)
            .option("lowerBound", bounds.getString(0))
            .option("upperBound", bounds.getString(1))
            .option("numPartitions", partitions.get().count())
            .load();
  }

  private static DataFrameReader reader(SparkSession spark, Source.Input input, Extract extract) {
    return spark
        .read()
        .format("jdbc")
        .option("fetchsize", FETCH_SIZE)
        .options(input.options())
        .option("url", extract.database().url())
        .option("dbtable", extract.relation())
        .options(extract.database().credentials());
  }
}
