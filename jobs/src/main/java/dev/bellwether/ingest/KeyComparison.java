package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.KeptRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Compares the keys of a batch with one another and with those stored, by hashes, in one aggregate.
 *
 * <p>A key is known by two hashes, 128 bits in all, and its content by a third. What they cannot
 * decide is contested, and left to {@link ContestedKeys}.
 */
final class KeyComparison {
  /** Up to this many keys are sent to every task rather than all rows to where their keys are. */
  private static final long FEW = 1_000_000;

  private static final String FATE = "fate";
  private static final String FRESH = "fresh";
  private static final String UNCHANGED = "unchanged";
  private static final String CONTESTED = "contested";
  private static final String MISSING = "missing";
  private static final String OTHER_HASH = "other_key_hash";
  private static final String LATEST = "latest";

  private final Contract contract;
  private final boolean versions;

  /**
   * @param versions whether other content under a stored key is a new version (a snapshot) rather
   *     than a conflict, and a stored key that no row of the batch has is missing
   */
  KeyComparison(Contract contract, boolean versions) {
    this.contract = contract;
    this.versions = versions;
  }

  /**
   * What the keys of a batch are.
   *
   * @param fates hashes of keys by fate: contested ones, and of a later batch fresh and missing
   *     ones
   * @param isFirst whether the batch is its table's first
   * @param all whether every sound row of the batch has a fresh key
   * @param fresh keys that are new, or whose one row is a new version
   * @param contested keys that several rows of the batch share, or that another content is stored
   *     of
   * @param unchanged rows equal to what is stored
   * @param missing stored keys that no row of the batch has
   * @param live stored keys that are not deleted
   * @param leftovers rows of an ingest of the same batch that was never completed
   */
  record Result(
      Dataset<Row> fates,
      boolean isFirst,
      boolean all,
      long fresh,
      long contested,
      long unchanged,
      long missing,
      long live,
      long leftovers) {

    /** The rows whose keys are fresh. */
    Dataset<Row> onlyFresh(Dataset<Row> rows) {
      if (all) {
        return rows;
      }
      return isFirst
          ? rows.join(broadcast(keys(CONTESTED)), CanonicalRows.ROW_KEY, "left_anti")
          : rows.join(few(keys(FRESH), fresh), CanonicalRows.ROW_KEY, "left_semi");
    }

    /** The rows whose keys are contested. */
    Dataset<Row> onlyContested(Dataset<Row> rows) {
      return rows.join(broadcast(keys(CONTESTED)), CanonicalRows.ROW_KEY, "left_semi");
    }

    /** The stored rows whose keys are missing from the batch. */
    Dataset<Row> onlyMissing(Dataset<Row> stored) {
      return stored.join(broadcast(keys(MISSING)), CanonicalRows.ROW_KEY, "left_semi");
    }

    /** The same, but no key counts as missing. */
    Result withoutMissing() {
      return new Result(fates, isFirst, all, fresh, contested, unchanged, 0, live, leftovers);
    }

    private Dataset<Row> keys(String fate) {
      return fates.where(col(FATE).equalTo(fate)).select(CanonicalRows.ROW_KEY);
    }
  }

  /** Compares the rows of a table's first batch with one another. */
  Result ofFirst(Dataset<Row> rows) {
    Figures figures = new Figures(count(lit(1)).as(CONTESTED));
    Dataset<Row> repeated =
        rows.where(CanonicalRows.isSound())
            .groupBy(CanonicalRows.ROW_KEY)
            .agg(count(lit(1)).as("copies"))
            .where(col("copies").gt(1))
            .select(col(CanonicalRows.ROW_KEY), lit(CONTESTED).as(FATE));
    Dataset<Row> fates = KeptRows.of(figures.observe(repeated));
    long contested = figures.taken(() -> fates).count(CONTESTED);
    return new Result(fates, true, contested == 0, 0, contested, 0, 0, 0, 0);
  }

