package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source in a real PostgreSQL. */
class DatabaseSourceTest extends SparkTest {
  private static final String SOURCE =
      """
      databases:
        crm: {url: "${env:DB_URL}", user: "${env:DB_USER}", password: "${env:DB_PASSWORD}"}
      inputs:
        account: {format: jdbc, table: crm.account, mode: snapshot, arrival: {column: created_on}}
        contract:
          format: jdbc
          query: SELECT id, account, starts, price FROM crm.contract WHERE price > 0
          partitions: {column: id, count: 3}
          mode: snapshot
          deletes: true
          arrival: {column: start_date}
        event:
          format: jdbc
          table: crm.event
          mode: append
          watermark: {column: loaded, overlap: 24h}
          arrival: {column: loaded_on}
      tables:
        accounts:
          select: SELECT CAST(id AS string) AS account_id, name AS account_name, created AS created_on FROM account
        subscriptions:
          select: |
            SELECT CAST(id AS string) AS subscription_id, CAST(account AS string) AS account_id, starts AS start_date,
                   price AS mrr
            FROM contract
        usage_events:
          select: |
            SELECT id AS event_id, CAST(account AS string) AS account_id, person AS user_id, at AS occurred_at,
                   loaded AS loaded_on
            FROM event
      """;

  private static PostgresServer server;

  @TempDir private Path folder;
  private RawFolder raw;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void fill() throws SQLException {
    server.sql(
        "DROP SCHEMA IF EXISTS crm CASCADE",
        "CREATE SCHEMA crm",
        "CREATE TABLE crm.account (id bigint, name text, created timestamptz)",
        "CREATE TABLE crm.contract (id bigint, account bigint, starts date, price numeric(12,2))",
        "CREATE TABLE crm.event (id uuid, account bigint, person text, at timestamptz, loaded"
            + " timestamptz)",
        "INSERT INTO crm.account VALUES (1, 'Alpha', '2026-01-01 00:00+00'), (2, 'Beta',"
            + " '2026-01-01 00:00+00')",
        "INSERT INTO crm.contract SELECT n, 1 + n % 2, '2026-01-01', 100 * n FROM"
            + " generate_series(1, 100) n",
        event(1, "2026-01-05 10:00+00", "'2026-01-05 12:00+00'"),
        event(2, "2026-01-06 10:00+00", "'2026-01-06 12:00+00'"));
    raw =
        new RawFolder(folder, spark())
            .variable("DB_URL", server.url())
            .variable("DB_USER", PostgresServer.USER)
            .variable("DB_PASSWORD", PostgresServer.PASSWORD)
            .file("conf/sources/mine/source.yaml", SOURCE);
  }

  private static String event(int number, String at, String loaded) {
    return "INSERT INTO crm.event VALUES ('00000000-0000-0000-0000-00000000000%d', 1, 'ann', '%s', %s)"
        .formatted(number, at, loaded);
  }

  private long events() {
    return raw.warehouse.read("usage_events").count();
  }

  @Test
  void tablesAndQueriesAreReadWithTheirTypes() {
    Ingest.Result result = raw.ingest("2026-01-31", null);

    assertThat(RawFolder.batch(result, "subscriptions").accepted()).isEqualTo(100);
    assertThat(RawFolder.batch(result, "accounts").quarantined()).isZero();
    assertSameRows(
        table(
            "event_id string, account_id string, occurred_at timestamp, arrived_on date",
            "00000000-0000-0000-0000-000000000001 | 1 | 2026-01-05T10:00:00Z | 2026-01-05",
            "00000000-0000-0000-0000-000000000002 | 1 | 2026-01-06T10:00:00Z | 2026-01-06"),
        raw.warehouse
            .read("usage_events")
            .selectExpr("event_id", "account_id", "occurred_at", "arrived_on"));
    assertThat(
            raw.warehouse
                .read("subscriptions")
                .where("subscription_id = '7'")
                .first()
                .<java.math.BigDecimal>getAs("mrr"))
        .isEqualByComparingTo("700");
  }

  @Test
  void whatDidNotChangeIsNoBatch() {
    raw.ingest("2026-01-31", null);

    assertThat(raw.ingest("2026-02-01", "2026-01-31").batches()).isEmpty();
  }

  @Test
  void onlyNewRowsOfAnAppendedTableAreLandedThoseThatCameLateToo() throws SQLException {
    raw.ingest("2026-01-31", null);
    server.sql(
        event(3, "2026-01-05 09:00+00", "'2026-01-05 13:00+00'"),
        event(4, "2026-02-01 09:00+00", "'2026-02-01 13:00+00'"),
        event(5, "2026-02-01 09:00+00", "NULL"));

    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-02-01", "2026-01-31"), "usage_events");

    assertThat(batch.rowsIn()).isEqualTo(3);
    assertThat(batch.accepted()).isEqualTo(2);
    assertThat(raw.reasons("usage_events")).containsExactly("its arrival is missing");
    assertThat(raw.ingest("2026-02-02", "2026-02-01").batches()).isEmpty();
    assertThat(events()).isEqualTo(4);
  }

