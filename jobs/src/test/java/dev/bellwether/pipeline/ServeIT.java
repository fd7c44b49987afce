package dev.bellwether.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.Launched;
import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.Contracts;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was published, asked by JDBC of a server that runs as a process of its own. */
class ServeIT extends SparkTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NIGHTS =
      "SELECT CAST(as_of_date AS STRING), COUNT(*) FROM history.account_health"
          + " GROUP BY as_of_date ORDER BY as_of_date";

  @TempDir private Path raw;
  @TempDir private Path home;

  @Test
  void nightsAreServedForReadingAndNewOnesAreFound() throws Exception {
    Path spark = SparkHome.find();
    SmallCompany company = new SmallCompany(raw);
    company.run(spark(), home, "2026-01-31", "2026-02-14");
    Process server =
        Launched.start(
            Map.of("SPARK_HOME", spark.toString()), "serve", "--port=0", "--home=" + home);
    try {
      String address = address(server);
      Driver driver = driver(spark);
      try (Connection connection = driver.connect(address, new Properties())) {
        assertThat(rows(connection, NIGHTS)).containsExactly("2026-01-31 4", "2026-02-14 4");
        assertThat(rows(connection, "SELECT account_name, as_of_date FROM account_dimension"))
            .isNotEmpty()
            .allMatch(row -> row.endsWith("2026-02-14"));
        assertColumnsAreTold(connection);
        assertNothingElseIsDone(connection);
      }
      company.usage("later", "2026-02-15");
      company.run(spark(), home, "2026-02-15");
      assertThat(nightsSoon(driver, address, 3)).last().asString().startsWith("2026-02-15");
    } finally {
      server.destroy();
    }
  }

  private static void assertColumnsAreTold(Connection connection) throws SQLException {
    List<String> told = new ArrayList<>();
    try (ResultSet columns =
        connection.getMetaData().getColumns(null, "current", "account_health", "%")) {
      while (columns.next()) {
        told.add(columns.getString("COLUMN_NAME") + ": " + columns.getString("REMARKS"));
      }
    }
    assertThat(told)
        .containsExactlyElementsOf(
            Contracts.of("account_health").columns().stream()
                .map(column -> column.name() + ": " + column.description())
                .toList());
  }

  private static void assertNothingElseIsDone(Connection connection) throws SQLException {
    for (String statement :
        List.of(
            "DROP TABLE current.account_health",
            "INSERT INTO current.scorecard_in_force SELECT * FROM current.scorecard_in_force",
            "INSERT OVERWRITE DIRECTORY '/tmp/never' USING csv SELECT 1",
            "CREATE TABLE current.mine USING csv AS SELECT 1 AS one",
            "SELECT * FROM text.`/etc/hostname`",
            "SELECT (SELECT max(value) FROM text.`/etc/hostname`)",
            "SELECT reflect('java.lang.System', 'getenv', 'BELLWETHER_HASH_KEY')",
            "SET spark.sql.variable.substitute = true",
            "SELECT TRANSFORM (1) USING 'cat' AS (one STRING)")) {
      assertThatThrownBy(() -> rows(connection, statement))
          .as(statement)
          .hasMessageContaining("this server is for reading its tables");
    }
    assertThat(rows(connection, "SELECT '${env:BELLWETHER_HASH_KEY}', '${system:user.name}'"))
        .as("nothing of the process is filled in")
        .containsExactly("${env:BELLWETHER_HASH_KEY} ${system:user.name}");
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        rows.add(result.getString(1) + " " + result.getString(2));
      }
    }
    return rows;
  }

  /** The nights that a new connection finds, once there are as many. */
  private static List<String> nightsSoon(Driver driver, String address, int wanted)
      throws Exception {
    Instant end = Instant.now().plus(SOON);
    List<String> nights;
    do {
      Thread.sleep(1000);
      try (Connection connection = driver.connect(address, new Properties())) {
        nights = rows(connection, NIGHTS);
      }
    } while (nights.size() < wanted && Instant.now().isBefore(end));
    assertThat(nights).hasSize(wanted);
    return nights;
  }

  private static String address(Process server) throws IOException {
    BufferedReader output = server.inputReader();
    StringBuilder told = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      told.append(line).append('\n');
      if (line.contains("jdbc:hive2:")) {
        return line.substring(line.indexOf("jdbc:hive2:"));
      }
    }
    throw new AssertionError("the server ended: " + told);
  }

  /** Hive's driver as Spark brings it, apart from the classes of the tests. */
  private static Driver driver(Path spark) throws Exception {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(spark.resolve("jars"))) {
      for (Path jar : files.toList()) {
        jars.add(jar.toUri().toURL());
      }
    }
    ClassLoader apart =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    return (Driver)
        apart.loadClass("org.apache.hive.jdbc.HiveDriver").getConstructor().newInstance();
  }
}
