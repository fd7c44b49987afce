package dev.bellwether.platform.warehouse;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Executions;
import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest extends SparkTest {
  private static final String HEALTH = Tables.ACCOUNT_HEALTH;
  private static final String DAILY = Tables.ACCOUNT_ACTIVITY_DAILY;
  private static final LocalDate JUNE = LocalDate.parse("2026-06-30");
  private static final LocalDate JULY = LocalDate.parse("2026-07-31");

  @TempDir Path home;
  private Warehouse warehouse;

  @BeforeEach
  void open() {
    warehouse = new Warehouse(spark(), home.resolve("a home").toString());
  }

  @Test
  void whatWasNeverWrittenHasNoRowsInTheShapeOfItsContract() {
    assertThat(warehouse.exists(HEALTH)).isFalse();
    assertThat(warehouse.find(HEALTH)).isEmpty();
    assertThat(warehouse.read(HEALTH).columns())
        .containsExactly(Contracts.of(HEALTH).columnNames().toArray(String[]::new));
  }

  @Test
  void slicesAreReplacedAndOtherRowsOfTheSameFileStay() {
    warehouse.append(HEALTH, health("2026-06-30 | a", "2026-06-30 | b", "2026-07-31 | a"));

    warehouse.replaceDates(HEALTH, health("2026-07-31 | c"), List.of(JULY));

    assertRows(HEALTH, "as_of_date, account_id", "2026-06-30 a", "2026-06-30 b", "2026-07-31 c");
    warehouse.replaceDates(HEALTH, health("2026-07-31 | d"), List.of(JULY));
    warehouse.replaceDates(HEALTH, health(), List.of(JUNE));
    assertRows(HEALTH, "as_of_date, account_id", "2026-07-31 d");
  }

  @Test
  void rowsWithoutAValueInTheReplacedColumnStay() {
    warehouse.append(HEALTH, health("null | a", "2026-07-31 | a"));

    warehouse.replaceDates(HEALTH, health("2026-07-31 | c"), List.of(JULY));

    assertRows(HEALTH, "as_of_date, account_id", "2026-07-31 c", "null a");
  }

  @Test
  void aTableReplacedWholeHasTheNewRowsOnlyAndWhoeverReadsTheOldOnesStillCan() {
    warehouse.append(HEALTH, health("2026-06-30 | a"));
    Dataset<Row> before = warehouse.read(HEALTH);

    warehouse.replaceAll(HEALTH, before.withColumn("account_id", lit("b")));

    assertRows(HEALTH, "as_of_date, account_id", "2026-06-30 b");
    assertThat(before.select("account_id").head().getString(0)).isEqualTo("a");
  }

  @Test
  void sparksOwnDeltaReadsTheSameRowsAndWritesOnes() {
    warehouse.append(HEALTH, health("2026-06-30 | a", "2026-07-31 | a"));
    warehouse.replaceDates(HEALTH, health("2026-07-31 | b"), List.of(JULY));

    Dataset<Row> delta = spark().read().format("delta").load(warehouse.path(HEALTH));
    assertThat(texts(delta.select("as_of_date", "account_id")))
        .containsExactlyInAnyOrder("2026-06-30 a", "2026-07-31 b");
    health("2026-07-31 | z").write().format("delta").mode("append").save(warehouse.path(HEALTH));

    warehouse.replaceDates(HEALTH, health("2026-07-31 | c"), List.of(JULY));
    assertRows(HEALTH, "as_of_date, account_id", "2026-06-30 a", "2026-07-31 c");
  }

  @Test
  void aTableThatOthersHaveDeletedRowsOfIsReadAsDeltaReadsIt() {
    warehouse.append(HEALTH, health("2026-06-30 | a", "2026-06-30 | b"));
    String table = "delta.`" + warehouse.path(HEALTH) + "`";
    spark()
        .sql("ALTER TABLE " + table + " SET TBLPROPERTIES ('delta.enableDeletionVectors' = true)");
    spark().sql("DELETE FROM " + table + " WHERE account_id = 'a'");

    assertRows(HEALTH, "as_of_date, account_id", "2026-06-30 b");
    warehouse.append(HEALTH, health("2026-06-30 | c"));
    warehouse.replaceDates(HEALTH, health("2026-07-31 | d"), List.of(JULY));
    assertRows(HEALTH, "as_of_date, account_id", "2026-06-30 b", "2026-06-30 c", "2026-07-31 d");
  }

  @Test
  void aColumnThatTheTableGainsIsNullInEarlierRows() {
    warehouse.append(HEALTH, health("2026-06-30 | a").drop("band"));
    warehouse.append(HEALTH, health("2026-07-31 | a").withColumn("band", lit("green")));

    assertRows(HEALTH, "as_of_date, band", "2026-06-30 null", "2026-07-31 green");
  }

  @Test
  void manyCommitsAreSummedUpAndStillRead() {
    for (int day = 1; day <= 12; day++) {
      warehouse.append(HEALTH, health(String.format("2026-06-%02d | a", day)));
    }

    assertThat(warehouse.read(HEALTH).count()).isEqualTo(12);
    assertThat(home.resolve("a home/warehouse/marts/account_health/_delta_log"))
        .isDirectoryContaining(file -> file.toString().contains(".checkpoint."));
  }

  @Test
  void whatAKilledRunLeftBehindBelongsToNoTable() throws IOException {
    warehouse.append(HEALTH, health("2026-06-30 | a"));
    Path table = Path.of(warehouse.path(HEALTH));
    health("2026-06-30 | z").write().parquet(table.resolve("left-behind").toString());
    Files.createDirectories(Path.of(warehouse.path(DAILY)).resolve("_delta_log"));

    assertRows(HEALTH, "as_of_date, account_id", "2026-06-30 a");
    assertThat(warehouse.exists(DAILY)).isFalse();
  }

  @Test
  void writingIsOneExecutionReadingNoneAndNothingNoneAtAll() {
    warehouse.append(HEALTH, health("2026-06-30 | a", "2026-07-31 | a"));
    AtomicLong columns = new AtomicLong();

    assertThat(executions(() -> columns.set(warehouse.read(HEALTH).columns().length))).isZero();
    assertThat(executions(() -> warehouse.append(HEALTH, health("2026-08-31 | a")))).isEqualTo(1);
    assertThat(
            executions(
                () -> warehouse.replaceDates(HEALTH, health("2026-07-31 | b"), List.of(JULY))))
        .isEqualTo(1);
    assertThat(
            executions(() -> warehouse.replaceDates(HEALTH, health(), List.of(day("2026-05-31")))))
        .isZero();
  }

  private static int executions(Runnable work) {
    return Executions.total(Executions.of(spark(), work));
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  private static Dataset<Row> health(String... rows) {
    return ContractColumns.only(
        table("as_of_date date, account_id string", rows), Contracts.of(HEALTH));
  }

  private void assertRows(String table, String columns, String... rows) {
    assertThat(texts(warehouse.read(table).selectExpr(columns.split(", "))))
        .containsExactlyInAnyOrder(rows);
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.get(0) + " " + row.get(1)).toList();
  }
}
