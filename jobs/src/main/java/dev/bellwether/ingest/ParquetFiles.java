package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.errors.BellwetherException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the Parquet files of an input, each by its own schema: pandas writes a column as whole
 * numbers, as fractions or without a type, as its values of the day have it. Where types differ,
 * values are those of a type that holds both.
 */
final class ParquetFiles {
  private final String inputName;
  private final SparkSession spark;
  private final BiFunction<StructType, List<RawFile>, Dataset<Row>> load;

  /**
   * @param load reads files of one schema as they are
   */
  ParquetFiles(
      String inputName,
      SparkSession spark,
      BiFunction<StructType, List<RawFile>, Dataset<Row>> load) {
    this.inputName = inputName;
    this.spark = spark;
    this.load = load;
  }

  /** Files of one schema, read. */
  private record Part(Dataset<Row> rows, RawFile anyFile) {}

  /** A column as some file has it. */
  private record Typed(String name, DataType type, RawFile file) {}

  /**
   * The rows of all files. A column that is of no type in any of them holds nothing.
   *
   * @throws BellwetherException when a column's types have nothing in common
   */
  Dataset<Row> read(ParquetFooters footers) {
    List<Part> parts = new ArrayList<>();
    footers
        .groups()
        .forEach((schema, some) -> parts.add(new Part(rows(schema, some), some.get(0))));
    return withUntyped(parts.size() == 1 ? parts.get(0).rows() : together(parts), footers);
  }

  private Dataset<Row> together(List<Part> parts) {
    Map<String, Typed> columns = new LinkedHashMap<>();
    for (Part part : parts) {
      for (StructField field : part.rows().schema().fields()) {
        Typed typed = new Typed(field.name(), field.dataType(), part.anyFile());
        columns.merge(field.name().toLowerCase(Locale.ROOT), typed, this::common);
      }
    }
    return parts.stream()
        .map(part -> in(columns, part.rows()))
        .reduce(Dataset::unionByName)
        .orElseThrow();
  }

  private static Dataset<Row> withUntyped(Dataset<Row> rows, ParquetFooters footers) {
    Set<String> absent = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    absent.addAll(footers.untyped());
    Arrays.asList(rows.columns()).forEach(absent::remove);
    Map<String, Column> nothing = new LinkedHashMap<>();
    absent.forEach(name -> nothing.put(name, lit(null).cast(DataTypes.StringType)));
    return nothing.isEmpty() ? rows : rows.withColumns(nothing);
  }

  private Dataset<Row> rows(MessageType schema, List<RawFile> files) {
    StructType columns =
        new ParquetToSparkSchemaConverter(spark.sessionState().conf()).convert(schema);
    return ParquetNanos.asTimestamps(load.apply(columns, files), schema);
  }

  private Typed common(Typed one, Typed other) {
    return CommonType.of(one.type(), other.type())
        .map(type -> new Typed(one.name(), type, one.file()))
        .orElseThrow(
            () ->
                BellwetherException.configuration(
                    "input " + inputName + ": the column " + one.name() + " has two types",
                    "it is "
                        + one.type().simpleString()
                        + " in "
                        + one.file().path()
                        + ", and "
                        + other.type().simpleString()
                        + " in "
                        + other.file().path()
                        + ", whose values cannot be compared",
                    "write the files anew with one type, or read them as two inputs"));
  }

  private static Dataset<Row> in(Map<String, Typed> columns, Dataset<Row> rows) {
    Map<String, StructField> present = new LinkedHashMap<>();
    for (StructField field : rows.schema().fields()) {
      present.put(field.name().toLowerCase(Locale.ROOT), field);
    }
    List<Column> selected = new ArrayList<>();
    columns.forEach(
        (key, typed) -> {
          StructField field = present.get(key);
          Column value =
              field == null
                  ? lit(null).cast(typed.type())
                  : CommonType.cast(
                      RawReader.column(rows, field.name()), field.dataType(), typed.type());
          selected.add(value.as(typed.name()));
        });
    return rows.select(selected.toArray(Column[]::new));
  }
}
