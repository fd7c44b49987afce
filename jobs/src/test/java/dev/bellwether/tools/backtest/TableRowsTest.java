package dev.bellwether.tools.backtest;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.ingest.RawReader;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        new TableRows(spark(), Map.of())
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
        new TableRows(spark(), Map.of()).read(List.of(folder.resolve("p*.csv").toString())).cache();
    assertThat(rows.count()).isEqualTo(3);
    assertThat(rows.where(col(RawReader.MALFORMED).isNotNull()).count()).isEqualTo(1);
    rows.unpersist();
    assertThat(new TableRows(spark(), Map.of()).read(List.of(folder.toString())).count())
        .isEqualTo(3);
  }

  @Test
  void quotedTextMayHoldQuotesSeparatorsAndLineBreaks() throws Exception {
    String csv =
        write(
            "quoted.csv",
            "note,label",
            "\"He said \"\"hi\"\", then left\",yes",
            "\"two",
            "3,no\",no",
            "\"C:\\\",no");
    assertThat(new TableRows(spark(), Map.of()).read(List.of(csv)).collectAsList())
        .extracting(row -> row.getString(0) + "|" + row.getString(1) + "|" + row.get(2))
        .containsExactly("He said \"hi\", then left|yes|null", "two\n3,no|no|null", "C:\\|no|null");
  }

  @Test
  void rowsComeInTheOrderOfFilesEachOnceWhateverTheirTypes() throws Exception {
    String whole = folder.resolve("whole.parquet").toString();
    table("n bigint, label int", "7 | 1").coalesce(1).write().parquet(whole);
    String broken = folder.resolve("broken.parquet").toString();
    table("n double, label int", "7.5 | 0").coalesce(1).write().parquet(broken);
    String small = write("small.csv", "n,label", "1,0");
    String empty = Files.write(folder.resolve("empty.csv"), new byte[0]).toString();
    String large = write("large.csv", "n,label", "2,0", "3,1", "4,0");
    assertThat(
            new TableRows(spark(), Map.of())
                .read(List.of(small, empty, whole, large, broken, small))
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("1", "7", "2", "3", "4", "7.5");
  }

  @Test
  void filesThatAreNoTableAreNamedForWhatTheyAre() throws Exception {
    Path workbook = Files.write(folder.resolve("x.csv"), new byte[] {'P', 'K', 3, 4, 0, 0});
    Path utf16 = Files.write(folder.resolve("y.csv"), "\uFEFFa,b".getBytes(UTF_16LE));
    for (Path file : List.of(workbook, utf16)) {
      assertThatThrownBy(() -> new TableRows(spark(), Map.of()).read(List.of(file.toString())))
          .isInstanceOf(BellwetherException.class)
          .hasMessageContaining("cannot be read as a table");
    }
  }
}
