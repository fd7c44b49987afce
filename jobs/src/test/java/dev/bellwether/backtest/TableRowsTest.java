package dev.bellwether.backtest;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.ingest.RawReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of any mix of formats are one table. */
class TableRowsTest extends SparkTest {
  @TempDir Path folder;

  private String write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines)).toString();
  }

  @Test
  void everyFormatIsRecognisedAndColumnsMatchByName() throws Exception {
    Dataset<Row> typed = table("n int, label boolean", "5 | true", "6 | false");
    String parquet = folder.resolve("no-extension").toString();
    typed.where(col("n").equalTo(5)).write().parquet(parquet);
    String delta = folder.resolve("delta").toString();
    typed.where(col("n").equalTo(6)).write().format("delta").save(delta);
    Dataset<Row> rows =
        new TableRows(spark())
            .read(
                List.of(
                    write("a.csv", "n,label", "1,yes"),
                    write("b.tsv", "label\tn", "no\t2"),
                    write("c.jsonl", "{\"n\": 3, \"label\": \"yes\"}"),
                    write("d.json", "[{\"n\": 4, \"label\": \"no\"}]"),
                    parquet,
                    delta));
    assertThat(rows.selectExpr("concat(n, '=', label) AS text").sort("text").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("1=yes", "2=no", "3=yes", "4=no", "5=true", "6=false");
  }

  @Test
  void globsAndFoldersFindFilesAndLinesThatDoNotFitAreSetApart() throws Exception {
    write("p1.csv", "a;label", "1;yes", "2;no;3");
    write("p2.csv", "a;label", "4;no");
    Dataset<Row> rows =
        new TableRows(spark()).read(List.of(folder.resolve("p*.csv").toString())).cache();
    assertThat(rows.count()).isEqualTo(3);
    assertThat(rows.where(col(RawReader.MALFORMED).isNotNull()).count()).isEqualTo(1);
    rows.unpersist();
    assertThat(new TableRows(spark()).read(List.of(folder.toString())).count()).isEqualTo(3);
  }
}
