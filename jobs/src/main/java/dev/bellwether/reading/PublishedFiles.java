package dev.bellwether.reading;

import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.Publications;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BasePrimitiveType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Parquet files of one table of a publication. */
public final class PublishedFiles implements TableFiles {
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+), ?(\\d+)\\)");
  private static final Pattern ARRAY = Pattern.compile("array<(.+)>");

  /** The types that Spark's SQL names otherwise than Delta does. */
  private static final Map<String, String> NAMES =
      Map.of("tinyint", "byte", "smallint", "short", "int", "integer", "bigint", "long");

  private final Engine engine;
  private final Published published;

  /** A table of a publication. */
  private record Published(Publications publications, Manifest manifest, Manifest.Table table) {

    static Optional<Published> find(String home, String table, Optional<LocalDate> night) {
      Publications publications = Publications.read(home);
      Optional<Manifest> manifest =
          night.isPresent()
              ? publications.latest(night.get())
              : publications.current().map(publications::manifest);
      return manifest
          .filter(found -> found.tables().containsKey(table))
          .map(found -> new Published(publications, found, found.tables().get(table)));
    }

    String path(Manifest.DataFile file) {
      return publications.location(manifest.id(), file.path());
    }
  }

  private PublishedFiles(Engine engine, Published published) {
    this.engine = engine;
    this.published = published;
  }

  /** The files of a table in a night's latest publication, or in the current one. */
  public static Optional<TableFiles> open(
      Engine engine, String home, String table, Optional<LocalDate> night) {
    return Published.find(home, table, night).map(found -> new PublishedFiles(engine, found));
  }

  /** Where those files are. */
  public static Optional<List<String>> paths(String home, String table, Optional<LocalDate> night) {
    return Published.find(home, table, night)
        .map(found -> found.table().files().stream().map(found::path).toList());
  }

  @Override
  public StructType schema() {
    StructType schema = new StructType();
    for (Manifest.Field field : published.table().schema()) {
      schema = schema.add(field.name(), type(field.type()));
    }
    return schema;
  }

  @Override
  public Optional<LocalDate> latestDate() {
    return Optional.of(published.manifest().asOfDate());
  }

  @Override
  public CloseableIterator<FilteredColumnarBatch> read(
      StructType columns, Optional<Predicate> filter) {
    Iterator<FileStatus> files =
        published.table().files().stream()
            .map(file -> FileStatus.of(published.path(file), file.bytes(), 0))
            .iterator();
    try {
      return engine
          .getParquetHandler()
          .readParquetFiles(Utils.toCloseableIterator(files), columns, filter)
          .map(result -> new FilteredColumnarBatch(result.getData(), Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A type as the manifest names it, which is Spark's SQL. */
  static DataType type(String name) {
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      return new DecimalType(
          Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    Matcher array = ARRAY.matcher(name);
    if (array.matches()) {
      return new ArrayType(type(array.group(1)), true);
    }
    String plain = NAMES.getOrDefault(name, name);
    return BasePrimitiveType.isPrimitiveType(plain)
        ? BasePrimitiveType.createPrimitive(plain)
        : bySpark(name);
  }

  /** The rare types with parts, by way of Spark's parser, which takes long to load. */
  private static DataType bySpark(String name) {
    org.apache.spark.sql.types.StructType one =
        new org.apache.spark.sql.types.StructType()
            .add("only", org.apache.spark.sql.types.DataType.fromDDL(name));
    return DataTypeJsonSerDe.deserializeStructType(one.json()).at(0).getDataType();
  }
}
