package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many rows a batch has.
 *
 * @param rows all of them
 * @param unusable those with a problem
 * @param repeatedKeys key hashes that several sound rows share
 */
record BatchCounts(long rows, long unusable, long repeatedKeys) {

  /** Counts canonical rows, in one pass. */
  static BatchCounts of(Dataset<Row> rows) {
    Row counts =
        rows.groupBy(CanonicalRows.ROW_KEY)
            .agg(count(lit(1)).as("rows"), count_if(not(CanonicalRows.isSound())).as("unusable"))
            .agg(
                coalesce(sum("rows"), lit(0L)),
                coalesce(sum("unusable"), lit(0L)),
                count_if(col("rows").minus(col("unusable")).gt(1)))
            .first();
    return new BatchCounts(counts.getLong(0), counts.getLong(1), counts.getLong(2));
  }
}
