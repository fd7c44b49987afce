package dev.bellwether.tools.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.ingest.PostgresServer;
import dev.bellwether.platform.config.Extract;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.reading.TableRow;
import dev.bellwether.tools.export.DatabaseTable.Mode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Published rows in a real PostgreSQL. */
class DatabaseTableTest {
  private static final LocalDate FRIDAY = LocalDate.parse("2026-06-26");
  private static final LocalDate MONDAY = LocalDate.parse("2026-06-29");
  private static final Contract RISK = Contracts.of("renewal_risk");
  private static final List<String> COLUMNS =
      List.of(
          "as_of_date",
          "account_id",
          "band",
          "score",
          "rank",
          "available_to_renew_arr",
          "auto_renew",
          "decision_date=decides_on");

  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void empty() throws SQLException {
    server.sql("DROP SCHEMA IF EXISTS bi CASCADE", "CREATE SCHEMA bi");
  }

  @Test
  void aTableIsMadeAndHoldsTheNightThatWasWrittenLast() throws SQLException {
    write(Mode.REPLACE, FRIDAY, row("a", FRIDAY, "green"), row("b", FRIDAY, "red"));
    assertThat(types())
        .containsEntry("as_of_date", "date")
        .containsEntry("score", "double precision")
        .containsEntry("available_to_renew_arr", "numeric")
        .containsEntry("auto_renew", "boolean")
        .containsEntry("decides_on", "date");

    List<TableRow> rows =
        IntStream.range(0, 2_345)
            .mapToObj(i -> row("a" + i, MONDAY, i % 2 == 0 ? "it's \"green\"" : null))
            .toList();
    write(Mode.REPLACE, MONDAY, rows.toArray(TableRow[]::new));

    assertThat(stored()).containsExactlyInAnyOrderElementsOf(expected(rows));
  }

  @Test
  void nightsStandBesideEachOtherAndEachOnce() throws SQLException {
    write(Mode.NIGHT, FRIDAY, row("a", FRIDAY, "green"), row("b", FRIDAY, "red"));
    write(Mode.NIGHT, MONDAY, row("a", MONDAY, "yellow"));
    write(Mode.NIGHT, FRIDAY, row("a", FRIDAY, "red"));

    assertThat(stored())
        .containsExactlyInAnyOrderElementsOf(
            expected(List.of(row("a", FRIDAY, "red"), row("a", MONDAY, "yellow"))));
  }

  @Test
  void anUpsertChangesAndAddsRowsAndLeavesOthersAndOtherColumns() throws SQLException {
    server.sql(
        "CREATE TABLE bi.renewal_risk (id text PRIMARY KEY, band text, note text)",
        "INSERT INTO bi.renewal_risk VALUES ('a', 'green', 'ours'), ('z', 'red', 'gone')");
    Fields fields = Fields.of(List.of("account_id=id", "band"), List.of("account_id", "band"));
    table()
        .write(
            RISK,
            fields,
            List.of("account_id"),
            MONDAY,
            List.of(row("a", MONDAY, null), row("b", MONDAY, "red")),
            Mode.UPSERT);

    assertThat(rows("SELECT id, band, note FROM bi.renewal_risk"))
        .containsExactlyInAnyOrder(
            values("id", "a", "band", null, "note", "ours"),
            values("id", "b", "band", "red", "note", null),
            values("id", "z", "band", "red", "note", "gone"));
  }

  @Test
  void whatFailsChangesNothingAndSaysWhy() throws SQLException {
    write(Mode.REPLACE, FRIDAY, row("a", FRIDAY, "green"));
    server.sql("ALTER TABLE bi.renewal_risk ADD CHECK (band <> 'purple')");

    for (Mode mode : Mode.values()) {
      assertThatThrownBy(
              () -> write(mode, FRIDAY, row("b", FRIDAY, "red"), row("c", FRIDAY, "purple")))
          .as(mode.name())
          .isInstanceOf(BellwetherException.class)
          .hasMessageContaining("nothing in it was changed")
          .hasMessageContaining("check constraint")
          .hasMessageNotContaining(PostgresServer.PASSWORD);
      assertThat(stored()).isEqualTo(expected(List.of(row("a", FRIDAY, "green"))));
    }
  }

  @Test
  void aKeyThatSeveralRowsShareIsRefused() {
    assertThatThrownBy(
            () ->
                table()
                    .write(
                        RISK,
                        Fields.of(COLUMNS, RISK.columnNames()),
                        List.of("band"),
                        MONDAY,
                        List.of(row("a", MONDAY, "red"), row("b", MONDAY, "red")),
                        Mode.UPSERT))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("several rows have the same band, such as [red]");
  }

  @Test
  void anotherTableOfAlikeNameIsNotTakenForIt() throws SQLException {
    server.sql("CREATE TABLE bi.renewalxrisk (id text)");
    write(Mode.REPLACE, FRIDAY, row("a", FRIDAY, "green"));
    assertThat(stored()).hasSize(1);
  }

  private static void write(Mode mode, LocalDate night, TableRow... rows) {
    table()
        .write(
            RISK,
            Fields.of(COLUMNS, RISK.columnNames()),
            List.of("as_of_date", "account_id"),
            night,
            List.of(rows),
            mode);
  }

  private static DatabaseTable table() {
    return new DatabaseTable(
        new Extract.Database(
            "bi",
            server.url(),
            new Secret(PostgresServer.USER),
            new Secret(PostgresServer.PASSWORD)),
        "bi.renewal_risk");
  }

  /** A row without a decision, so that there is a null of each kind that must be written. */
  private static TableRow row(String account, LocalDate night, String band) {
    Map<String, Object> values = new HashMap<>();
    values.put("as_of_date", night);
    values.put("account_id", account);
    values.put("score", 74.25);
    values.put("rank", 7);
    values.put("available_to_renew_arr", new BigDecimal("97534.41"));
    values.put("decision_date", night.plusDays(30));
    if (band != null) {
      values.put("band", band);
    }
    return new TableRow(values);
  }

  private static List<Map<String, Object>> expected(List<TableRow> rows) {
    List<Map<String, Object>> expected = new ArrayList<>();
    for (TableRow row : rows) {
      Map<String, Object> values = new HashMap<>();
      for (String column : COLUMNS) {
        String[] names = column.split("=", 2);
        values.put(names[names.length - 1], row.values().get(names[0]));
      }
      expected.add(values);
    }
    return expected;
  }

  private static List<Map<String, Object>> stored() throws SQLException {
    return rows("SELECT * FROM bi.renewal_risk");
  }

  private static Map<String, String> types() throws SQLException {
    Map<String, String> types = new HashMap<>();
    rows("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema ="
            + " 'bi'")
        .forEach(row -> types.put("" + row.get("column_name"), "" + row.get("data_type")));
    return types;
  }

  private static List<Map<String, Object>> rows(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                server.url(), PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      List<Map<String, Object>> rows = new ArrayList<>();
      while (found.next()) {
        Map<String, Object> row = new HashMap<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          Object value = found.getObject(i);
          row.put(
              found.getMetaData().getColumnName(i),
              value instanceof java.sql.Date date ? date.toLocalDate() : value);
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private static Map<String, Object> values(Object... pairs) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put((String) pairs[i], pairs[i + 1]);
    }
    return values;
  }
}
