package dev.bellwether.platform.warehouse;

import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The files of a Delta table as Spark reads them: their names and sizes are known from the log, so
 * that nothing is listed.
 */
final class LoggedFiles implements FileIndex {
  private final Path root;
  private final List<StoredFile> files;

  private LoggedFiles(String root, List<StoredFile> files) {
    this.root = new Path(root);
    this.files = List.copyOf(files);
  }

  /** The rows in these files of a table. */
  static Dataset<Row> read(
      SparkSession spark, String root, StructType schema, List<StoredFile> files) {
    return spark.baseRelationToDataFrame(
        new HadoopFsRelation(
            new LoggedFiles(root, files),
            new StructType(),
            schema,
            Option.empty(),
            new ParquetFileFormat(),
            Map$.MODULE$.empty(),
            spark));
  }

  @Override
  public Seq<Path> rootPaths() {
    return seq(List.of(root));
  }

  @Override
  public Seq<PartitionDirectory> listFiles(
      Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
    FileStatus[] statuses = files.stream().map(LoggedFiles::status).toArray(FileStatus[]::new);
    return seq(List.of(PartitionDirectory.apply(InternalRow.empty(), statuses)));
  }

  private static FileStatus status(StoredFile file) {
    return new FileStatus(
        file.added().getSize(),
        false,
        0,
        1,
        file.added().getModificationTime(),
        new Path(file.location()));
  }

  @Override
  public String[] inputFiles() {
    return files.stream().map(StoredFile::location).toArray(String[]::new);
  }

  @Override
  public void refresh() {
    // a version of a table never changes
  }

  @Override
  public long sizeInBytes() {
    return files.stream().mapToLong(file -> file.added().getSize()).sum();
  }

  @Override
  public StructType partitionSchema() {
    return new StructType();
  }

  private static <T> Seq<T> seq(List<T> items) {
    return CollectionConverters.asScala(items).toSeq();
  }
}
