package dev.bellwether.tools.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.KnownFrom;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.json.Json;
import dev.bellwether.publish.Manifest;
import dev.bellwether.reading.DeltaFiles;
import dev.bellwether.reading.TableFiles;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown without Spark is what Spark shows. */
class StoredTableTest extends SparkTest {
  private static final LocalDate MAY = LocalDate.of(2026, 5, 31);
  private static final LocalDate JUNE = LocalDate.of(2026, 6, 30);
  private static final Selection ALL =
      new Selection(Optional.empty(), Optional.empty(), List.of(), 20);

  /** Every kind of column, with values that are awkward to write. */
  private static final String ALL_KINDS =
      """
      SELECT * FROM VALUES
        (DATE'2026-06-30', 'b', 2, true, 1.5D, 12.50, TIMESTAMP'2026-06-30 12:34:56.789', array('x', NULL),
         map('k', 1), named_struct('one', 1, 'two', NULL), 9000000000L),
        (DATE'2026-06-30', 'a', 1, false, -0.0D, -0.01, TIMESTAMP'1969-12-31 23:59:59.000001', array(),
         map(), named_struct('one', 2, 'two', 'a,b'), -1L),
        (DATE'2026-06-30', 'ä\n語\t', 1, NULL, double('NaN'), 99999999.99, TIMESTAMP'2026-06-30 00:00:00', array(NULL, 'y'),
         map('k', NULL, 'l', 2), NULL, 0L),
        (DATE'2026-06-30', 'long', NULL, NULL, 1e300, NULL, NULL, NULL, NULL, NULL, NULL),
        (DATE'2026-05-31', repeat('0123456789', 9), 3, true, double('-Infinity'), 0.00, TIMESTAMP'0001-01-01 00:00:00',
         array('', 'NULL'), map('', 3), named_struct('one', NULL, 'two', ''), 1L)
        AS t(as_of_date, account_id, rank, flag, share, amount, seen_at, names, counts, parts, events)
      """;

  @TempDir Path folder;
  private String home;
  private Dataset<Row> rows;
  private Contract contract;

  @BeforeEach
  void storeEveryKindOfColumn() {
    home = folder.toString();
    rows = spark().sql(ALL_KINDS);
    contract = contract(rows.schema(), "as_of_date", "account_id");
    store(rows);
  }

  @Test
  void everyKindOfColumnReadsAsSparkShowsIt() {
    for (LocalDate night : List.of(MAY, JUNE)) {
      Selection selection = new Selection(Optional.of(night), Optional.empty(), List.of(), 20);
      assertShowsAsSpark(stored(), selection);
      assertThat(stored().text(selection, false)).contains(night.toString());
    }
  }

  @Test
  void theLatestNightIsShownAndEqualRanksAreInOrderOfTheKey() {
    assertShowsAsSpark(stored(), ALL);
    assertThat(
            stored()
                .text(only("account_id"), false)
                .lines()
                .skip(3)
                .limit(4)
                .map(line -> line.replace(" ", "")))
        .containsExactly("|long|", "|a|", "|ä\\n語\\t|", "|b|");
  }

  @Test
  void theLogTellsTheLatestNightWithoutReadingRows() {
    assertThat(files().latestDate()).contains(JUNE);
  }

  @Test
  void theLatestNightIsReadFromTheRowsWhereTheLogHasNoStatistics() {
    contract = named(contract, "bare");
    rows.write()
        .format("delta")
        .option("delta.dataSkippingNumIndexedCols", "0")
        .save(contract.folderIn(home));
    assertThat(files().latestDate()).isEmpty();
    assertShowsAsSpark(stored(), ALL);
  }

  @Test
  void anAccountAndColumnsAreChosen() {
    Selection b =
        new Selection(Optional.empty(), Optional.of("b"), List.of(" share ", "account_id"), 20);
    assertShowsAsSpark(stored(), b);
    assertThat(stored().text(b, false))
        .contains("|  1.5|         b|")
        .doesNotContain("only showing");
    assertShowsAsSpark(
        stored(), new Selection(Optional.empty(), Optional.of("nobody"), List.of(), 20));
  }

  @Test
  void theLimitIsKeptAndToldAsSparkTellsIt() {
    for (int limit : new int[] {0, 1, 2, 4, 5}) {
      assertShowsAsSpark(
          stored(), new Selection(Optional.empty(), Optional.empty(), List.of(), limit));
    }
  }

  @Test
  void aColumnThatTheContractHasGainedSinceIsNull() {
    contract = contract(rows.schema().add("gained", "string"), "as_of_date", "account_id");
    assertThat(stored().text(only("account_id", "gained"), true)).contains(" gained     | NULL ");
  }

  @Test
  void aColumnThatTheContractHasRenamedSinceHasItsNewName() {
    rows = rows.withColumnRenamed("events", "number_of_events");
    contract = contract(rows.schema(), "as_of_date", "account_id");
    assertShowsAsSpark(stored(), ALL);
    assertThat(stored().text(only("number_of_events"), false)).contains("|      9000000000|");
  }

