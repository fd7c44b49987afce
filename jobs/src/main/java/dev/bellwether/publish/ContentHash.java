package dev.bellwether.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.xxhash64;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Sha256;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * SHA-256 over a table's rows in key order: equal for equal content, however it is stored.
 *
 * <p>A row's hash is the SHA-256 of its {@link CanonicalText}, over the contract's columns in their
 * order. Rows are parted into 64 buckets by {@code pmod(xxhash64(key columns), 64)}; a bucket's
 * hash is the SHA-256 of its row hashes in key order (of nothing when it is empty); the content
 * hash is the SHA-256 of the 64 bucket hashes in order. All hashes enter the next one as lower-case
 * hexadecimal text. Rows stay where they are computed: the driver sees bucket hashes only.
 */
public final class ContentHash {
  static final int BUCKETS = 64;
  private static final String WHOLE = "";

  private ContentHash() {}

  /** A table and the contract that its rows are hashed by. */
  public record Source(Contract contract, Dataset<Row> rows) {}

  /**
   * The content of each of these as-of dates in each of the tables, in one pass over all of them; a
   * date without rows is empty.
   *
   * @return by date and table name
   */
  public static Map<LocalDate, Map<String, Content>> perDate(
      List<Source> tables, Collection<LocalDate> dates) {
    List<Dataset<Row>> hashed = new ArrayList<>();
    int keys = longestKey(tables);
    for (Source table : tables) {
      Source sliced = new Source(table.contract(), Dates.only(table.rows(), dates));
      hashed.add(withRowHash(sliced, col(AsOf.DATE).cast("string"), keys));
    }
    Map<String, List<Row>> buckets = buckets(hashed, keys);
    Map<LocalDate, Map<String, Content>> contents = new TreeMap<>();
    for (LocalDate date : dates) {
      Map<String, Content> ofDate = new TreeMap<>();
      for (Source table : tables) {
        String name = table.contract().name();
        ofDate.put(name, content(buckets.getOrDefault(slice(name, date.toString()), List.of())));
      }
      contents.put(date, ofDate);
    }
    return contents;
  }

  /** The content of the whole table. */
  public static Content whole(Dataset<Row> table, Contract contract) {
    int keys = contract.key().size();
    Dataset<Row> hashed = withRowHash(new Source(contract, table), lit(WHOLE), keys);
    return content(
        buckets(List.of(hashed), keys).getOrDefault(slice(contract.name(), WHOLE), List.of()));
  }

  private static int longestKey(List<Source> tables) {
    return tables.stream().mapToInt(table -> table.contract().key().size()).max().orElse(0);
  }

  private static String slice(String table, String slice) {
    return table + "/" + slice;
  }

  private static Map<String, List<Row>> buckets(List<Dataset<Row>> hashed, int keys) {
    Map<String, List<Row>> buckets = new HashMap<>();
    if (!hashed.isEmpty()) {
      Dataset<Row> rows = hashed.stream().reduce(Dataset::unionAll).orElseThrow();
      for (Row bucket : perBucket(rows, keys).collectAsList()) {
        buckets.computeIfAbsent(bucket.getString(0), any -> new ArrayList<>()).add(bucket);
      }
    }
    return buckets;
  }

  private static Dataset<Row> withRowHash(Source table, Column slice, int keys) {
    Contract contract = table.contract();
    List<dev.bellwether.platform.contract.Column> key =
        contract.key().stream().map(name -> contract.column(name).orElseThrow()).toList();
    if (key.isEmpty()) {
      throw new IllegalArgumentException("table " + contract.name() + " has no key to order by");
    }
    Column[] keyColumns = key.stream().map(c -> col(c.name())).toArray(Column[]::new);
    List<Column> columns = new ArrayList<>();
    columns.add(concat(lit(contract.name() + "/"), slice).as("slice"));
    columns.add(pmod(xxhash64(keyColumns), lit((long) BUCKETS)).cast("int").as("bucket"));
    columns.add(CanonicalText.of(key).as("key"));
    columns.add(sha2(CanonicalText.of(contract.columns()).cast("binary"), 256).as("hash"));
    for (int i = 0; i < keys; i++) {
      Column part = i < key.size() ? OrderedText.of(key.get(i)) : lit(null).cast("string");
      columns.add(part.as("order_" + i));
    }
    return ContractColumns.only(table.rows(), contract).select(columns.toArray(Column[]::new));
  }

  private static Dataset<Row> perBucket(Dataset<Row> hashed, int keys) {
    List<Column> order = new ArrayList<>(List.of(col("slice"), col("bucket")));
    for (int i = 0; i < keys; i++) {
      order.add(col("order_" + i));
    }
    order.add(col("hash"));
    return hashed
        .repartition(col("slice"), col("bucket"))
        .sortWithinPartitions(order.toArray(Column[]::new))
        .select("slice", "bucket", "key", "hash")
        .mapPartitions(new BucketDigests(), Encoders.row(BucketDigests.SCHEMA));
  }

  private static Content content(List<Row> buckets) {
    String[] hashes = new String[BUCKETS];
    Arrays.fill(hashes, Sha256.of(""));
    long rows = 0;
    long duplicates = 0;
    for (Row bucket : buckets) {
      hashes[bucket.getInt(1)] = bucket.getString(2);
      rows += bucket.getLong(3);
      duplicates += bucket.getLong(4);
    }
    return new Content(rows, Sha256.of(String.join("", hashes)), duplicates);
  }
}
