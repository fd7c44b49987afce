package dev.bellwether.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Sha256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentHashTest extends SparkTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-01-31");
  private static final LocalDate SECOND = LocalDate.parse("2026-02-28");
  private static final String DDL =
      "as_of_date date, account_id string, n bigint, mrr decimal(18,8), score double,"
          + " seen timestamp, active boolean, tags array<string>";
  private static final Contract CONTRACT = Fixture.contract("sample", DDL, 2);
  private static final String EMPTY = Sha256.of(Sha256.of("").repeat(64));

  @TempDir Path folder;

  @Test
  void agreesWithLoopsOverCollectedRows() {
    Dataset<Row> table = sample(300);

    Map<LocalDate, Content> contents = perDate(table, List.of(FIRST, SECOND));

    assertThat(contents.get(FIRST)).isEqualTo(new Content(150, byLoops(table, FIRST), 0));
    assertThat(contents.get(SECOND)).isEqualTo(new Content(150, byLoops(table, SECOND), 0));
    assertThat(contents.get(FIRST).hash()).isNotEqualTo(contents.get(SECOND).hash());
  }

  @Test
  void doesNotDependOnHowRowsAreStored() {
    Dataset<Row> table = sample(300);
    String location = folder.resolve("shuffled").toString();
    table.repartition(7, col("n")).orderBy(col("n").desc()).write().parquet(location);

    assertThat(perDate(spark().read().parquet(location), List.of(FIRST)))
        .isEqualTo(perDate(table.coalesce(1), List.of(FIRST)));
  }

  @Test
  void doesNotDependOnTheSession() {
    Map<LocalDate, Content> before = perDate(sample(50), List.of(FIRST));
    Map<LocalDate, Content> after;
    try {
      spark().conf().set("spark.sql.ansi.enabled", "false");
      spark().conf().set("spark.sql.shuffle.partitions", "5");
      spark().conf().set("spark.sql.adaptive.enabled", "false");
      Dataset<Row> table = sample(50);
      spark().conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
      after = perDate(table, List.of(FIRST));
    } finally {
      spark().conf().unset("spark.sql.ansi.enabled");
      spark().conf().unset("spark.sql.adaptive.enabled");
      spark().conf().set("spark.sql.shuffle.partitions", "2");
      spark().conf().set("spark.sql.session.timeZone", "UTC");
    }

    assertThat(after).isEqualTo(before);
  }

  @Test
  void everyDifferenceOfAValueCounts() {
    List<String> values =
        List.of(
            "named_struct('a', '', 'b', 'x')",
            "named_struct('a', 'x', 'b', '')",
            "named_struct('a', null, 'b', 'x')",
            "named_struct('a', '~', 'b', 'x')",
            "named_struct('a', '1:x', 'b', '')",
            "named_struct('a', '', 'b', '1:x')");
    assertThat(texts("struct<a:string,b:string>", values)).doesNotHaveDuplicates();

    List<String> arrays =
        List.of(
            "null",
            "array()",
            "array(null)",
            "array('')",
            "array('', '')",
            "array('a,b')",
            "array('a', 'b')",
            "array('~')",
            "array('b', 'a')");
    assertThat(texts("array<string>", arrays)).doesNotHaveDuplicates();

    List<String> doubles =
        List.of(
            "null",
            "0.1D + 0.2D",
            "0.3",
            "double('NaN')",
            "double('inf')",
            "-double('inf')",
            "0.0",
            "1e-300",
            "5e-324");
    assertThat(texts("double", doubles)).doesNotHaveDuplicates();
    assertThat(texts("double", List.of("-0.0D", "0.0D"))).containsOnly(XXH64.hashLong(0, 42) + ";");
  }

  @Test
  void datesWithoutRowsAreEmptyAndRepeatedKeysAreCounted() {
    Dataset<Row> table = sample(20).unionAll(sample(20).where("n < 6").withColumn("n", expr("-n")));

    Map<LocalDate, Content> contents = perDate(table, List.of(FIRST, SECOND, SECOND.plusDays(1)));

    assertThat(contents.get(FIRST).duplicateKeys()).isEqualTo(3);
    assertThat(contents.get(SECOND).duplicateKeys()).isEqualTo(3);
    assertThat(contents.get(SECOND.plusDays(1))).isEqualTo(new Content(0, EMPTY, 0));
  }

  @Test
  void tablesHashedTogetherAreAsEachHashedAlone() {
    Contract other =
        Fixture.contract("other", "as_of_date date, n int, account_id string, score double", 3);
    Dataset<Row> table = sample(40);
    Dataset<Row> others = table.selectExpr("as_of_date", "int(n) - 20 AS n", "account_id", "score");
    List<LocalDate> dates = List.of(FIRST, SECOND);
    ContentHash.Source one = new ContentHash.Source(CONTRACT, table);
    ContentHash.Source two = new ContentHash.Source(other, others);

    Map<LocalDate, Map<String, Content>> together = ContentHash.perDate(List.of(one, two), dates);

    for (LocalDate date : dates) {
      assertThat(together.get(date))
          .containsEntry("sample", ContentHash.perDate(List.of(one), dates).get(date).get("sample"))
          .containsEntry("other", ContentHash.perDate(List.of(two), dates).get(date).get("other"));
    }
    assertThat(together.get(FIRST).get("other").hash())
        .isEqualTo(
            byLoops(
                others.withColumn("bucket", expr("pmod(xxhash64(as_of_date, n, account_id), 64)")),
                FIRST,
                Comparator.comparing(row -> row.getInt(1)),
                row ->
                    row.getDate(0)
                        + ";"
                        + row.getInt(1)
                        + ";"
                        + sized(row.getString(2))
                        + (row.isNullAt(3)
                            ? "~"
                            : XXH64.hashLong(Double.doubleToLongBits(row.getDouble(3)), 42)
                                + ";")));
  }

  @Test
  void aTableWithoutDatesHasOneHash() {
    Contract contract = Fixture.contract("plain", "account_id string, n bigint", 1);
    Dataset<Row> table = table("account_id string, n bigint", "b | 2", "a | null");

    Content content = ContentHash.whole(table, contract);

    assertThat(content.rows()).isEqualTo(2);
    assertThat(content)
        .isEqualTo(ContentHash.whole(table.orderBy("account_id").coalesce(1), contract));
  }

  private static Map<LocalDate, Content> perDate(Dataset<Row> table, List<LocalDate> dates) {
    Map<LocalDate, Content> contents = new TreeMap<>();
    ContentHash.perDate(List.of(new ContentHash.Source(CONTRACT, table)), dates)
        .forEach((date, tables) -> contents.put(date, tables.get(CONTRACT.name())));
    return contents;
  }

  private static Dataset<Row> sample(int rows) {
    return spark()
        .range(rows)
        .selectExpr(
            "if(id % 2 = 0, DATE'2026-01-31', DATE'2026-02-28') AS as_of_date",
            "concat('ä-', id div 2) AS account_id",
            "id AS n",
            "if(id % 7 = 0, null, cast((id - 20) / 100000000 AS decimal(18,8))) AS mrr",
            "if(id % 5 = 0, null, sqrt(id) - 3) AS score",
            "timestamp_micros(id * 1234567890123) AS seen",
            "if(id % 3 = 0, null, id % 3 = 1) AS active",
            "if(id % 4 = 0, null, transform(sequence(0, id % 4), i -> if(i = 1, null, concat('t', i))))"
                + " AS tags");
  }

  private static List<String> texts(String type, List<String> values) {
    Contract contract = Fixture.contract("one", "value " + type, 1);
    String[] casts =
        values.stream().map(v -> "cast(" + v + " AS " + type + ")").toArray(String[]::new);
    return spark()
        .range(1)
        .selectExpr("inline(array(" + String.join(", ", structs(casts)) + "))")
        .select(CanonicalText.of(contract.columns()))
        .as(org.apache.spark.sql.Encoders.STRING())
        .collectAsList();
  }

  private static List<String> structs(String... values) {
    return java.util.Arrays.stream(values)
        .map(value -> "named_struct('value', " + value + ")")
        .toList();
  }

  /** The definition in plain Java; only the bucket is left to Spark. */
  private static String byLoops(Dataset<Row> table, LocalDate date) {
    return byLoops(
        table.withColumn("bucket", expr("pmod(xxhash64(as_of_date, account_id), 64)")),
        date,
        Comparator.comparing(
            row -> row.getString(1).getBytes(StandardCharsets.UTF_8), java.util.Arrays::compare),
        ContentHashTest::text);
  }

  private static String byLoops(
      Dataset<Row> table, LocalDate date, Comparator<Row> order, Function<Row, String> text) {
    List<Row> rows =
        new ArrayList<>(
            table.where(col("as_of_date").equalTo(java.sql.Date.valueOf(date))).collectAsList());
    rows.sort(order);
    StringBuilder buckets = new StringBuilder();
    for (long bucket = 0; bucket < 64; bucket++) {
      long wanted = bucket;
      buckets.append(
          Sha256.of(
              rows.stream()
                  .filter(row -> row.<Long>getAs("bucket") == wanted)
                  .map(row -> Sha256.of(text.apply(row)))
                  .collect(Collectors.joining())));
    }
    return Sha256.of(buckets.toString());
  }

  private static String text(Row row) {
    StringBuilder text = new StringBuilder();
    text.append(row.getDate(0)).append(';');
    text.append(sized(row.getString(1)));
    text.append(row.getLong(2)).append(';');
    BigDecimal mrr = row.getDecimal(3);
    text.append(mrr == null ? "~" : mrr.toPlainString() + ";");
    text.append(
        row.isNullAt(4)
            ? "~"
            : XXH64.hashLong(Double.doubleToLongBits(row.getDouble(4)), 42) + ";");
    Timestamp seen = row.getTimestamp(5);
    long seconds = seen.toInstant().getEpochSecond();
    text.append(seconds * 1_000_000 + seen.getNanos() / 1000).append(';');
    text.append(row.isNullAt(6) ? "~" : row.getBoolean(6) + ";");
    if (row.isNullAt(7)) {
      return text.append('~').toString();
    }
    text.append('[');
    for (Object tag : row.getList(7)) {
      text.append(tag == null ? "~" : sized((String) tag));
    }
    return text.append(']').toString();
  }

  private static String sized(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + ":" + text;
  }
}