  @Test
  void rowsOfManyFilesAreSortedAsSparkSortsThem() {
    Random random = new Random(1);
    List<String> ids = List.of("a", "B", "b", "é", "\uFF5E", "\uD83D\uDE00", "", "a ");
    String[] cells =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    "2026-06-30 | "
                        + ids.get(random.nextInt(ids.size()))
                        + i % 7
                        + " | "
                        + (random.nextInt(5) == 0 ? "null" : random.nextInt(9) - 4)
                        + " | "
                        + i)
            .toArray(String[]::new);
    rows = table("as_of_date date, account_id string, rank int, row bigint", cells);
    contract = contract(rows.schema(), "as_of_date", "account_id", "row");
    for (Dataset<Row> part : rows.randomSplit(new double[] {1, 1, 1}, 1)) {
      part.write()
          .format("delta")
          .mode(SaveMode.Append)
          .option("overwriteSchema", "true")
          .option("mergeSchema", "true")
          .save(home + "/warehouse/marts/many");
    }
    contract = named(contract, "many");
    assertShowsAsSpark(
        StoredTable.stored(home, new Configuration(), contract).orElseThrow(),
        new Selection(Optional.empty(), Optional.empty(), List.of(), 250));
  }

  @Test
  void aPublishedTableReadsAsSparkShowsIt() throws IOException {
    Dataset<Row> june = rows.where("as_of_date = DATE'2026-06-30'");
    publish(june);
    assertShowsAsSpark(
        StoredTable.published(home, new Configuration(), contract, Optional.empty()).orElseThrow(),
        ALL);
    assertThat(StoredTable.published(home, new Configuration(), contract, Optional.of(JUNE)))
        .isPresent();
    assertThat(StoredTable.published(home, new Configuration(), contract, Optional.of(MAY)))
        .isEmpty();
    assertThat(
            StoredTable.published(
                home, new Configuration(), named(contract, "other"), Optional.empty()))
        .isEmpty();
  }

  @Test
  void aTableThatIsNotThereIsNotFound() {
    assertThat(StoredTable.stored(home, new Configuration(), named(contract, "other"))).isEmpty();
    assertThat(StoredTable.stored(home + "/elsewhere", new Configuration(), contract)).isEmpty();
  }

  @Test
  void optionsThatDoNotFitTheTableAreNamed() {
    assertThatThrownBy(() -> stored().text(only("amounts"), false))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("has no column amounts")
        .hasMessageContaining("did you mean amount?");
    StructType undated = new StructType().add("table", "string").add("reason", "string");
    Contract quarantine = contract(undated);
    Selection june = new Selection(Optional.of(JUNE), Optional.empty(), List.of(), 20);
    assertThatThrownBy(() -> june.requireFits(quarantine, quarantine.columnNames()))
        .hasMessageContaining("has no slice per night");
    Selection account = new Selection(Optional.empty(), Optional.of("a"), List.of(), 20);
    assertThatThrownBy(() -> account.requireFits(quarantine, quarantine.columnNames()))
        .hasMessageContaining("has no column account_id");
  }

  private void assertShowsAsSpark(StoredTable table, Selection selection) {
    for (boolean inBlocks : new boolean[] {false, true}) {
      assertThat(table.text(selection, inBlocks))
          .isEqualTo(SqlRows.text(rows, contract, selection, "true", inBlocks));
    }
  }

  private TableFiles files() {
    Engine engine = DefaultEngine.create(new Configuration());
    return DeltaFiles.open(engine, contract.folderIn(home)).orElseThrow();
  }

  private StoredTable stored() {
    return StoredTable.stored(home, new Configuration(), contract).orElseThrow();
  }

  private static Selection only(String... columns) {
    return new Selection(Optional.empty(), Optional.empty(), List.of(columns), 20);
  }

  private void store(Dataset<Row> table) {
    table.coalesce(1).write().format("delta").save(contract.folderIn(home));
  }

  private void publish(Dataset<Row> june) throws IOException {
    Path publication = folder.resolve("published/2026-06-30-1");
    june.coalesce(1).write().parquet(publication.resolve("all_kinds").toString());
    List<Manifest.DataFile> files;
    try (Stream<Path> written = Files.list(publication.resolve("all_kinds"))) {
      files =
          written
              .filter(file -> file.toString().endsWith(".parquet"))
              .map(
                  file ->
                      new Manifest.DataFile(
                          "all_kinds/" + file.getFileName(), 4, file.toFile().length(), null))
              .toList();
    }
    List<Manifest.Field> fields =
        Arrays.stream(june.schema().fields())
            .map(field -> new Manifest.Field(field.name(), field.dataType().catalogString()))
            .toList();
    Manifest manifest =
        new Manifest(
            "2026-06-30-1",
            JUNE,
            1,
            "run",
            Instant.EPOCH,
            "hash",
            "code",
            List.of(),
            Map.of("all_kinds", new Manifest.Table(4, "hash", files, fields)),
            Map.of(),
            List.of());
    Files.writeString(publication.resolve("manifest.json"), Json.write(manifest));
    Files.writeString(
        folder.resolve("published/current.json"),
        "{\"publication\": \"2026-06-30-1\", \"as_of_date\": \"2026-06-30\", \"revision\": 1}");
  }

  private static Contract contract(StructType schema, String... key) {
    List<Column> columns =
        Arrays.stream(schema.fields()).map(field -> column(field, Arrays.asList(key))).toList();
    return new Contract(
        "all_kinds",
        "marts",
        "For tests.",
        "one row per account",
        columns,
        List.of(),
        null,
        List.of());
  }

  private static Contract named(Contract contract, String name) {
    return new Contract(
        name,
        contract.layer(),
        contract.description(),
        contract.grain(),
        contract.columns(),
        contract.checks(),
        contract.eventTime(),
        contract.partitionedBy());
  }

  private static Column column(StructField field, List<String> key) {
    DataType type = field.dataType();
    List<String> former = field.name().equals("number_of_events") ? List.of("events") : List.of();
    int place = key.indexOf(field.name()) + 1;
    return new Column(
        field.name(),
        type,
        false,
        place,
        "",
        KnownFrom.STATIC,
        null,
        null,
        List.of(),
        null,
        former);
  }
}
