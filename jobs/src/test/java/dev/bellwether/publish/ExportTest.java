package dev.bellwether.publish;

import static dev.bellwether.publish.Fixture.JULY;
import static dev.bellwether.publish.Fixture.JUNE;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest extends SparkTest {
  @TempDir Path home;

  @Test
  void largeDatesHaveSeveralFilesEachSortedByKey() {
    Dataset<Row> table =
        spark()
            .range(2500)
            .selectExpr(
                "if(id < 500, DATE'2026-06-30', DATE'2026-07-31') AS as_of_date",
                "cast(id AS string) AS account_id",
                "cast(id AS double) AS score",
                "cast(null AS decimal(18,4)) AS mrr")
            .repartition(5);

    Map<LocalDate, List<String>> files =
        new Export(Storage.of(home.toString(), new Configuration()), "new", 1000)
            .write(table, Fixture.health(), Map.of(JUNE, 500L, JULY, 2000L));

    assertThat(files.get(JUNE)).containsExactly("account_health/part-00000.parquet");
    assertThat(files.get(JULY))
        .containsExactly("account_health/part-00000.parquet", "account_health/part-00001.parquet");
    long rows = 0;
    for (String file : files.get(JULY)) {
      List<String> accounts = accounts(home.resolve("published/new/2026-07-31").resolve(file));
      assertThat(accounts).isSortedAccordingTo(Comparator.naturalOrder()).hasSizeLessThan(1200);
      rows += accounts.size();
    }
    assertThat(rows).isEqualTo(2000);
    assertSameRows(
        table.where("as_of_date = '2026-06-30'"),
        spark().read().parquet(home + "/published/new/2026-06-30/account_health"));
    assertThat(home.resolve("published/new/spark/account_health")).doesNotExist();
  }

  private static List<String> accounts(Path file) {
    return spark()
        .read()
        .parquet(file.toString())
        .select(col("account_id"))
        .as(Encoders.STRING())
        .collectAsList();
  }
}
