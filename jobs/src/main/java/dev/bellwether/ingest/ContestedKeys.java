package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.coalesce;
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
import dev.bellwether.platform.contract.KeptRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Judges the rows of contested keys by their whole content: equal rows are duplicates; of rows with
 * one key and other content the first by (arrival, event time, row hash) wins, and the others are
 * key conflicts.
 */
final class ContestedKeys {
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
  ContestedKeys(Contract contract, boolean versions) {
    this.contract = contract;
    this.versions = versions;
  }

  /**
   * What became of the rows.
   *
   * @param contents every content that was found, with its {@value #VERDICT}; empty where no key
   *     was contested
   */
  record Result(long conflicts, long duplicates, Optional<Dataset<Row>> contents) {
    static final Result NONE = new Result(0, 0, Optional.empty());

    /** These rows and those that enter the table after all. */
    Dataset<Row> withAccepted(Dataset<Row> rows) {
      return contents
          .map(c -> rows.unionByName(c.where(is(ACCEPTED)).drop(VERDICT, COPIES)))
          .orElse(rows);
    }

    /** The rows that another row of the same key keeps out. */
    Dataset<Row> refused() {
      return contents.orElseThrow().where(is(CONFLICT));
    }
  }

  /**
   * Judges the rows of contested keys.
   *
   * @param contested sound rows of the batch
   * @param stored rows of earlier batches with the same key hashes
   */
  Result of(Dataset<Row> contested, Dataset<Row> stored) {
    Column surplus = col(COPIES).minus(when(is(DUPLICATE), 0L).otherwise(1L));
    Figures figures =
        new Figures(
            count_if(is(CONFLICT)).as("conflicts"),
            coalesce(sum(surplus), lit(0L)).as("duplicates"));
    Dataset<Row> judged = withVerdict(withStoredHash(perContent(contested), stored));
    Dataset<Row> contents = KeptRows.of(figures.observe(judged));
    Figures.Taken taken = figures.taken(() -> contents);
    return new Result(taken.count("conflicts"), taken.count("duplicates"), Optional.of(contents));
  }

  private static Column is(String verdict) {
    return col(VERDICT).equalTo(verdict);
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

  private Dataset<Row> withStoredHash(Dataset<Row> contents, Dataset<Row> stored) {
    Column[] key = contract.key().stream().map(name -> col(name)).toArray(Column[]::new);
    Dataset<Row> latest =
        stored
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
