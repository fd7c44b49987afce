package dev.bellwether.tools.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.errors.BellwetherException;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawProfileTest extends SparkTest {
  private static final long SEED = 20260630;
  private static final int ROWS = 700;

  @TempDir private Path folder;

  @Test
  void figuresAreThoseOfPlainLoops() {
    List<Row> rows = new ArrayList<>();
    Random random = new Random(SEED);
    for (int n = 0; n < ROWS; n++) {
      String amount = random.nextInt(4) == 0 ? " " : String.valueOf(random.nextInt(5000) / 100.0);
      String word = random.nextInt(3) == 0 ? null : "w" + random.nextInt(9);
      rows.add(RowFactory.create("k" + n, amount, word));
    }
    FileProfile profile = FileProfile.of(dataset(rows, "id", "amount", "word"));
    assertThat(profile.rows()).isEqualTo(ROWS);
    for (int place = 0; place < 3; place++) {
      int column = place;
      List<String> values =
          rows.stream()
              .map(row -> row.getString(column))
              .filter(Objects::nonNull)
              .filter(value -> !value.isBlank())
              .toList();
      ColumnProfile found = profile.columns().get(column);
      assertThat(found.filled()).isEqualTo(values.size());
      long distinct = new HashSet<>(values).size();
      assertThat((double) found.distinct()).isBetween(distinct * 0.9, distinct * 1.1);
      assertThat(found.isKey()).isEqualTo(distinct == ROWS);
    }
    List<BigDecimal> amounts =
        rows.stream()
            .map(row -> row.getString(1))
            .filter(value -> !value.isBlank())
            .map(BigDecimal::new)
            .toList();
    ColumnProfile amount = profile.columns().get(1);
    assertThat(amount.shape()).isEqualTo(ValueShape.DECIMAL);
    assertThat(amount.numbers().least())
        .isEqualByComparingTo(amounts.stream().min(Comparator.naturalOrder()).orElseThrow());
    assertThat(amount.numbers().greatest())
        .isEqualByComparingTo(amounts.stream().max(Comparator.naturalOrder()).orElseThrow());
    assertThat(profile.columns().get(2).commonest()).hasSize(9);
  }

  @Test
  void eachTextHasTheShapeThatAPersonSees() {
    assertThat(shape("20260131")).isEqualTo(ValueShape.COMPACT_DAY);
    assertThat(shape("20261331")).isEqualTo(ValueShape.WHOLE);
    assertThat(shape("1717236000")).isEqualTo(ValueShape.SECONDS);
    assertThat(shape("1717236000000")).isEqualTo(ValueShape.MILLIS);
    assertThat(shape("-7", "12")).isEqualTo(ValueShape.WHOLE);
    assertThat(shape("12", "1.5")).isEqualTo(ValueShape.DECIMAL);
    assertThat(shape("True", "no")).isEqualTo(ValueShape.TRUTH);
    assertThat(shape("2026-01-31")).isEqualTo(ValueShape.ISO_DAY);
    assertThat(shape("2026-01-31T10:00:00.5+02:00")).isEqualTo(ValueShape.ISO_INSTANT);
    assertThat(shape("2026-01-31 10:00")).isEqualTo(ValueShape.ISO_LOCAL);
    assertThat(shape("31.1.2026")).isEqualTo(ValueShape.POINTS);
    assertThat(shape("ann@b.example")).isEqualTo(ValueShape.MAIL);
    assertThat(shape("1,200.00")).isEqualTo(ValueShape.TEXT);
    ColumnProfile slashes = column("31/1/2026", "1/2/2026");
    assertThat(slashes.slashes().areDayFirst()).isTrue();
    assertThat(slashes.slashes().areMonthFirst()).isFalse();
    assertThat(column("31/1/2026", "1/31/2026").slashes().areDayFirst()).isFalse();
  }

  @Test
  void nobodysValuesAreShownUnlessAskedFor() throws IOException {
    Path file = folder.resolve("people.csv.gz");
    String text =
        "mail,owner,phone,born,paid\nann@b.example,Ann Lee,5551234567,1970-02-03,7\nbo@b.example,Bo,5559876543,1971-02-03,9\n";
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    String masked = String.join("\n", RawProfile.of(spark(), file, false));
    assertThat(masked)
        .contains("csv, 2 rows, 5 columns", "xxx@x.xxxxxxx", "Xxx Xxx", "9999999999")
        .doesNotContain("ann", "Ann", "Bo", "555");
    assertThat(String.join("\n", RawProfile.of(spark(), file, true)))
        .contains("ann@b.example", "5551234567");
  }

  @Test
  void whatIsNoTableIsSaid() throws IOException {
    Path document = Files.writeString(folder.resolve("notes.docx"), "nothing");
    assertThatThrownBy(() -> RawProfile.of(spark(), document, false))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("does not end as that of a CSV");
    assertThatThrownBy(() -> RawProfile.of(spark(), folder.resolve("gone.csv"), false))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("no such file");
  }

  private ValueShape shape(String... values) {
    return column(values).shape();
  }

  private ColumnProfile column(String... values) {
    List<Row> rows = List.of(values).stream().map(RowFactory::create).toList();
    return FileProfile.of(dataset(rows, "value")).columns().get(0);
  }

  private Dataset<Row> dataset(List<Row> rows, String... names) {
    StructType schema = new StructType();
    for (String name : names) {
      schema = schema.add(name, DataTypes.StringType);
    }
    return spark().createDataFrame(rows, schema);
  }
}
