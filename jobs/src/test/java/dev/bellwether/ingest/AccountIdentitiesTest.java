package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company whose help desk and billing have ids of their own for its accounts a and b. */
class AccountIdentitiesTest extends SparkTest {
  private static final String INPUTS =
      """
      cases: {format: csv, path: cases.csv, mode: snapshot, arrival: first_seen}
      ids: {format: csv, path: ids.csv, mode: snapshot, arrival: first_seen}
      """;
  private static final String TABLES =
      """
      account_identities: {select: "SELECT of AS source_system, id AS source_id, account AS account_id FROM ids"}
      tickets: {select: "SELECT no AS ticket_id, customer AS account_id, at AS created_at FROM cases"}
      """;
  private static final String ACCOUNT_IDS = "account_ids: {tickets: desk, subscriptions: billing}";

  @TempDir private Path folder;
  private RawFolder raw;

  @BeforeEach
  void company() {
    raw = new RawFolder(folder, spark()).source("first_seen", INPUTS, TABLES);
    raw.file(
        "conf/sources/mine/source.yaml", raw.text("conf/sources/mine/source.yaml"), ACCOUNT_IDS);
    raw.file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr",
        "s1,cus_1,2026-01-01,,100",
        "s2,cus_2,2026-01-01,,200");
    raw.file(
        "raw/cases.csv",
        "no,customer,at",
        "t1,1,2026-01-05T10:00:00Z",
        "t2,2,2026-01-05T10:00:00Z",
        "t3,7,2026-01-05T10:00:00Z",
        "t4,9,2026-01-05T10:00:00Z",
        "t5,9,2026-01-06T10:00:00Z",
        "t6,,2026-01-06T10:00:00Z");
    raw.file(
        "raw/ids.csv",
        "of,id,account",
        "desk,1, a ",
        "desk,2,b",
        "billing,cus_1,a",
        "billing,cus_2,b",
        "billing,9,a");
  }

  @Test
  void rowsFindTheirAccountByTheIdsOfTheirSystemAlone() {
    IngestedBatch tickets = RawFolder.batch(raw.ingest("2026-01-31", null), "tickets");

    assertThat(rows("tickets", "ticket_id"))
        .containsExactly("t1 a", "t2 b", "t3 desk:7", "t4 desk:9", "t5 desk:9");
    assertThat(raw.reasons("tickets")).containsExactly("account_id is missing");
    assertThat(rows("subscriptions", "subscription_id")).containsExactly("s1 a", "s2 b");
    assertThat(tickets.warnings())
        .containsExactly(entry("account_identities resolves no such id of desk", 3L));
    assertThat(List.copyOf(tickets.unresolved().entrySet()))
        .containsExactly(Map.entry("desk:9", 2L), Map.entry("desk:7", 1L));
    assertThat(warned("account_identities resolves no such id of desk")).isEqualTo(3);
  }

  @Test
  void anIdOfTwoAccountsMeansNeitherAndIsRefusedByName() {
    raw.file("raw/ids.csv", "of,id,account", "desk,1,a", "desk,1,b", "desk,2,b", "billing,cus_1,a");

    raw.ingest("2026-01-31", null);

    assertThat(rows("tickets", "ticket_id")).contains("t1 desk:1", "t2 b");
    assertThat(
            raw.warehouse
                .read("quarantine")
                .where("`table` = 'account_identities'")
                .collectAsList())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.<String>getAs("reason"))
                  .isEqualTo("key_conflict: another row has the same source_system, source_id");
              assertThat(row.<String>getAs("raw")).contains("\"source_id\":\"1\"");
            });
  }

  @Test
  void anIdThatIsToldLaterMovesItsRowsFromThatNightOn() {
    raw.ingest("2026-01-31", null);
    raw.file(
        "raw/ids.csv",
        "of,id,account",
        "desk,1,a",
        "desk,2,b",
        "desk,9,b",
        "billing,cus_1,a",
        "billing,cus_2,b");

    IngestedBatch later = RawFolder.batch(raw.ingest("2026-02-01", "2026-01-31"), "tickets");

    assertThat(later.accepted()).isEqualTo(2);
    assertThat(raw.warehouse.read("tickets").where("ticket_id = 't4'").count()).isEqualTo(2);
    assertThat(
            raw.warehouse
                .read("tickets")
                .where("ticket_id = 't4' AND account_id = 'b'")
                .collectAsList())
        .singleElement()
        .satisfies(
            row -> assertThat(row.getDate(row.fieldIndex("arrived_on"))).hasToString("2026-02-01"));
  }

  @Test
  void idsOfATableThatNamesNoAccountAreRefused() {
    String text = raw.text("conf/sources/mine/source.yaml");
    raw.file(
        "conf/sources/mine/source.yaml",
        text.replace(ACCOUNT_IDS, "account_ids: {exchange_rates: billing}")
            .replace(
                "tables:",
                "tables:\n  exchange_rates: {select: \"SELECT * FROM ids\", from: ids}"));

    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("that names accounts");
  }

  @Test
  void idsWithoutTheTableThatTellsThemAreRefused() {
    raw.source("first_seen", INPUTS, "");
    raw.file(
        "conf/sources/mine/source.yaml", raw.text("conf/sources/mine/source.yaml"), ACCOUNT_IDS);

    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("no table account_identities says whose accounts the ids are");
  }

  private List<String> rows(String table, String key) {
    return raw.warehouse.read(table).select(key, "account_id").collectAsList().stream()
        .map(row -> row.getString(0) + " " + row.getString(1))
        .sorted()
        .toList();
  }

  private long warned(String reason) {
    return raw
        .warehouse
        .read("input_warning")
        .where("reason = '" + reason + "'")
        .collectAsList()
        .stream()
        .mapToLong(row -> row.<Long>getAs("rows"))
        .sum();
  }
}
