package dev.bellwether.reading;

import dev.bellwether.publish.ExportedNight;
import dev.bellwether.publish.Manifest;
import dev.bellwether.publish.Publications;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
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
import org.apache.hadoop.conf.Configuration;

/** The Parquet files of one table of a publication. */
public final class PublishedFiles implements TableFiles {
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+), ?(\\d+)\\)");
  private static final Pattern ARRAY = Pattern.compile("array<(.+)>");

  /** The types that Spark's SQL names otherwise than Delta does. */
  private static final Map<String, String> NAMES =
      Map.of("tinyint", "byte", "smallint", "short", "int", "integer", "bigint", "long");

  private final Engine engine;
  private final ExportedNight night;
  private final Manifest.Table table;

  private PublishedFiles(Engine engine, ExportedNight night, Manifest.Table table) {
    this.engine = engine;
    this.night = night;
    this.table = table;
  }

  /** The files of a table in a night's latest publication, or in the current one. */
  public static Optional<TableFiles> open(
      Configuration configuration, String home, String table, Optional<LocalDate> night) {
    return night(configuration, home, night)
        .flatMap(found -> of(DefaultEngine.create(configuration), found, table));
  }

  /** The files of a table of a night, which may still be about to be published. */
  static Optional<TableFiles> of(Engine engine, ExportedNight night, String table) {
    return night.table(table).map(found -> new PublishedFiles(engine, night, found));
  }

  private static Optional<ExportedNight> night(
      Configuration configuration, String home, Optional<LocalDate> date) {
    Publications publications = Publications.read(home, configuration);
    return date.isPresent() ? publications.night(date.get()) : publications.currentNight();
  }

  /** Where those files are. */
  public static Optional<List<String>> paths(
      Configuration configuration, String home, String table, Optional<LocalDate> night) {
    return night(configuration, home, night)
        .flatMap(
            found ->
                found.table(table).map(of -> of.files().stream().map(found::location).toList()));
  }

  @Override
  public StructType schema() {
    StructType schema = new StructType();
    for (Manifest.Field field : table.schema()) {
      schema = schema.add(field.name(), type(field.type()));
    }
    return schema;
  }

  @Override
  public Optional<LocalDate> latestDate() {
    return Optional.of(night.asOfDate());
  }

  @Override
  public CloseableIterator<FilteredColumnarBatch> read(
      StructType columns, Optional<Predicate> filter) {
    Iterator<FileStatus> files =
        table.files().stream()
            .map(file -> FileStatus.of(night.location(file), file.bytes(), 0))
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
