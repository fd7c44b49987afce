package dev.bellwether.tools.draft;

import dev.bellwether.ingest.DatabaseReader;
import dev.bellwether.platform.config.Extract;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.errors.BellwetherException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Finds the inputs in a database: each table and view that its user may see is one. */
final class DatabaseInputs {
  private static final String OF_THE_SYSTEM = "(?i)pg_.*|information_schema|sys|sysibm|mysql";

  private final SparkSession spark;
  private final Extract.Database database;

  DatabaseInputs(SparkSession spark, Extract.Database database) {
    this.spark = spark;
    this.database = database;
  }

  /**
   * A table.
   *
   * @param schema its schema; null where the database has none
   * @param name its name
   * @param relation both as SQL writes them
   */
  private record Table(String schema, String name, String relation) {}

  /**
   * Looks at all tables.
   *
   * @throws BellwetherException when the database cannot be read
   */
  RawInput.Found find() {
    List<Table> tables = tables();
    List<RawInput> inputs = new ArrayList<>();
    Map<String, String> leftOut = new TreeMap<>();
    for (Table table : tables) {
      boolean isAlone =
          tables.stream().filter(other -> other.name().equals(table.name())).count() == 1;
      String name = isAlone ? table.name() : table.schema() + "_" + table.name();
      try {
        inputs.add(input(SourceWords.plain(name), table));
      } catch (Exception e) {
        leftOut.put(
            table.relation(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }
    return new RawInput.Found(inputs, leftOut);
  }

  private RawInput input(String name, Table table) {
    Extract extract = new Extract(database, table.relation(), Optional.empty(), Optional.empty());
    Source.Input input =
        new Source.Input(
            "jdbc",
            "",
            Source.Mode.SNAPSHOT,
            new Source.Arrival(Source.ArrivalKind.FIRST_SEEN, null),
            false,
            true,
            Map.of(),
            List.of(),
            Optional.of(extract));
    Dataset<Row> rows = DatabaseReader.rows(spark, input, extract);
    return new RawInput(
        name,
        "jdbc",
        table.relation(),
        Source.Mode.SNAPSHOT,
        Map.of(),
        RawInputs.columns(rows),
        rows);
  }

  private List<Table> tables() {
    try (Connection connection = database.connect();
        ResultSet found =
            connection
                .getMetaData()
                .getTables(connection.getCatalog(), null, "%", new String[] {"TABLE", "VIEW"})) {
      List<Table> tables = new ArrayList<>();
      while (found.next()) {
        String schema = found.getString("TABLE_SCHEM");
        if (schema == null || !schema.matches(OF_THE_SYSTEM)) {
          tables.add(table(connection.getMetaData(), schema, found.getString("TABLE_NAME")));
        }
      }
      return tables;
    } catch (SQLException e) {
      throw BellwetherException.configuration(
              "the database cannot be looked into",
              String.valueOf(e.getMessage()),
              "check its address, user and password, and that its driver is in jobs/target/lib")
          .causedBy(e);
    }
  }

  private static Table table(DatabaseMetaData facts, String schema, String name)
      throws SQLException {
    String relation = (schema == null ? "" : written(facts, schema) + ".") + written(facts, name);
    return new Table(schema, name, relation);
  }

  /** A name that SQL would read in other letters stands in quotes. */
  private static String written(DatabaseMetaData facts, String name) throws SQLException {
    String plain = facts.storesUpperCaseIdentifiers() ? "[A-Z_][A-Z0-9_]*" : "[a-z_][a-z0-9_]*";
    String quote = facts.getIdentifierQuoteString().strip();
    return name.matches(plain) ? name : quote + name.replace(quote, quote + quote) + quote;
  }
}
