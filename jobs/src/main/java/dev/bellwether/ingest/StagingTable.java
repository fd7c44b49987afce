package dev.bellwether.ingest;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contract;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The shape of a staging table in storage: its contract's columns and the technical ones. */
final class StagingTable {
  private StagingTable() {}

  /** A staging table without rows. */
  static Dataset<Row> empty(SparkSession spark, Contract contract) {
    StructType schema =
        contract
            .schema()
            .add(CanonicalRows.ROW_KEY, DataTypes.LongType)
            .add(CanonicalRows.ROW_HASH, DataTypes.LongType)
            .add(AsOf.ARRIVED_ON, DataTypes.DateType)
            .add(AsOf.PRESENT_FROM, DataTypes.DateType)
            .add(AsOf.BATCH_NO, DataTypes.LongType)
            .add(AsOf.DELETED, DataTypes.BooleanType);
    return spark.createDataFrame(List.of(), schema);
  }
}
