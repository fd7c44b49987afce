package dev.bellwether.publish;

import dev.bellwether.platform.contract.Sha256;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Folds rows (slice, bucket, key, hash) in key order into one row for each bucket: its hash, its
 * rows, and how many of them repeat the key before. Streams, so that a bucket may be of any size.
 */
final class BucketDigests implements MapPartitionsFunction<Row, Row> {
  static final StructType SCHEMA =
      StructType.fromDDL("slice string, bucket int, hash string, rows bigint, duplicates bigint");

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    List<Row> buckets = new ArrayList<>();
    Bucket open = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (open == null || !open.holds(row)) {
        if (open != null) {
          buckets.add(open.finish());
        }
        open = new Bucket(row.getString(0), row.getInt(1));
      }
      open.add(row.getString(2), row.getString(3));
    }
    if (open != null) {
      buckets.add(open.finish());
    }
    return buckets.iterator();
  }

  private static final class Bucket {
    private final String slice;
    private final int number;
    private final Sha256 digest = new Sha256();
    private String lastKey;
    private long rows;
    private long duplicates;

    Bucket(String slice, int number) {
      this.slice = slice;
      this.number = number;
    }

    boolean holds(Row row) {
      return number == row.getInt(1) && slice.equals(row.getString(0));
    }

    void add(String key, String hash) {
      digest.add(hash);
      rows++;
      duplicates += key.equals(lastKey) ? 1 : 0;
      lastKey = key;
    }

    Row finish() {
      return RowFactory.create(slice, number, digest.finish(), rows, duplicates);
    }
  }
}
