package dev.bellwether.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Date;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest extends SparkTest {
  private static final String USAGE_INPUT =
      "usage: {format: csv, path: 'usage/*.csv', mode: append, arrival: {column: arrived_on}}";
  private static final String USAGE_TABLE =
      """
      usage_events:
        from: usage
        select: SELECT event_id, account_id, user_id, at AS occurred_at, arrived_on FROM usage
      """;
  private static final String USAGE_HEADER = "event_id,account_id,user_id,at,arrived_on";

  @TempDir Path folder;

  private RawFolder usage(String... rows) {
    RawFolder raw = new RawFolder(folder, spark()).source("first_seen", USAGE_INPUT, USAGE_TABLE);
    return raw.file("raw/usage/1.csv", withHeader(rows));
  }

  private static String[] withHeader(String... rows) {
    String[] lines = new String[rows.length + 1];
    lines[0] = USAGE_HEADER;
    System.arraycopy(rows, 0, lines, 1, rows.length);
    return lines;
  }

  @Test
  void equalRowsAreDuplicatesAndOtherContentUnderAKeyIsAConflict() {
    RawFolder raw =
        usage(
            "e1,a,u1,2026-01-05T10:00:00Z,2026-01-05",
            "e1,a,u1,2026-01-05T10:00:00Z,2026-01-05",
            "e2,a,u1,2026-01-06T10:00:00Z,2026-01-06",
            "e2,b,u9,2026-01-06T11:00:00Z,2026-01-07");

    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-01-31", null), "usage_events");

    assertThat(batch.rowsIn()).isEqualTo(4);
    assertThat(batch.accepted()).isEqualTo(2);
    assertThat(batch.duplicates()).isEqualTo(1);
    assertThat(raw.reasons("usage_events"))
        .containsExactly("key_conflict: another row has the same event_id");
    assertThat(
            raw.warehouse
                .read("usage_events")
                .where("event_id = 'e2'")
                .first()
                .<String>getAs("account_id"))
        .as("the first by arrival wins")
        .isEqualTo("a");
  }

  @Test
  void userIdsAreKeptAsHashesOnlyEvenInQuarantine() {
    RawFolder raw =
        usage("e1,a,secret-user,2026-01-05T10:00:00Z,2026-01-05", "e2,,secret-user,x,2026-01-05");

    raw.ingest("2026-01-31", null);

    Row quarantined = raw.warehouse.read("quarantine").first();
    assertThat(quarantined.<String>getAs("reason"))
        .contains("occurred_at is not a valid timestamp: 'x'");
    assertThat(quarantined.<String>getAs("raw")).contains("user_key").doesNotContain("secret-user");
  }

  @Test
  void aShortHashKeyIsRefusedWhereIdsAreHidden() {
    assertThatThrownBy(() -> KeyedHash.with(new Secret("demo")))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("too short")
        .hasMessageNotContaining("demo");
    assertThat(KeyedHash.of(new Secret("x".repeat(32)), "ann")).isNotZero();
  }

  @Test
  void aLineThatCannotBeSplitIsKeptByAHashThatNeedsTheKey() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05", "e2,a,ann@acme.example");

    raw.ingest("2026-01-31", null);

    String kept = raw.warehouse.read("quarantine").first().getAs("raw");
    assertThat(kept)
        .contains("\"hash\":")
        .doesNotContain("ann", Sha256.of("e2,a,ann@acme.example"));
  }

  @Test
  void aLineThatCannotBeSplitIsRefusedWhereNoKeyIsSetToo() {
    RawFolder raw =
        new RawFolder(folder, spark())
            .withoutHashKey()
            .file("raw/accounts.csv", "account_id,account_name", "a,Alpha", "b")
            .source("first_seen", "", "");

    raw.ingest("2026-01-31", null);

    Row refused = raw.warehouse.read("quarantine").first();
    assertThat(refused.<String>getAs("raw")).contains("\"characters\":1").doesNotContain("hash");
    assertThat(refused.<Long>getAs("line")).isNull();
  }

  @Test
  void whatASelectFailsOnStandsInNoMessageAndNoCause() {
    RawFolder raw = usage("e1,a,ann@acme.example,2026-01-05T10:00:00Z,2026-01-05");
    raw.source(
        "first_seen",
        USAGE_INPUT,
        USAGE_TABLE.replace("user_id,", "CAST(user_id AS bigint) AS user_id,"));

    Throwable failure = catchThrowable(() -> raw.ingest("2026-01-31", null));

    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).contains("CAST_INVALID_INPUT").doesNotContain("ann@");
  }

  @Test
  void aLaterFileNeitherDoublesRowsNorArrivesBeforeThePublishedNight() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.ingest("2026-01-31", null);
    raw.file(
        "raw/usage/2.csv",
        withHeader(
            "e1,a,u1,2026-01-05T10:00:00Z,2026-01-05",
            "e1,a,u2,2026-01-05T10:00:00Z,2026-01-05",
            "e2,a,u1,2026-01-20T10:00:00Z,2026-01-20"));

    Ingest.Result second = raw.ingest("2026-02-01", "2026-01-31");

    IngestedBatch batch = RawFolder.batch(second, "usage_events");
    assertThat(second.batches()).hasSize(1);
    assertThat(List.of(batch.accepted(), batch.duplicates(), batch.quarantined()))
        .containsExactly(1L, 1L, 1L);
    assertThat(
            raw.warehouse
                .read("usage_events")
                .where("event_id = 'e2'")
                .first()
                .<Date>getAs("arrived_on"))
        .isEqualTo(Date.valueOf("2026-02-01"));
  }

  @Test
  void aSnapshotKeepsTheOldVersionAndAddsTheNew() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.ingest("2026-01-31", null);
    raw.file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr",
        "s1,a,2026-01-01,2026-02-10,100",
        "s2,b,2026-01-01,,200");

    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-02-11", "2026-01-31"), "subscriptions");

    assertThat(List.of(batch.accepted(), batch.duplicates())).containsExactly(1L, 1L);
    assertSameRows(
        table(
            "subscription_id string, end_date date, arrived_on date",
            "s1 | null | 2026-01-31",
            "s1 | 2026-02-10 | 2026-02-11",
            "s2 | null | 2026-01-31"),
        raw.warehouse.read("subscriptions").select("subscription_id", "end_date", "arrived_on"));
  }

  @Test
  void aSubscriptionThatWasAnotherAccountsIsTold() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.ingest("2026-01-31", null);
    raw.file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr",
        "s1,renamed,2026-01-01,,100",
        "s2,b,2026-01-01,,250");

    raw.ingest("2026-02-11", "2026-01-31");

    assertThat(
            raw.warehouse
                .read("input_warning")
                .where("`table` = 'subscriptions' AND reason LIKE 'account_id is another%'")
                .select("rows")
                .collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(1L);
  }

  @Test
  void unusableRowsAreRefusedWithTheirReasonAndTheRestGoesOn() {
    RawFolder raw = usage("e1,zz,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr",
        "s1,a,2026-03-01,2026-01-01,100",
        "s2,b,2026-01-01,,-5000000000",
        "s3,b,2026-01-99,,5",
        "s4,b,2026-01-01,,5,surplus",
        "s5,,2026-01-01,,5",
        "s6,b,2026-01-01,soon,5",
        "s7,b,2026-01-01,,5");

    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-01-31", null), "subscriptions");

    assertThat(List.of(batch.rowsIn(), batch.accepted(), batch.quarantined()))
        .containsExactly(7L, 1L, 6L);
    assertThat(raw.reasons("subscriptions"))
        .containsExactly(
            "a subscription cannot end before it starts (end_date 2026-01-01, start_date 2026-03-01)",
            "account_id is missing",
            "end_date is not a valid date: 'soon'",
            "mrr is below -1000000000: -5000000000.0000",
            "start_date is not a valid date: '2026-01-99' (there is no such day, or it is not from"
                + " 1900 to 2200)",
            "the line does not fit the columns of its file");
    assertThat(
            raw.warehouse.read("input_warning").select("table", "reason", "rows").collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[usage_events,account_id is not (yet) in accounts,1]");
  }

  @Test
  void filesWhoseColumnsStandInAnotherOrderAreReadByName() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.file(
        "raw/usage/2.csv",
        "\uFEFFaccount_id,event_id,at,arrived_on",
        "b,e2,2026-01-06T10:00:00Z,2026-01-06");

    raw.ingest("2026-01-31", null);

    assertSameRows(
        table("event_id string, account_id string", "e1 | a", "e2 | b"),
        raw.warehouse.read("usage_events").select("event_id", "account_id"));
  }

  @Test
  void textInAnotherEncodingIsSaidAndReadOnceTheEncodingIsNamed() {
    RawFolder raw = new RawFolder(folder, spark()).source("first_seen", "", "");
    raw.file(
        StandardCharsets.ISO_8859_1, "raw/accounts.csv", "account_id,account_name", "a,Müller");

    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-01-31", null), "accounts");

    assertThat(batch.quarantined()).isEqualTo(1);
    assertThat(raw.reasons("accounts").get(0)).contains("account_name is not valid text");
  }

  @Test
  void aMissingFileAnEmptyFileAndARenamedColumnAreErrorsThatSayWhatToDo() throws IOException {
    RawFolder raw = new RawFolder(folder, spark()).source("first_seen", "", "");
    raw.delete("raw/accounts.csv");
    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("input accounts has no file")
        .hasMessageContaining("inputs.accounts.path");

    raw.file("raw/accounts.csv");
    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("input accounts is empty")
        .hasMessageContaining("accounts.csv");

    raw.file("raw/accounts.csv", "account_id,account_name", "a,Alpha");
    raw.file("raw/subscriptions.csv", "subscription_id,account,start_date,end_date,mrr", "s,a,,,");
    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("table subscriptions")
        .hasMessageContaining("account_id")
        .hasMessageContaining("may have been renamed");
  }

  @Test
  void oneOffHistoryMayNotChangeOnceItIsLoaded() {
    RawFolder raw = new RawFolder(folder, spark()).source("event_time", "", "");
    raw.ingest("2026-01-31", null);
    raw.file("raw/accounts.csv", "account_id,account_name", "a,Alpha", "b,Beta", "c,Gamma");

    assertThatThrownBy(() -> raw.ingest("2026-02-01", "2026-01-31"))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("1 rows are new or changed")
        .hasMessageContaining("arrival: first_seen");
  }

  @Test
  void aChangedMappingReadsTheFilesAgainAndKeepsTheirArrival() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.ingest("2026-01-31", null);
    raw.source(
        "first_seen",
        USAGE_INPUT,
        USAGE_TABLE.replace("FROM usage", ", 'login' AS feature FROM usage"));

    Ingest.Result result = raw.ingest("2026-02-01", "2026-01-31");

    assertThat(result.rebuilt()).containsExactly("usage_events");
    assertSameRows(
        table("event_id string, feature string, arrived_on date", "e1 | login | 2026-01-05"),
        raw.warehouse.read("usage_events").select("event_id", "feature", "arrived_on"));
  }

  @Test
  void aSnapshotThatWasReplacedAsItsMappingChangedIsKnownFromThenOnlyAndWhatItHadSaidStays() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.ingest("2026-01-31", null);
    String mapping = "conf/sources/mine/source.yaml";
    raw.file(
        mapping, raw.text(mapping).replace("end_date, mrr FROM", "end_date, mrr + 1 AS mrr FROM"));
    raw.file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr",
        "s1,a,2026-01-01,2026-02-10,100",
        "s2,b,2026-01-01,,200");

    Ingest.Result result = raw.ingest("2026-02-11", "2026-01-31");

    assertThat(result.rebuilt()).isEmpty();
    assertSameRows(
        table(
            "subscription_id string, end_date date, mrr decimal(18,2), arrived_on date",
            "s1 | null | 100 | 2026-01-31",
            "s2 | null | 200 | 2026-01-31",
            "s1 | 2026-02-10 | 101 | 2026-02-11",
            "s2 | null | 201 | 2026-02-11"),
        raw.warehouse
            .read("subscriptions")
            .selectExpr(
                "subscription_id", "end_date", "CAST(mrr AS decimal(18,2)) mrr", "arrived_on"));
  }

  @Test
  void aSnapshotWhoseJoinedFileWasReplacedAsItsMappingChangedIsKnownFromThenOnly() {
    String money = "prices: {format: csv, path: prices.csv, mode: snapshot}";
    String joined = "s.mrr, p.plan FROM subscriptions s LEFT JOIN prices p USING (subscription_id)";
    RawFolder raw = new RawFolder(folder, spark()).source("first_seen", money, "");
    String mapping = "conf/sources/mine/source.yaml";
    raw.file(mapping, raw.text(mapping).replace("mrr FROM subscriptions", joined));
    raw.file("raw/prices.csv", "subscription_id,plan", "s1,basic", "s2,basic");
    raw.ingest("2026-01-31", null);
    raw.file(mapping, raw.text(mapping).replace("p.plan FROM", "upper(p.plan) AS plan FROM"));
    raw.file("raw/prices.csv", "subscription_id,plan", "s1,pro", "s2,basic");

    Ingest.Result result = raw.ingest("2026-02-11", "2026-01-31");

    assertThat(result.rebuilt()).isEmpty();
    assertSameRows(
        table(
            "subscription_id string, plan string, arrived_on date",
            "s1 | basic | 2026-01-31",
            "s2 | basic | 2026-01-31",
            "s1 | PRO | 2026-02-11",
            "s2 | BASIC | 2026-02-11"),
        raw.warehouse.read("subscriptions").select("subscription_id", "plan", "arrived_on"));
  }

  @Test
  void aMappingThatIsUndoneCountsAgainThoughNoFileHasChanged() {
    RawFolder raw = new RawFolder(folder, spark()).source("first_seen", "", "");
    raw.ingest("2026-01-31", null);
    String mapping = "conf/sources/mine/source.yaml";
    String first = raw.text(mapping);
    raw.file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr",
        "s1,a,2026-01-01,,101",
        "s2,b,2026-01-01,,200");
    raw.ingest("2026-02-01", "2026-01-31");
    raw.file(mapping, first.replace("mrr FROM", "mrr + 1 AS mrr FROM"));
    raw.ingest("2026-02-02", "2026-02-01");
    raw.file(mapping, first);

    raw.ingest("2026-02-03", "2026-02-02");

    assertSameRows(
        table(
            "mrr decimal(18,2), arrived_on date, batch_no bigint",
            "100 | 2026-01-31 | 1",
            "101 | 2026-02-01 | 2",
            "102 | 2026-02-02 | 3",
            "101 | 2026-02-03 | 4"),
        raw.warehouse
            .read("subscriptions")
            .where("subscription_id = 's1'")
            .selectExpr("CAST(mrr AS decimal(18,2)) mrr", "arrived_on", "batch_no"));
    assertThat(raw.warehouse.read("input_batch").select("batch_id").distinct().count())
        .isEqualTo(raw.warehouse.read("input_batch").count());
  }

  @Test
  void anotherMappingIsRefusedWhereAnAppendedFileHasOtherContentThanWasRead() {
    String input = USAGE_INPUT.replace(", arrival: {column: arrived_on}", "");
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.source("first_seen", input, USAGE_TABLE.replace(", arrived_on FROM", " FROM"));
    raw.ingest("2026-01-31", null);
    raw.file("raw/usage/1.csv", withHeader("e2,a,u1,2026-01-06T10:00:00Z,2026-01-06"));
    raw.ingest("2026-02-01", "2026-01-31");
    raw.source(
        "first_seen", input, USAGE_TABLE.replace(", arrived_on FROM", ", 'login' AS feature FROM"));

    assertThatThrownBy(() -> raw.ingest("2026-02-02", "2026-02-01"))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("the mapping of usage_events changed")
        .hasMessageContaining("1.csv has other content now");
  }

  @Test
  void aBatchThatIsReadAgainKeepsTheRunAndTheMomentThatItCameBy() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.ingest("2026-01-31", null);
    List<Row> first = usageBatches(raw);
    raw.source(
        "first_seen",
        USAGE_INPUT,
        USAGE_TABLE.replace("FROM usage", ", 'login' AS feature FROM usage"));

    raw.ingest("2026-02-01", "2026-01-31");

    assertThat(usageBatches(raw)).hasSize(1).isEqualTo(first);
  }

  private static List<Row> usageBatches(RawFolder raw) {
    return raw.warehouse
        .read("input_batch")
        .where("table = 'usage_events'")
        .select("run_id", "committed_at")
        .collectAsList();
  }

  @Test
  void anotherHashKeyIsRefused() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    raw.ingest("2026-01-31", null);
    raw.ingest("2026-02-01", "2026-01-31");
    raw.variable("BELLWETHER_HASH_KEY", "another key of the tests, of 32 letters");

    assertThatThrownBy(() -> raw.ingest("2026-02-02", "2026-02-01"))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("privacy.hash_key is not the key");
  }

  @Test
  void aFileWithoutAHeaderDoesNotTellItsFirstRowInAMessage() {
    RawFolder raw = new RawFolder(folder, spark()).source("first_seen", "", "");
    raw.file("raw/subscriptions.csv", "s1,Ann,ann@acme.example,2026-01-01,100", "s2,Bo,x,y,1");

    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("is there a header?")
        .hasMessageNotContaining("ann@acme.example")
        .hasMessageNotContaining("Ann");

    raw.file("raw/subscriptions.csv", "s1;Ann;ann@acme.example;2026-01-01;100");

    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("looks like a row")
        .hasMessageNotContaining("ann@acme.example");
  }

  @Test
  void aSelectMayOnlyReadItsInputsRowByRow() {
    RawFolder raw = usage("e1,a,u1,2026-01-05T10:00:00Z,2026-01-05");
    assertRefused(raw, "SELECT count(*) AS event_id FROM usage GROUP BY account_id", "row-wise");
    assertRefused(
        raw,
        "SELECT reflect('java.lang.System', 'getenv', 'HOME') AS event_id FROM usage",
        "reflect");
    assertRefused(raw, "SELECT * FROM usage, csv.`/etc/passwd`", "not an input of the source");
    assertRefused(raw, "CREATE TABLE x AS SELECT * FROM usage", "not a query");
  }

  private static void assertRefused(RawFolder raw, String select, String why) {
    raw.source(
        "first_seen", USAGE_INPUT, "usage_events:\n  from: usage\n  select: |-\n    " + select);
    assertThatThrownBy(() -> raw.ingest("2026-01-31", null))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining(why);
  }
}
