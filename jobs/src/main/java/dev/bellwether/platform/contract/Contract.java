package dev.bellwether.platform.contract;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a table promises: its columns, keys, checks and meaning, read from {@code schemas/}.
 *
 * @param name the table's name
 * @param layer its layer: staging, intermediate, features, marts or ops
 * @param description what it holds
 * @param grain one row per what
 * @param columns its columns in order
 * @param checks the rules that its rows keep
 * @param eventTime the column that says when a row happened (a fact is unseen before), or null
 * @param partitionedBy the columns that its storage is partitioned by
 * @param drivers what its features belong to; empty where it has no features
 * @param deletion what becomes of a row that the source deletes
 */
public record Contract(
    String name,
    String layer,
    String description,
    String grain,
    List<Column> columns,
    List<Check> checks,
    String eventTime,
    List<String> partitionedBy,
    List<Driver> drivers,
    Deletion deletion) {

  /** What a table promises whose rows no source can delete. */
  public Contract(
      String name,
      String layer,
      String description,
      String grain,
      List<Column> columns,
      List<Check> checks,
      String eventTime,
      List<String> partitionedBy) {
    this(
        name,
        layer,
        description,
        grain,
        columns,
        checks,
        eventTime,
        partitionedBy,
        List.of(),
        Deletion.GONE);
  }

  public Contract {
    columns = List.copyOf(columns);
    checks = List.copyOf(checks);
    partitionedBy = List.copyOf(partitionedBy);
    drivers = List.copyOf(drivers);
  }

  /** The primary key in order; no two rows share it. */
  public List<String> key() {
    return columns.stream()
        .filter(column -> column.keyPosition() > 0)
        .sorted(Comparator.comparingInt(Column::keyPosition))
        .map(Column::name)
        .toList();
  }

  /** The names of all columns in order. */
  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** The column of that name. */
  public Optional<Column> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }

  /** Whether the table has one slice per as-of date, and no others: what gets published. */
  public boolean isPerAsOfDate() {
    boolean isDated = !columns.isEmpty() && columns.get(0).name().equals("as_of_date");
    return isDated && partitionedBy.isEmpty();
  }

  /** The folder of the table in a home, which is a path or a URI. */
  public String folderIn(String home) {
    return home + "/warehouse/" + layer + "/" + name;
  }

  /** The schema of the table, each column's description as its comment. */
  public StructType schema() {
    StructField[] fields =
        columns.stream()
            .map(
                column ->
                    new StructField(
                            column.name(), column.type(), !column.required(), Metadata.empty())
                        .withComment(column.description()))
            .toArray(StructField[]::new);
    return new StructType(fields);
  }
}
