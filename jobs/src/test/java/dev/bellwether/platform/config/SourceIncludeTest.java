package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.config.Source.ArrivalKind;
import dev.bellwether.platform.config.Source.Input;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceIncludeTest {
  private static final String DESK =
      """
      parameters:
        account_id: t.organisation
        topic:
      inputs:
        desk_ticket:
          {table: ticket, mode: snapshot, arrival: {column: created_at}, columns: [id, organisation]}
      tables:
        tickets:
          select: SELECT t.id AS ticket_id, ${account_id} AS account_id, ${topic} AS category FROM desk_ticket t
      """;

  private static final String WITH_DESK =
      """
      path: /raw
      include:
        - preset: desk
          inputs: {format: parquet, path: "desk/{table}"}
          parameters: {topic: t.type}
      """;

  @TempDir private Path folder;
  private ConfFixture conf;

  @BeforeEach
  void fill() {
    conf = new ConfFixture(folder);
    conf.write("sources/presets/desk.yaml", DESK);
  }

  private Source source(String yaml) {
    conf.write("sources/acme/source.yaml", yaml);
    return conf.loadAcme().source().orElseThrow();
  }

  private void refuses(String yaml, String... parts) {
    assertThatThrownBy(() -> source(yaml))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aPresetSaysWhatItsInputsAreAndTheSourceWhereTheyAre() {
    Source source = source(WITH_DESK);

    Input ticket = source.inputs().get("desk_ticket");
    assertThat(ticket.path()).isEqualTo("desk/ticket");
    assertThat(ticket.format()).isEqualTo("parquet");
    assertThat(ticket.columns()).containsExactly("id", "organisation");
    assertThat(source.tables().get("tickets").select())
        .contains("t.organisation AS account_id, t.type AS category");
  }

  @Test
  void theSourceMaySayHowRowsOfAPresetArrive() {
    Source source =
        source(WITH_DESK.replace("format: parquet", "format: parquet, arrival: first_seen"));
    assertThat(source.inputs().get("desk_ticket").arrival().kind())
        .isEqualTo(ArrivalKind.FIRST_SEEN);
  }

  @Test
  void parametersAreTheSourcesElseThePresets() {
    String given = WITH_DESK.replace("{topic: t.type}", "{topic: t.type, account_id: \"'x'\"}");
    assertThat(source(given).tables().get("tickets").select()).contains("'x' AS account_id");
    refuses(WITH_DESK.replace("{topic: t.type}", "{}"), "parameters.topic", "no value for it");
    refuses(WITH_DESK.replace("topic:", "topics:"), "parameters.topics", "topic");
  }

  @Test
  void whatAPresetNamesAndNobodyDeclaresIsRefused() {
    conf.write("sources/presets/desk.yaml", DESK.replace("${topic}", "${subject}"));
    refuses(WITH_DESK, "${subject}", "account_id, topic");
  }

  @Test
  void aTableOfTheSourceItselfComesBeforeThatOfAPreset() {
    String own =
        WITH_DESK
            + """
            tables:
              tickets: {select: SELECT id AS ticket_id FROM desk_ticket}
            """;
    assertThat(source(own).tables().get("tickets").select())
        .isEqualTo("SELECT id AS ticket_id FROM desk_ticket");
  }

  @Test
  void twoPresetsMayNotMakeOneTable() {
    conf.write("sources/presets/other.yaml", DESK.replace("desk_ticket", "other_ticket"));
    String both =
        WITH_DESK
            + """
              - preset: other
                inputs: {format: parquet, path: "other/{table}"}
                parameters: {topic: t.type}
            """;
    refuses(both, "include", "two presets make the table tickets");
    refuses(both + "    tables: [accounts]\n", "the preset does not make accounts");
  }

  @Test
  void anUnknownPresetIsToldWithThoseThereAre() {
    refuses(WITH_DESK.replace("preset: desk", "preset: disk"), "no preset disk", "desk");
  }

  @Test
  void secretsStandInTheEnvironmentOnly() {
    String database =
        """
        databases:
          crm: {url: "URL", user: "${env:DB_USER}", password: PASSWORD}
        inputs:
          tickets: {format: jdbc, table: crm.ticket, mode: snapshot}
        tables:
          tickets: {select: SELECT * FROM tickets}
        """;
    conf.variable("DB_USER", "ann").variable("DB_PASSWORD", "secret");
    String good =
        database
            .replace("URL", "jdbc:postgresql://db/crm")
            .replace("PASSWORD", "\"${env:DB_PASSWORD}\"");
    Extract extract = source(good).inputs().get("tickets").extract().orElseThrow();
    assertThat(extract.database().password().value()).isEqualTo("secret");
    assertThat(source(good).toString()).doesNotContain("secret", "ann");
    refuses(good.replace("\"${env:DB_PASSWORD}\"", "secret"), "password", "${env:NAME}");
    refuses(good.replace("//db", "//ann:secret@db"), "url", "read by many");
    refuses(good.replace("db/crm", "db/crm?password=secret"), "url", "read by many");
  }

  @Test
  void anInputOfADatabaseSaysWhatItReads() {
    String database =
        """
        databases:
          crm: {url: jdbc:postgresql://db/crm}
        inputs:
          tickets: {format: jdbc, table: crm.ticket, mode: append, watermark: {column: at, overlap: 2h}}
        tables:
          tickets: {select: SELECT * FROM tickets}
        """;
    Extract extract = source(database).inputs().get("tickets").extract().orElseThrow();
    assertThat(extract.watermark().orElseThrow().overlap()).hasHours(2);
    refuses(database.replace("mode: append", "mode: snapshot"), "watermark", "read whole");
    refuses(database.replace(", watermark: {column: at, overlap: 2h}", ""), "watermark", "new");
    refuses(database.replace("overlap: 2h", "overlap: long"), "overlap", "write 30m");
    refuses(database.replace("table: crm.ticket", "query: SELECT 1, table: a"), "table", "one of");
    refuses(database.replace("table:", "database: erp, table:"), "no database erp", "crm");
    refuses(database.replace("table:", "path: x, table:"), "path", "no files");
  }
}
