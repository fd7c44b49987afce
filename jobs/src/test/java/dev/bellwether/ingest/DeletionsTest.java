package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of keys that are gone from the next snapshot, mostly with deletes: true. */
class DeletionsTest extends SparkTest {
  private static final String HEADER = "subscription_id,account_id,start_date,end_date,mrr";

  @TempDir Path folder;
  private RawFolder raw;

  @BeforeEach
  void source() {
    raw = new RawFolder(folder, spark()).source("first_seen", "", "");
    String text = raw.text("conf/sources/mine/source.yaml");
    raw.file(
        "conf/sources/mine/source.yaml",
        text.replace("mode: snapshot", "mode: snapshot, deletes: true"));
    subscriptions(0, 100);
    raw.ingest("2026-05-31", null);
  }

  private void subscriptions(int from, int to, String... more) {
    raw.file("raw/subscriptions.csv", subscriptionsOf(from, to, more));
  }

  private static String[] subscriptionsOf(int from, int to, String... more) {
    Stream<String> rows = IntStream.range(from, to).mapToObj(i -> "s" + i + ",a,2026-01-01,,100");
    return Stream.of(Stream.of(HEADER), rows, Stream.of(more))
        .flatMap(lines -> lines)
        .toArray(String[]::new);
  }

  private Dataset<Row> view(String day) {
    Dataset<Row> points = spark().range(1).select(lit(day).cast("date").as(AsOf.DATE));
    return AsOf.view(
        raw.warehouse.read("subscriptions"), Contracts.of("subscriptions"), points, ZoneOffset.UTC);
  }

  @Test
  void aFileThatIsGoneFromASnapshotOfSeveralTakesItsRowsAlong() throws Exception {
    String mapping = "conf/sources/mine/source.yaml";
    raw.file(mapping, raw.text(mapping).replace("path: subscriptions.csv", "path: '*s/*.csv'"));
    raw.file("raw/subs/1.csv", subscriptionsOf(0, 100));
    raw.file("raw/subs/2.csv", subscriptionsOf(100, 102));
    raw.ingest("2026-06-15", "2026-05-31");
    raw.delete("raw/subs/2.csv");

    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-06-30", "2026-06-15"), "subscriptions");

    assertThat(batch.counts().deleted()).isEqualTo(2);
  }

  @Test
  void nothingIsDeletedWhereALineOfAJoinedInputIsBroken() {
    raw.file("raw/prices.csv", "mrr,plan", "100,basic", "200,\"pro\",x");
    assertNothingIsDeleted("csv");
  }

  @Test
  void norWhereADocumentOfAJoinedInputIs() {
    raw.file("raw/prices.json", "{\"mrr\":\"100\",\"plan\":\"basic\"}", "{\"mrr\":\"200\",");
    assertNothingIsDeleted("json");
  }

  private void assertNothingIsDeleted(String format) {
    String mapping = "conf/sources/mine/source.yaml";
    String prices = "  prices: {format: %1$s, path: prices.%1$s, mode: snapshot}\ntables:";
    raw.file(
        mapping,
        raw.text(mapping)
            .replace("tables:", prices.formatted(format))
            .replace("mrr FROM subscriptions", "mrr FROM subscriptions JOIN prices USING (mrr)"));
    subscriptions(0, 98, "s98,a,2026-01-01,,200", "s99,a,2026-01-01,,200");

    Ingest.Result result = raw.ingest("2026-06-30", "2026-05-31");

    IngestedBatch batch = RawFolder.batch(result, "subscriptions");
    assertThat(batch.counts().deleted()).isZero();
    assertThat(batch.warnings())
        .containsEntry("lines of the joined input prices do not fit its columns", 1L);
  }

