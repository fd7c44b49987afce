package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.warehouse.Warehouse;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A staging table in storage, as a batch finds and changes it: its contract's columns and the
 * technical ones.
 */
record StagingTable(Warehouse warehouse, Contract contract, Batch batch, ArrivalRule arrival) {
  private static final int ROWS_PER_FILE = 500_000;
  private static final int MOST_FILES = 64;

  /** All rows, those that an ingest of the batch left that was never completed included. */
  Dataset<Row> all() {
    return warehouse.find(contract.name()).orElseGet(this::empty);
  }

  /**
   * The same on another session: figures are only told of queries on the session that observes
   * them.
   */
  Dataset<Row> allOn(SparkSession session) {
    Warehouse other = new Warehouse(session, warehouse.home());
    return new StagingTable(other, contract, batch, arrival).all();
  }

  /** The rows of earlier batches. */
  Dataset<Row> stored() {
    return all().where(col(AsOf.BATCH_NO).lt(batch.number()));
  }

  /** No rows. */
  Dataset<Row> empty() {
    StructType schema =
        contract
            .schema()
            .add(CanonicalRows.ROW_KEY, DataTypes.LongType)
            .add(CanonicalRows.ROW_HASH, DataTypes.LongType)
            .add(AsOf.ARRIVED_ON, DataTypes.DateType)
            .add(AsOf.PRESENT_FROM, DataTypes.DateType)
            .add(AsOf.BATCH_NO, DataTypes.LongType)
            .add(AsOf.DELETED, DataTypes.BooleanType);
    return warehouse.spark().createDataFrame(List.of(), schema);
  }

  /**
   * Writes what the batch brings, at once.
   *
   * @param accepted its accepted rows
   * @param keys what its keys are
   * @param counts how many rows became what
   * @param first whether the batch starts the table anew
   */
  void write(
      Dataset<Row> accepted,
      KeyComparison.Result keys,
      IngestedBatch.Counts counts,
      boolean first) {
    Dataset<Row> out = asStored(accepted);
    if (counts.deleted() > 0) {
      Dataset<Row> missing = keys.onlyMissing(stored());
      out = out.unionByName(new Deletions(contract, batch, arrival).of(missing));
    }
    out = out.coalesce((int) Math.min(MOST_FILES, counts.accepted() / ROWS_PER_FILE + 1));
    if (first) {
      warehouse.replaceAll(contract.name(), out);
    } else if (keys.leftovers() > 0) {
      warehouse.replaceWhere(
          contract.name(), out, AsOf.BATCH_NO, List.of(String.valueOf(batch.number())));
    } else if (counts.accepted() + counts.deleted() > 0) {
      warehouse.append(contract.name(), out);
    }
  }

  private Dataset<Row> asStored(Dataset<Row> accepted) {
    return accepted
        .drop(CanonicalRows.PROBLEMS, CanonicalRows.WARNINGS, CanonicalRows.RAW, CanonicalRows.FILE)
        .withColumn(AsOf.PRESENT_FROM, arrival.presentFrom(col(AsOf.ARRIVED_ON)))
        .withColumn(AsOf.BATCH_NO, lit(batch.number()))
        .withColumn(AsOf.DELETED, lit(false));
  }
}
