package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contract;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that say that a key is gone: it was in an earlier snapshot and is missing from this one. */
record Deletions(Contract contract, Batch batch, ArrivalRule arrival) {

  /** The last version of each missing key again, marked deleted, arrived with this batch. */
  Dataset<Row> of(Dataset<Row> stored, Dataset<Row> present) {
    Column[] key = contract.key().stream().map(name -> col(name)).toArray(Column[]::new);
    Column arrivedOn =
        greatest(
            lit(batch.firstSeen().toString()).cast("date"),
            lit(batch.openFrom() == null ? null : batch.openFrom().toString()).cast("date"));
    return stored
        .groupBy(key)
        .agg(
            max_by(struct(col("*")), struct(col(AsOf.ARRIVED_ON), col(AsOf.BATCH_NO))).as("latest"))
        .select("latest.*")
        .where(col(AsOf.DELETED).equalTo(false))
        .join(
            present.select(key),
            scala.jdk.javaapi.CollectionConverters.asScala(contract.key()).toSeq(),
            "left_anti")
        .withColumn(AsOf.ARRIVED_ON, arrivedOn)
        .withColumn(AsOf.PRESENT_FROM, arrival.presentFrom(arrivedOn))
        .withColumn(AsOf.BATCH_NO, lit(batch.number()))
        .withColumn(AsOf.DELETED, lit(true));
  }
}
