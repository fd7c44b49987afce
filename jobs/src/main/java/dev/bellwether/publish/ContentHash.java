package dev.bellwether.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.xxhash64;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Sha256;
import java.time.LocalDate;
import java.util.ArrayList;
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

  /** The content of each of these as-of dates, in one pass; a date without rows is empty. */
  public static Map<LocalDate, Content> perDate(
      Dataset<Row> table, Contract contract, Collection<LocalDate> dates) {
    Dataset<Row> rows = Dates.only(table, dates);
    Map<String, List<Row>> buckets = buckets(rows, contract, col("as_of_date").cast("string"));
    Map<LocalDate, Content> contents = new TreeMap<>();
    for (LocalDate date : dates) {
      contents.put(date, content(buckets.getOrDefault(date.toString(), List.of())));
    }
    return contents;
  }

  /** The content of the whole table. */
  public static Content whole(Dataset<Row> table, Contract contract) {
    return content(buckets(table, contract, lit(WHOLE)).getOrDefault(WHOLE, List.of()));
  }

  private static Map<String, List<Row>> buckets(
      Dataset<Row> rows, Contract contract, Column slice) {
    Map<String, List<Row>> buckets = new HashMap<>();
    for (Row bucket : perBucket(withRowHash(rows, contract, slice)).collectAsList()) {
      buckets.computeIfAbsent(bucket.getString(0), any -> new ArrayList<>()).add(bucket);
    }
    return buckets;
  }

  private static Dataset<Row> withRowHash(Dataset<Row> rows, Contract contract, Column slice) {
    List<dev.bellwether.platform.contract.Column> key =
        contract.key().stream().map(name -> contract.column(name).orElseThrow()).toList();
    if (key.isEmpty()) {
      throw new IllegalArgumentException("table " + contract.name() + " has no key to order by");
    }
    Column[] keyColumns = key.stream().map(c -> col(c.name())).toArray(Column[]::new);
    List<Column> columns = new ArrayList<>();
    columns.add(slice.as("slice"));
    columns.add(pmod(xxhash64(keyColumns), lit((long) BUCKETS)).cast("int").as("bucket"));
    columns.add(CanonicalText.of(key).as("key"));
    columns.add(sha2(CanonicalText.of(contract.columns()).cast("binary"), 256).as("hash"));
    for (int i = 0; i < keyColumns.length; i++) {
      columns.add(keyColumns[i].as("key_" + i));
    }
    return ContractColumns.only(rows, contract).select(columns.toArray(Column[]::new));
  }

  private static Dataset<Row> perBucket(Dataset<Row> hashed) {
    List<Column> order = new ArrayList<>(List.of(col("slice"), col("bucket")));
    for (String column : hashed.columns()) {
      if (column.startsWith("key_")) {
        order.add(col(column));
      }
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
    java.util.Arrays.fill(hashes, Sha256.of(""));
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
