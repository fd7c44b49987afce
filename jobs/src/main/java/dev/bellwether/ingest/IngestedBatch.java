package dev.bellwether.ingest;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of a batch's rows: {@code rowsIn = accepted + duplicates + quarantined}.
 *
 * @param batch the batch
 * @param arrival its arrival policy in words
 * @param rowsIn rows that the SELECT gave, plus lines that were not rows
 * @param accepted rows written to the staging table
 * @param duplicates rows equal to one accepted or stored
 * @param quarantined rows that cannot be used
 * @param quarantine their reasons and texts: reason, raw
 * @param acceptedRows the accepted rows, each with the warnings against it
 */
public record IngestedBatch(
    Batch batch,
    String arrival,
    long rowsIn,
    long accepted,
    long duplicates,
    long quarantined,
    Dataset<Row> quarantine,
    Dataset<Row> acceptedRows) {

  /** The staging table that it went into. */
  public String table() {
    return batch.table();
  }
}
