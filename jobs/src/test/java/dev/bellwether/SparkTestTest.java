package dev.bellwether;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SparkTestTest extends SparkTest {
  private static final String DDL = "account_id string, day date, mrr decimal(18,4), score double";

  @Test
  void cellsAreReadAsTheirTypesAndNullIsNull() {
    Dataset<Row> table = table(DDL, "a | 2024-01-31 | 12.5 | null");

    Row row = table.head();
    assertThat(row.getDate(1)).hasToString("2024-01-31");
    assertThat(row.getDecimal(2)).hasToString("12.5000");
    assertThat(row.isNullAt(3)).isTrue();
  }

  @Test
  void sameRowsInAnotherOrderAreTheSame() {
    assertSameRows(
        table(DDL, "a | 2024-01-31 | 1 | 1", "b | 2024-01-31 | null | 2"),
        table(DDL, "b | 2024-01-31 | null | 2", "a | 2024-01-31 | 1 | 1"));
  }

  @Test
  void anotherValueAnotherRowAndAnotherTypeAreDifferences() {
    Dataset<Row> table = table(DDL, "a | 2024-01-31 | 1 | 1");

    assertDiffers(table, table(DDL, "a | 2024-01-31 | 2 | 1"));
    assertDiffers(table, table(DDL, "a | 2024-01-31 | 1 | 1", "a | 2024-01-31 | 1 | 1"));
    assertDiffers(table, table.withColumn("mrr", table.col("mrr").cast("decimal(18,2)")));
  }

  @Test
  void doublesMayDifferByTheToleranceOnly() {
    Dataset<Row> table = table(DDL, "a | 2024-01-31 | 1 | 1");

    assertSameRowsWithin(0.01, table, table(DDL, "a | 2024-01-31 | 1 | 1.005"));
    assertThatThrownBy(
            () -> assertSameRowsWithin(0.01, table, table(DDL, "a | 2024-01-31 | 1 | 1.05")))
        .isInstanceOf(AssertionError.class);
  }

  private static void assertDiffers(Dataset<Row> expected, Dataset<Row> actual) {
    assertThatThrownBy(() -> assertSameRows(expected, actual)).isInstanceOf(AssertionError.class);
  }
}
