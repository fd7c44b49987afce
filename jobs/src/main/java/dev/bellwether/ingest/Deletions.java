package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.errors.BellwetherException;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that say that a key is gone: it was in an earlier snapshot, and no row of this one has it,
 * whether usable or not.
 */
record Deletions(Contract contract, Batch batch, ArrivalRule arrival) {

  /** So few may always be deleted. */
  private static final int FEW = 2;

  /**
   * Fails when so many keys are missing that the file looks cut.
   *
   * @param maxPercent the share that may be missing, in percent
   */
  void requireFew(KeyComparison.Result keys, int maxPercent) {
    if (keys.missing() > FEW && keys.missing() * 100 > keys.live() * maxPercent) {
      throw BellwetherException.data(
          batch.table() + ": " + keys.missing() + " of " + keys.live() + " keys are missing",
          "more than "
              + maxPercent
              + " % were in the snapshot before and are not in "
              + batch.files().get(0).path()
              + ", which looks like a file that was cut",
          "deliver the file again; if they were really deleted, run once with --set"
              + " source.deletes_max_percent=100");
    }
  }

  /**
   * What is told of keys that are missing, with how many they are.
   *
   * @param deletes whether a missing key was deleted, as its input says
   * @param allRead whether no row was unreadable that may hold one of them
   */
  static Map<String, Long> warnings(long missing, boolean deletes, boolean allRead) {
    if (missing == 0) {
      return Map.of();
    }
    if (!allRead) {
      return Map.of(
          "it is missing, but not taken as deleted, since rows could not be read", missing);
    }
    return Map.of(
        deletes
            ? "it is gone from the new file, so it counts as deleted at the source"
            : "it is gone from the new file, but counts on: its input does not say deletes: true",
        missing);
  }

  /**
   * The last version of each missing key again, marked deleted, arrived with this batch.
   *
   * @param missing the stored rows of the keys that are missing
   */
  Dataset<Row> of(Dataset<Row> missing) {
    Column[] key = contract.key().stream().map(name -> col(name)).toArray(Column[]::new);
    Column arrivedOn =
        greatest(
            lit(batch.firstSeen().toString()).cast("date"),
            lit(batch.openFrom() == null ? null : batch.openFrom().toString()).cast("date"));
    return missing
        .groupBy(key)
        .agg(
            max_by(struct(col("*")), struct(col(AsOf.ARRIVED_ON), col(AsOf.BATCH_NO))).as("latest"))
        .select("latest.*")
        .where(col(AsOf.DELETED).equalTo(false))
        .withColumn(AsOf.ARRIVED_ON, arrivedOn)
        .withColumn(AsOf.PRESENT_FROM, arrival.presentFrom(arrivedOn))
        .withColumn(AsOf.BATCH_NO, lit(batch.number()))
        .withColumn(AsOf.DELETED, lit(true));
  }
}
