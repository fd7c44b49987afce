package dev.bellwether.platform.contract;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows that are computed once and handed on. They lie with the executors, in memory or on their
 * disks; on a cluster with two of them each, so that a run outlives the loss of one.
 */
public final class KeptRows {
  private KeptRows() {}

  /** Computes the rows; who reads what is returned does not compute them again. */
  public static Dataset<Row> of(Dataset<Row> rows) {
    return rows.sparkSession().sparkContext().isLocal()
        ? rows.localCheckpoint()
        : rows.localCheckpoint(true, StorageLevel.MEMORY_AND_DISK_2());
  }
}
