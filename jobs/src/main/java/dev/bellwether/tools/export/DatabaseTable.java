package dev.bellwether.tools.export;

import dev.bellwether.platform.config.Extract;
import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.reading.TableRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A table of a database that a night of a published table is written into, in one transaction:
 * readers find what was there before or all of the night. It is made where it is not there.
 */
public final class DatabaseTable {
  /** The date of a night, as a column of every published table. */
  static final String NIGHT = "as_of_date";

  private static final String NAMES = "[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,2}";

  private final Extract.Database database;
  private final String name;

  /** What becomes of the rows that the database's table has. */
  public enum Mode {
    /** All of them go: the table holds this night alone. */
    REPLACE,
    /** Those of the same night go: the table holds each night once. */
    NIGHT,
    /** Those of the same key become what they are now, new ones are added, and others stay. */
    UPSERT
  }

  /**
   * @param name its name, with a schema or without
   * @throws BellwetherException when it cannot be a name
   */
  public DatabaseTable(Extract.Database database, String name) {
    if (!name.matches(NAMES)) {
      throw BellwetherException.configuration(
          "\"" + name + "\" cannot name a table",
          "it must be letters, digits and _, with a schema before a dot or without",
          "write --table bi.account_health, for example");
    }
    this.database = database;
    this.name = name;
  }

  /**
   * Writes a night.
   *
   * @param contract of the published table
   * @param fields the columns to write, each with its name in the database
   * @param key the columns by which rows are found; those of the table's primary key where it is
   *     made
   * @throws BellwetherException when it cannot be written; nothing is changed then
   */
  public void write(
      Contract contract,
      Fields fields,
      List<String> key,
      LocalDate night,
      List<TableRow> rows,
      Mode mode) {
    requireUnique(key.stream().map(fields::nameOf).toList(), key, rows);
    List<Column> columns =
        fields.names().keySet().stream()
            .map(column -> contract.column(column).orElseThrow())
            .toList();
    RowStatements statements =
        new RowStatements(name, columns, fields, key, RowStatements.dialect(database.url()));
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      try {
        write(connection, statements, fields, night, rows, mode);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw BellwetherException.configuration(
              name + " was not written, and nothing in it was changed",
              reason(e),
              "mend what the database names; for a connection check its address, user and"
                  + " password, and that its driver is in jobs/target/lib")
          .causedBy(e);
    }
  }

  /** By a key that several rows share, some would be lost. */
  private static void requireUnique(List<String> names, List<String> key, List<TableRow> rows) {
    Set<List<Object>> seen = new HashSet<>();
    for (TableRow row : rows) {
      List<Object> values = key.stream().map(column -> row.values().get(column)).toList();
      if (!seen.add(values)) {
        throw BellwetherException.configuration(
            "several rows have the same " + String.join(", ", names) + ", such as " + values,
            "rows of the database are found by it",
            "name all columns of the table's key by --key");
      }
    }
  }

  private static void write(
      Connection connection,
      RowStatements statements,
      Fields fields,
      LocalDate night,
      List<TableRow> rows,
      Mode mode)
      throws SQLException {
    if (!statements.isThere(connection)) {
      statements.create(connection);
    }
    switch (mode) {
      case REPLACE -> {
        statements.deleteAll(connection);
        statements.insert(connection, rows);
      }
      case NIGHT -> {
        statements.delete(connection, fields.nameOf(NIGHT), night);
        statements.insert(connection, rows);
      }
      case UPSERT -> statements.insert(connection, statements.update(connection, rows));
    }
  }

  /** What the database says; of a batch that failed, what its first row failed for. */
  private static String reason(SQLException e) {
    SQLException first = e.getNextException() == null ? e : e.getNextException();
    return String.valueOf(first.getMessage());
  }
}
