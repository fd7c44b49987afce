package dev.bellwether.tools.serve;

import dev.bellwether.ingest.RawReader;
import dev.bellwether.platform.contract.Column;
import dev.bellwether.publish.PublishedTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The schemas {@code current}, the latest night, and {@code history}, every night in its latest
 * revision that stands, with the contracts' columns and comments: what views.sql is for DuckDB.
 */
public final class ServedSchemas {
  private static final String CURRENT = "current";
  private static final String HISTORY = "history";

  private final SparkSession spark;
  private Map<String, Served> served = Map.of();

  /** Makes both schemas, without tables, for all sessions of Spark's context. */
  public ServedSchemas(SparkSession spark) {
    this.spark = spark;
    spark.sql("CREATE DATABASE IF NOT EXISTS " + CURRENT);
    spark.sql("CREATE DATABASE IF NOT EXISTS " + HISTORY);
  }

  /** One table of a schema; {@code files} is the pattern that exactly its folders meet. */
  private record Served(StructType schema, String comment, String files) {
    /** Whether the other one is the same but for where its files are. */
    boolean differsInFilesFrom(Served other) {
      return new Served(schema, comment, other.files).equals(other) && !files.equals(other.files);
    }
  }

  /**
   * Makes these the tables that connections find: those that are the same stay as they are. A
   * connection that has read a table goes on reading the nights that it found there.
   *
   * @return the number of tables of both schemas
   */
  public int show(List<PublishedTable> tables) {
    Map<String, Served> wanted = wanted(tables);
    served.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(this::drop);
    wanted.forEach(this::replace);
    served = wanted;
    return served.size();
  }

  private void replace(String name, Served table) {
    Served before = served.get(name);
    if (before == null) {
      create(name, table);
    } else if (before.differsInFilesFrom(table)) {
      move(name, table);
    } else if (!before.equals(table)) {
      drop(name);
      create(name, table);
    }
  }

  private void drop(String name) {
    spark.sql("DROP TABLE " + name);
  }

  /** At no moment is the table not there. */
  private void move(String name, Served table) {
    String path = table.files.replace("\\", "\\\\").replace("'", "\\'");
    spark.sql("ALTER TABLE " + name + " SET LOCATION '" + path + "'");
  }

  private void create(String name, Served table) {
    spark
        .catalog()
        .createTable(name, "parquet", table.schema(), table.comment(), Map.of("path", table.files));
  }

  private static Map<String, Served> wanted(List<PublishedTable> tables) {
    Map<String, Served> wanted = new HashMap<>();
    for (PublishedTable table : tables) {
      table
          .current()
          .ifPresent(
              folder -> wanted.put(CURRENT + "." + table.name(), served(table, List.of(folder))));
      wanted.put(HISTORY + "." + table.name(), served(table, table.nights()));
    }
    return wanted;
  }

  private static Served served(PublishedTable table, List<String> folders) {
    List<Column> columns = table.columns().isEmpty() ? table.contract().columns() : table.columns();
    StructType schema = new StructType();
    for (Column column : columns) {
      schema = schema.add(column.name(), column.type(), true, column.description());
    }
    return new Served(schema, table.comment(), files(folders));
  }

  /** {@code PUBLISHED/{NIGHT,NIGHT}/TABLE}: a table has one path, which may be a pattern. */
  private static String files(List<String> folders) {
    Path one = new Path(folders.get(0));
    String published = RawReader.pattern(one.getParent().getParent().toString());
    String nights =
        folders.stream()
            .map(folder -> new Path(folder).getParent().getName())
            .collect(Collectors.joining(",", "{", "}"));
    return published + "/" + nights + "/" + one.getName();
  }
}