  @Test
  void aChangedMappingReadsAllThatWasLandedAgain() throws SQLException {
    raw.ingest("2026-01-31", null);
    server.sql(event(4, "2026-02-01 09:00+00", "'2026-02-01 13:00+00'"));
    raw.ingest("2026-02-01", "2026-01-31");
    server.sql("DELETE FROM crm.event");

    raw.file("conf/sources/mine/source.yaml", SOURCE.replace("person AS", "upper(person) AS"));
    Ingest.Result result = raw.ingest("2026-02-02", "2026-02-01");

    assertThat(result.rebuilt()).containsExactly("usage_events");
    assertThat(events()).isEqualTo(3);
  }

  @Test
  void aRowThatIsChangedOrGoneInASnapshotIsANewVersionAndTheOldOneStays() throws SQLException {
    raw.ingest("2026-01-31", null);
    server.sql(
        "UPDATE crm.contract SET price = 1 WHERE id = 7", "DELETE FROM crm.contract WHERE id = 8");

    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-02-01", "2026-01-31"), "subscriptions");

    assertThat(batch.accepted()).isEqualTo(1);
    assertThat(batch.counts().deleted()).isEqualTo(1);
    assertThat(raw.warehouse.read("subscriptions").where("subscription_id = '7'").count())
        .isEqualTo(2);
  }

  @Test
  void onlyTheLastSnapshotIsKeptAndAllForTheOwnerOnly() throws SQLException, IOException {
    raw.ingest("2026-01-31", null);
    server.sql("UPDATE crm.account SET name = 'Gamma' WHERE id = 2");
    raw.ingest("2026-02-01", "2026-01-31");

    Path landed = Path.of(raw.warehouse.home(), "extracts", "account");
    try (Stream<Path> extracts = Files.list(landed)) {
      assertThat(extracts.map(path -> path.getFileName().toString().substring(0, 8)))
          .containsExactly("00000002");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(landed)))
        .isEqualTo("rwx------");
  }

  @Test
  void aDatabaseThatCannotBeReadSaysWhyAndTellsNoSecret() throws SQLException {
    raw.variable("DB_PASSWORD", "not the password");
    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll("input account cannot be read", "database crm", "password")
        .hasMessageNotContaining("not the password");
    raw.variable("DB_PASSWORD", PostgresServer.PASSWORD);
    server.sql("DROP TABLE crm.event");
    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll("input event", "crm.event");
  }

  @Test
  void aTableThatNeedNotBeThereMayBeMissing() throws SQLException {
    server.sql("DROP TABLE crm.event");
    raw.file(
        "conf/sources/mine/source.yaml",
        SOURCE.replace("table: crm.event", "table: crm.event\n    required: false"));

    assertThat(raw.ingest("2026-01-31", null).batches()).hasSize(2);
  }

  @Test
  void aCheckReadsTheDatabaseAndLeavesTheHomeAlone() {
    SourceCheck.TableCheck check = raw.check("usage_events", 1);

    assertThat(check.rows()).isEqualTo(1);
    assertThat(check.strangers().orElseThrow().rows()).isZero();
    assertThat(Path.of(raw.warehouse.home(), "extracts")).doesNotExist();
  }

  @Test
  void aPresetReadsItsTablesFromADatabase() throws SQLException {
    server.sql(
        "DROP SCHEMA IF EXISTS zendesk CASCADE",
        "CREATE SCHEMA zendesk",
        "CREATE TABLE zendesk.ticket (id bigint, created_at timestamptz, organization_id bigint,"
            + " requester_id bigint, submitter_id bigint, assignee_id bigint, priority text, status"
            + " text, type text, via_channel text, updated_at timestamptz, _fivetran_deleted"
            + " boolean)",
        "CREATE TABLE zendesk.ticket_comment (id bigint, ticket_id bigint, user_id bigint, created"
            + " timestamptz, public boolean)",
        "CREATE TABLE zendesk.ticket_field_history (ticket_id bigint, field_name text, updated"
            + " timestamptz, value text)",
        "CREATE TABLE zendesk.user (id bigint, role text, organization_id bigint)",
        "CREATE TABLE zendesk.organization (id bigint, name text, external_id text)",
        "INSERT INTO zendesk.ticket VALUES (1, '2026-01-05 09:00+00', NULL, 5, 5, 9, 'high',"
            + " 'open', NULL, 'web', '2026-01-05 09:00+00', false)",
        "INSERT INTO zendesk.ticket_comment VALUES (1, 1, 9, '2026-01-05 10:00+00', true)",
        "INSERT INTO zendesk.user VALUES (5, 'end-user', 7), (9, 'agent', NULL)",
        "INSERT INTO zendesk.organization VALUES (7, 'Alpha', '1')");
    raw.withPresets()
        .file(
            "conf/sources/mine/source.yaml",
            SOURCE
                + """
                include:
                  - preset: zendesk_fivetran
                    inputs: {format: jdbc, table: "zendesk.{table}"}
                """);

    raw.ingest("2026-01-31", null);

    List<String> tickets =
        raw
            .warehouse
            .read("tickets")
            .selectExpr(
                "concat_ws(' ', ticket_id, account_id, first_response_at, opened_by) AS row")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    assertThat(tickets).containsExactly("1 1 2026-01-05 10:00:00 customer");
  }
}