  /**
   * Compares the rows of a later batch with one another and with what is stored.
   *
   * @param rows its rows, unusable ones too: their keys are present
   * @param sound how many of them are sound
   * @param table the table as stored
   * @param number the batch's number
   */
  Result of(Dataset<Row> rows, long sound, Dataset<Row> table, long number) {
    Figures leftovers = new Figures(count_if(col(AsOf.BATCH_NO).geq(number)).as("leftovers"));
    Dataset<Row> stored = leftovers.observe(table).where(col(AsOf.BATCH_NO).lt(number));
    Figures figures =
        new Figures(
            count_if(is(FRESH)).as(FRESH),
            count_if(is(CONTESTED)).as(CONTESTED),
            coalesce(sum(when(is(UNCHANGED), col("copies"))), lit(0L)).as(UNCHANGED),
            count_if(is(MISSING)).as(MISSING),
            count_if(isLive()).as("live"));
    Dataset<Row> judged = figures.observe(withFate(perKey(here(rows), known(stored, rows, sound))));
    Dataset<Row> fates =
        KeptRows.of(
            judged
                .where(is(FRESH).or(is(CONTESTED)).or(is(MISSING)))
                .select(CanonicalRows.ROW_KEY, FATE));
    Figures.Taken taken = figures.taken(() -> judged);
    return new Result(
        fates,
        false,
        taken.count(FRESH) == sound,
        taken.count(FRESH),
        taken.count(CONTESTED),
        taken.count(UNCHANGED),
        taken.count(MISSING),
        taken.count("live"),
        leftovers.taken(() -> table).count("leftovers"));
  }

  private Dataset<Row> here(Dataset<Row> rows) {
    return rows.select(
        col(CanonicalRows.ROW_KEY),
        otherKeyHash(),
        col(CanonicalRows.ROW_HASH),
        CanonicalRows.isSound().as("sound"),
        lit(false).as("stored"),
        lit(false).as(AsOf.DELETED),
        lit(null).cast("date").as(AsOf.ARRIVED_ON),
        lit(null).cast("bigint").as(AsOf.BATCH_NO));
  }

  /** What is stored: of an append input only what the batch has keys of, since it may be much. */
  private Dataset<Row> known(Dataset<Row> stored, Dataset<Row> rows, long sound) {
    Dataset<Row> known =
        stored.select(
            col(CanonicalRows.ROW_KEY),
            otherKeyHash(),
            col(CanonicalRows.ROW_HASH),
            lit(false).as("sound"),
            lit(true).as("stored"),
            coalesce(col(AsOf.DELETED), lit(false)).as(AsOf.DELETED),
            col(AsOf.ARRIVED_ON),
            col(AsOf.BATCH_NO));
    if (versions) {
      return known;
    }
    Dataset<Row> keys = rows.select(CanonicalRows.ROW_KEY);
    return known.join(few(keys, sound), CanonicalRows.ROW_KEY, "left_semi");
  }

  private static Dataset<Row> few(Dataset<Row> keys, long number) {
    return number <= FEW ? broadcast(keys) : keys;
  }

  private static Dataset<Row> perKey(Dataset<Row> here, Dataset<Row> known) {
    Column sound = when(col("sound"), col(CanonicalRows.ROW_HASH));
    Column age = when(col("stored"), struct(col(AsOf.ARRIVED_ON), col(AsOf.BATCH_NO)));
    return here.unionByName(known)
        .groupBy(CanonicalRows.ROW_KEY)
        .agg(
            count_if(col("stored").equalTo(false)).as("rows"),
            count_if(col("sound")).as("copies"),
            min(sound).as("least_hash"),
            max(sound).as("greatest_hash"),
            min(OTHER_HASH).equalTo(max(OTHER_HASH)).as("one_key"),
            max_by(struct(col(CanonicalRows.ROW_HASH), col(AsOf.DELETED)), age).as(LATEST));
  }

  private Dataset<Row> withFate(Dataset<Row> keys) {
    Column isNew = col(LATEST).isNull();
    Column isVersion = lit(versions).and(col("one_key"));
    Column isStored =
        isLive()
            .and(col("one_key"))
            .and(col("least_hash").equalTo(col(LATEST + "." + CanonicalRows.ROW_HASH)))
            .and(col("greatest_hash").equalTo(col("least_hash")));
    Column isGone = lit(versions).and(isLive()).and(col("rows").equalTo(0));
    return keys.withColumn(
        FATE,
        when(col("copies").equalTo(0), when(isGone, MISSING))
            .when(coalesce(isStored, lit(false)), UNCHANGED)
            .when(col("copies").equalTo(1).and(isNew.or(isVersion)), FRESH)
            .otherwise(CONTESTED));
  }

  private static Column isLive() {
    return coalesce(col(LATEST + "." + AsOf.DELETED).equalTo(false), lit(false));
  }

  private Column otherKeyHash() {
    List<Column> salted = new ArrayList<>(List.of(lit(1L)));
    contract.key().forEach(name -> salted.add(col(name)));
    return xxhash64(salted.toArray(Column[]::new)).as(OTHER_HASH);
  }

  private static Column is(String fate) {
    return col(FATE).equalTo(fate);
  }
}