  @Test
  void deletedSubscriptionEndedOnTheDayItWasMissingAndIsTold() {
    subscriptions(2, 100);
    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-06-30", "2026-05-31"), "subscriptions");
    assertThat(batch.counts().deleted()).isEqualTo(2);
    assertThat(batch.accepted()).isZero();
    assertThat(batch.duplicates()).isEqualTo(98);
    assertThat(batch.warnings().values()).containsExactly(2L);
    assertThat(view("2026-06-29").where("end_date IS NULL").count()).isEqualTo(100);
    assertThat(view("2026-06-30").where("end_date = '2026-06-30'").count()).isEqualTo(2);
    subscriptions(2, 100, "s200,a,2026-01-01,,100");
    batch = RawFolder.batch(raw.ingest("2026-07-01", "2026-06-30"), "subscriptions");
    assertThat(batch.counts().deleted()).as("told once").isZero();
    subscriptions(1, 100, "s200,a,2026-01-01,,100");
    batch = RawFolder.batch(raw.ingest("2026-07-02", "2026-07-01"), "subscriptions");
    assertThat(batch.accepted()).as("it is back").isEqualTo(1);
    assertThat(view("2026-07-02").where("end_date IS NULL").count()).isEqualTo(100);
  }

  @Test
  void keyOfARefusedRowIsPresent() {
    subscriptions(2, 100, "s0,a,soon,,100", "s1,,2026-01-01,,100");
    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-06-30", "2026-05-31"), "subscriptions");
    assertThat(batch.quarantined()).isEqualTo(2);
    assertThat(batch.counts().deleted()).isZero();
    assertThat(view("2026-06-30").count()).isEqualTo(100);
  }

  @Test
  void whatALineThatCannotBeReadMayHaveHeldIsNotDeleted() {
    subscriptions(2, 100, "s0,a,2026-01-01,,100,surplus");
    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-06-30", "2026-05-31"), "subscriptions");
    assertThat(batch.counts().deleted()).isZero();
    assertThat(batch.warnings())
        .isEqualTo(
            Map.of("it is missing, but not taken as deleted, since rows could not be read", 2L));
  }

  @Test
  void whatIsGoneFromAnInputThatDoesNotSayDeletesCountsOnAndIsTold() {
    String text = raw.text("conf/sources/mine/source.yaml");
    raw.file("conf/sources/mine/source.yaml", text.replace(", deletes: true", ""));
    subscriptions(60, 100, "s200,a,2026-01-01,,100");
    IngestedBatch batch = RawFolder.batch(raw.ingest("2026-06-30", "2026-05-31"), "subscriptions");
    assertThat(batch.counts().deleted()).isZero();
    assertThat(batch.accepted()).isEqualTo(1);
    assertThat(batch.warnings())
        .isEqualTo(
            Map.of(
                "it is gone from the new file, but counts on: its input does not say deletes: true",
                60L));
    assertThat(view("2026-06-30").where("end_date IS NULL").count()).isEqualTo(101);
  }

  @Test
  void fileThatLooksCutStopsTheRunUntilItIsConfirmed() {
    subscriptions(6, 100);
    assertThatThrownBy(() -> raw.ingest("2026-06-30", "2026-05-31"))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll("6 of 100 keys are missing", "source.deletes_max_percent=100");
    assertThat(raw.warehouse.read("subscriptions").count()).isEqualTo(100);
    subscriptions(5, 100);
    assertThat(
            RawFolder.batch(raw.ingest("2026-06-30", "2026-05-31"), "subscriptions")
                .counts()
                .deleted())
        .isEqualTo(5);
  }

  @Test
  void deletedAccountKeepsItsDescription() {
    raw.file("raw/accounts.csv", "account_id,account_name", "a,Alpha");
    raw.ingest("2026-06-30", "2026-05-31");
    Dataset<Row> points = spark().range(1).select(lit("2026-06-30").cast("date").as(AsOf.DATE));
    assertThat(
            AsOf.view(
                    raw.warehouse.read("accounts"),
                    Contracts.of("accounts"),
                    points,
                    ZoneOffset.UTC)
                .where("account_name = 'Beta'")
                .count())
        .isEqualTo(1);
  }
}
