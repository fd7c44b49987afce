package dev.bellwether.publish;

import dev.bellwether.platform.contract.Column;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of {@code published/views.sql}: for DuckDB, each published table as a view in the schema
 * {@code current}, of the latest night, and in {@code history}, of every night in its latest
 * revision that stands. Comments are those of the contracts.
 *
 * <p>Who asks two questions of the views reads one publication.
 */
final class DuckDbViews {
  static final String FILE = "views.sql";

  private static final String CURRENT = "\"current\"";
  private static final String HISTORY = "history";

  private final Storage storage;

  DuckDbViews(Storage storage) {
    this.storage = storage;
  }

  /** Writes the file where it would not be the same; without a publication there is none. */
  void write() {
    List<PublishedTable> tables = PublishedTables.of(storage);
    if (tables.isEmpty()) {
      storage.delete(FILE);
      return;
    }
    String text = text(tables);
    if (!storage.exists(FILE) || !storage.read(FILE).equals(text)) {
      storage.write(FILE, text);
    }
  }

  private static String text(List<PublishedTable> tables) {
    StringBuilder sql = new StringBuilder();
    sql.append("-- Made by Bellwether with each publication. In DuckDB: .read '");
    sql.append(FILE).append("'\n");
    for (String schema : List.of(CURRENT, HISTORY)) {
      sql.append("DROP SCHEMA IF EXISTS ").append(schema).append(" CASCADE;\n");
      sql.append("CREATE SCHEMA ").append(schema).append(";\n");
    }
    for (PublishedTable table : tables) {
      table.current().ifPresent(folder -> addView(sql, CURRENT, table, List.of(folder)));
      addView(sql, HISTORY, table, table.nights());
    }
    return sql.toString();
  }

  private static void addView(
      StringBuilder sql, String schema, PublishedTable table, List<String> folders) {
    String view = schema + "." + table.name();
    String files =
        folders.stream()
            .map(folder -> literal(PublishedTable.files(folder)))
            .collect(Collectors.joining(",\n  "));
    sql.append("CREATE VIEW ").append(view).append(" AS SELECT * FROM read_parquet([\n  ");
    sql.append(files).append("],\n  union_by_name = true);\n");
    comment(sql, "VIEW " + view, table.comment());
    for (Column column : table.columns()) {
      comment(sql, "COLUMN " + view + "." + quoted(column.name()), column.description());
    }
  }

  private static void comment(StringBuilder sql, String of, String text) {
    sql.append("COMMENT ON ").append(of).append(" IS ").append(literal(text)).append(";\n");
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String quoted(String name) {
    return "\"" + name + "\"";
  }
}
