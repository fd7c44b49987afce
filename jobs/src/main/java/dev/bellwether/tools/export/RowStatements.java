package dev.bellwether.tools.export;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.reading.TableRow;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.execution.datasources.jdbc.JdbcUtils;
import org.apache.spark.sql.jdbc.JdbcDialect;
import org.apache.spark.sql.jdbc.JdbcDialects;
import org.apache.spark.sql.jdbc.JdbcType;

/**
 * The statements by which rows go into a table of a database: plain SQL that all databases know,
 * with the names and types of columns as Spark's dialect of the database has them.
 *
 * @param table its name
 * @param columns what is written, in order
 * @param fields what the database calls them
 * @param key the columns by which rows are found
 */
record RowStatements(
    String table, List<Column> columns, Fields fields, List<String> key, JdbcDialect dialect) {
  private static final int ROWS_OF_A_BATCH = 1000;

  static JdbcDialect dialect(String url) {
    return JdbcDialects.get(url);
  }

  /** Whether there is such a table, or a view of that name. */
  boolean isThere(Connection connection) throws SQLException {
    String[] names = table.split("\\.", -1);
    String schema =
        names.length > 1 ? pattern(connection, names[names.length - 2]) : connection.getSchema();
    String last = pattern(connection, names[names.length - 1]);
    try (ResultSet found =
        connection.getMetaData().getTables(connection.getCatalog(), schema, last, null)) {
      return found.next();
    }
  }

  /** A name in the letters that the database keeps it in, and nothing in it that means any. */
  private static String pattern(Connection connection, String name) throws SQLException {
    DatabaseMetaData facts = connection.getMetaData();
    String upper = facts.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
    String kept = facts.storesLowerCaseIdentifiers() ? upper.toLowerCase(Locale.ROOT) : upper;
    return kept.replace("_", facts.getSearchStringEscape() + "_");
  }

  /** Makes the table, with the key as its primary key. */
  void create(Connection connection) throws SQLException {
    Stream<String> typed = columns.stream().map(column -> name(column) + " " + type(column));
    String primary = "PRIMARY KEY (" + named(key.stream()).collect(Collectors.joining(", ")) + ")";
    String parts = Stream.concat(typed, Stream.of(primary)).collect(Collectors.joining(", "));
    execute(connection, "CREATE TABLE " + table + " (" + parts + ")");
  }

  /** Deletes all rows. */
  void deleteAll(Connection connection) throws SQLException {
    execute(connection, "DELETE FROM " + table);
  }

  /** Deletes the rows of a day. */
  void delete(Connection connection, String column, LocalDate day) throws SQLException {
    String sql = "DELETE FROM " + table + " WHERE " + dialect.quoteIdentifier(column) + " = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, day);
      statement.executeUpdate();
    }
  }

  /** Adds rows. */
  void insert(Connection connection, List<TableRow> rows) throws SQLException {
    String names = columns.stream().map(this::name).collect(Collectors.joining(", "));
    String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    String sql = "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")";
    inBatches(connection, sql, columns, rows);
  }

  /** Changes the rows that the table has by key; those that it has not. */
  List<TableRow> update(Connection connection, List<TableRow> rows) throws SQLException {
    List<Column> others = columns.stream().filter(column -> !isKey(column)).toList();
    List<Column> keys = columns.stream().filter(this::isKey).toList();
    // where there is nothing but the key, it is set to what it is: that tells which rows are there
    List<Column> set = others.isEmpty() ? keys : others;
    String sql =
        "UPDATE %s SET %s WHERE %s".formatted(table, equal(set, ", "), equal(keys, " AND "));
    List<Column> order = Stream.concat(set.stream(), keys.stream()).toList();
    List<Integer> counts = inBatches(connection, sql, order, rows);
    List<TableRow> missing = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (counts.get(i) == Statement.SUCCESS_NO_INFO) {
        throw new SQLException("the driver does not tell which rows are there; use --mode night");
      }
      if (counts.get(i) == 0) {
        missing.add(rows.get(i));
      }
    }
    return missing;
  }

  private boolean isKey(Column column) {
    return key.contains(column.name());
  }

  private String equal(List<Column> some, String between) {
    return some.stream().map(column -> name(column) + " = ?").collect(Collectors.joining(between));
  }

  /** Runs a statement for each row; how many rows of the table each has changed. */
  private List<Integer> inBatches(
      Connection connection, String sql, List<Column> values, List<TableRow> rows)
      throws SQLException {
    List<Integer> counts = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int start = 0; start < rows.size(); start += ROWS_OF_A_BATCH) {
        for (TableRow row : rows.subList(start, Math.min(rows.size(), start + ROWS_OF_A_BATCH))) {
          set(statement, values, row);
          statement.addBatch();
        }
        for (int count : statement.executeBatch()) {
          counts.add(count);
        }
      }
    }
    return counts;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void set(PreparedStatement statement, List<Column> values, TableRow row)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      Optional<Object> value = Optional.ofNullable(row.values().get(values.get(i).name()));
      if (value.isPresent()) {
        statement.setObject(i + 1, value.get());
      } else {
        statement.setNull(i + 1, jdbcType(values.get(i)).jdbcNullType());
      }
    }
  }

  private String name(Column column) {
    return dialect.quoteIdentifier(fields.nameOf(column.name()));
  }

  private Stream<String> named(Stream<String> some) {
    return some.map(column -> dialect.quoteIdentifier(fields.nameOf(column)));
  }

  private String type(Column column) {
    return jdbcType(column).databaseTypeDefinition();
  }

  private JdbcType jdbcType(Column column) {
    return JdbcUtils.getJdbcType(column.type(), dialect);
  }
}
