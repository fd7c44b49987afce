package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Finds rows that stand more than once: equal rows are duplicates; of rows with one key and other
 * content the first by (arrival, event time, row hash) wins, and the others are key conflicts.
 *
 * <p>Only rows whose 64-bit key hash occurs twice are compared in full; all others pass at once.
 */
final class Deduplication {
  static final String VERDICT = "verdict";
  static final String CONFLICT = "key_conflict";

  private static final String ACCEPTED = "accepted";
  private static final String DUPLICATE = "duplicate";
  private static final String COPIES = "copies";

  private final Contract contract;
  private final boolean versions;

  /**
   * @param contract the table's contract
   * @param versions whether other content under a stored key is a new version (a snapshot) rather
   *     than a conflict
   */
  Deduplication(Contract contract, boolean versions) {
    this.contract = contract;
    this.versions = versions;
  }

  /**
   * What became of a batch's sound rows.
   *
   * @param accepted the rows that enter the table
   * @param contents every content that was found under a key of several, with its {@value
   *     #VERDICT}; empty when no key was
   */
  record Result(
      Dataset<Row> accepted, long conflicts, long duplicates, Optional<Dataset<Row>> contents) {}

  /**
   * Judges a batch.
   *
   * @param valid its sound rows
   * @param stored the rows of the batches before it
   * @param mayRepeat false when no key hash can occur twice
   */
  Result of(Dataset<Row> valid, Dataset<Row> stored, boolean mayRepeat) {
    if (!mayRepeat) {
      return new Result(valid, 0, 0, Optional.empty());
    }
    Dataset<Row> known = known(valid, stored).localCheckpoint();
    Dataset<Row> suspects = suspects(valid, known).localCheckpoint();
    if (suspects.isEmpty()) {
      return new Result(valid, 0, 0, Optional.empty());
    }
    Dataset<Row> contents = judged(valid, suspects, known).localCheckpoint();
    Column surplus = col(COPIES).minus(when(is(DUPLICATE), 0L).otherwise(1L));
    Row counts = contents.agg(count_if(is(CONFLICT)), sum(surplus)).first();
    Dataset<Row> winners = contents.where(is(ACCEPTED));
    Dataset<Row> accepted =
        onlyUnsuspected(valid, suspects)
            .unionByName(winners.drop(VERDICT, COPIES))
            .localCheckpoint();
    return new Result(accepted, counts.getLong(0), counts.getLong(1), Optional.of(contents));
  }

  /** What is stored under the key hashes of the batch, as far as judging needs it. */
  private Dataset<Row> known(Dataset<Row> valid, Dataset<Row> stored) {
    List<Column> columns = new ArrayList<>();
    contract.key().forEach(name -> columns.add(col(name)));
    Stream.of(
            CanonicalRows.ROW_KEY,
            CanonicalRows.ROW_HASH,
            AsOf.ARRIVED_ON,
            AsOf.BATCH_NO,
            AsOf.DELETED)
        .forEach(name -> columns.add(col(name)));
    return stored
        .select(columns.toArray(Column[]::new))
        .join(valid.select(CanonicalRows.ROW_KEY), CanonicalRows.ROW_KEY, "left_semi");
  }

  private static Column is(String verdict) {
    return col(VERDICT).equalTo(verdict);
  }

  /** The key hashes that occur more than once, in the batch or with what is stored. */
  private Dataset<Row> suspects(Dataset<Row> valid, Dataset<Row> known) {
    return valid
        .select(CanonicalRows.ROW_KEY)
        .unionByName(known.select(CanonicalRows.ROW_KEY).distinct())
        .groupBy(CanonicalRows.ROW_KEY)
        .agg(count(lit(1)).as(COPIES))
        .where(col(COPIES).gt(1))
        .select(CanonicalRows.ROW_KEY);
  }

  /** The rows under no suspect key hash. */
  private static Dataset<Row> onlyUnsuspected(Dataset<Row> valid, Dataset<Row> suspects) {
    return valid.join(broadcast(suspects), CanonicalRows.ROW_KEY, "left_anti");
  }

  /**
   * One row per distinct content under a suspect key hash, with its {@value #VERDICT} and the
   * number of its {@value #COPIES}.
   */
  private Dataset<Row> judged(Dataset<Row> valid, Dataset<Row> suspects, Dataset<Row> known) {
    Dataset<Row> contested = valid.join(broadcast(suspects), CanonicalRows.ROW_KEY, "left_semi");
    return withVerdict(withStoredHash(perContent(contested), known));
  }

  private Dataset<Row> perContent(Dataset<Row> contested) {
    Dataset<Row> contents =
        contested
            .groupBy(group(CanonicalRows.ROW_HASH))
            .agg(
                count(lit(1)).as(COPIES),
                min(AsOf.ARRIVED_ON).as("first_arrival"),
                first(struct(col("*"))).as("row"));
    return contents
        .select(col(COPIES), col("first_arrival"), col("row.*"))
        .drop(AsOf.ARRIVED_ON)
        .withColumnRenamed("first_arrival", AsOf.ARRIVED_ON);
  }

  private Dataset<Row> withStoredHash(Dataset<Row> contents, Dataset<Row> known) {
    Column[] key = contract.key().stream().map(name -> col(name)).toArray(Column[]::new);
    Dataset<Row> latest =
        known
            .groupBy(key)
            .agg(
                max_by(
                        struct(col(CanonicalRows.ROW_HASH), col(AsOf.DELETED)),
                        struct(col(AsOf.ARRIVED_ON), col(AsOf.BATCH_NO)))
                    .as("latest"));
    return contents.join(latest, seq(contract.key()), "left_outer");
  }

  private Dataset<Row> withVerdict(Dataset<Row> contents) {
    List<Column> order = new ArrayList<>(List.of(col(AsOf.ARRIVED_ON)));
    if (contract.eventTime() != null) {
      order.add(col(contract.eventTime()));
    }
    order.add(col(CanonicalRows.ROW_HASH));
    Column place =
        row_number()
            .over(
                Window.partitionBy(contract.key().stream().map(n -> col(n)).toArray(Column[]::new))
                    .orderBy(order.toArray(Column[]::new)));
    Column isStored =
        col("latest." + CanonicalRows.ROW_HASH)
            .equalTo(col(CanonicalRows.ROW_HASH))
            .and(col("latest." + AsOf.DELETED).equalTo(false));
    Column passes =
        versions ? col("place").equalTo(1) : col("place").equalTo(1).and(col("latest").isNull());
    return contents
        .withColumn("place", place)
        .withColumn(VERDICT, when(isStored, DUPLICATE).when(passes, ACCEPTED).otherwise(CONFLICT))
        .drop("place", "latest");
  }

  private Column[] group(String more) {
    List<Column> columns = new ArrayList<>();
    contract.key().forEach(name -> columns.add(col(name)));
    columns.add(col(more));
    return columns.toArray(Column[]::new);
  }

  private static scala.collection.immutable.Seq<String> seq(List<String> names) {
    return scala.jdk.javaapi.CollectionConverters.asScala(names).toSeq();
  }
}
