package dev.bellwether.ingest;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of a batch's rows: {@code rowsIn = accepted + duplicates + quarantined}.
 *
 * @param batch the batch
 * @param arrival its arrival policy in words
 * @param counts how many rows became what
 * @param reasons the commonest reasons why rows were refused, with how many it holds for, the
 *     commonest first
 * @param warnings what is odd about the batch as a whole, with how many rows or keys it holds for
 * @param unresolved the ids of another system that no identity resolves, with how many accepted
 *     rows each has, the first few of the most rows
 * @param quarantine the refused rows: why each was, its raw text and its file
 * @param acceptedRows the accepted rows, each with the warnings against it
 */
public record IngestedBatch(
    Batch batch,
    String arrival,
    Counts counts,
    Map<String, Long> reasons,
    Map<String, Long> warnings,
    Map<String, Long> unresolved,
    Dataset<Row> quarantine,
    Dataset<Row> acceptedRows) {

  /**
   * Numbers of rows.
   *
   * @param rowsIn rows that the SELECT gave, plus lines that were not rows
   * @param accepted rows written to the staging table
   * @param duplicates rows equal to one accepted or stored
   * @param quarantined rows that cannot be used
   * @param deleted keys that are gone since the snapshot before
   * @param warned sound rows with a warning against them, duplicates too
   */
  public record Counts(
      long rowsIn, long accepted, long duplicates, long quarantined, long deleted, long warned) {}

  /** The staging table that it went into. */
  public String table() {
    return batch.table();
  }

  /** Rows that the SELECT gave, plus lines that were not rows. */
  public long rowsIn() {
    return counts.rowsIn();
  }

  /** Rows written to the staging table. */
  public long accepted() {
    return counts.accepted();
  }

  /** Rows equal to one accepted or stored. */
  public long duplicates() {
    return counts.duplicates();
  }

  /** Rows that cannot be used. */
  public long quarantined() {
    return counts.quarantined();
  }
}
