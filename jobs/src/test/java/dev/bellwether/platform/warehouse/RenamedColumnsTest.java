package dev.bellwether.platform.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home whose churn_model was written when gain_standard_error was called gain_error. */
class RenamedColumnsTest extends SparkTest {
  private static final String TABLE = "churn_model";

  @TempDir Path home;
  private Warehouse warehouse;

  @BeforeEach
  void aTableWithAFormerName() {
    warehouse = new Warehouse(spark(), home.toString());
    table(
            "as_of_date date, model_id string, gain_error double",
            "2026-01-31 | hazard-2026-01-31 | 0.25",
            "2026-04-30 | hazard-2026-04-30 | 0.5")
        .write()
        .format("delta")
        .save(warehouse.path(TABLE));
  }

  @Test
  void aTableStoredUnderAFormerNameIsReadByTheNewOne() {
    Dataset<Row> read = warehouse.read(TABLE);

    assertThat(read.columns()).contains("gain_standard_error").doesNotContain("gain_error");
    assertSameRows(
        table("model_id string, e double", "hazard-2026-01-31 | 0.25", "hazard-2026-04-30 | 0.5"),
        read.selectExpr("model_id", "gain_standard_error AS e"));
  }

  @Test
  void rowsAddedLaterJoinTheOldOnesUnderTheNewName() {
    warehouse.replaceDates(
        TABLE,
        table(
            "as_of_date date, model_id string, gain_standard_error double",
            "2026-04-30 | hazard-2026-04-30 | 0.75"),
        List.of(LocalDate.of(2026, 4, 30)));
    warehouse.append(
        TABLE,
        table(
            "as_of_date date, model_id string, gain_standard_error double",
            "2026-07-31 | hazard-2026-07-31 | 1"));

    assertSameRows(
        table(
            "model_id string, gain_standard_error double",
            "hazard-2026-01-31 | 0.25",
            "hazard-2026-04-30 | 0.75",
            "hazard-2026-07-31 | 1"),
        storedAs("model_id", "gain_standard_error"));
    assertThat(stored().columns()).doesNotContain("gain_error");
  }

  private Dataset<Row> storedAs(String... columns) {
    return stored().selectExpr(columns);
  }

  private Dataset<Row> stored() {
    return spark().read().format("delta").load(warehouse.path(TABLE));
  }
}
