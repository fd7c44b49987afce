package dev.bellwether.pipeline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.bellwether.ingest.Ingest;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Sha256;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.warehouse.Warehouse;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tables that runs carry on slice by slice: whether they still are what the inputs make, and
 * what they say that they were made from.
 *
 * <p>Each says so in storage, and says {@link Warehouse#UNFINISHED} while it is made from something
 * else. So it does not matter which run was killed when: a table that is not made from what is
 * there now is made anew.
 */
final class Rollups {
  /** What a run makes of all that came since the last one; other tables it makes of its dates. */
  private static final Set<String> TABLES =
      Set.of(
          Tables.USER_ACTIVITY_DAILY,
          Tables.ACCOUNT_ACTIVITY_DAILY,
          Tables.CHURN_LABEL,
          Tables.PREDICTION_OUTCOME);

  private final Warehouse warehouse;
  private final String madeFrom;
  private final Optional<LocalDate> standThrough;
  private final boolean reachesAll;

  private Rollups(
      Warehouse warehouse, String madeFrom, Optional<LocalDate> standThrough, boolean reachesAll) {
    this.warehouse = warehouse;
    this.madeFrom = madeFrom;
    this.standThrough = standThrough;
    this.reachesAll = reachesAll;
  }

  /**
   * The rollups as a run finds them.
   *
   * @param completedThrough the latest as-of date of a completed run
   * @param lastDate the last as-of date of this run
   */
  static Rollups found(
      Warehouse warehouse,
      Ingest.Result ingested,
      Optional<LocalDate> completedThrough,
      LocalDate lastDate) {
    String source = Sha256.of(new TreeMap<>(ingested.madeFrom()).toString());
    boolean stand =
        ingested.rebuilt().isEmpty()
            && TABLES.stream()
                .flatMap(table -> warehouse.madeFrom(table).stream())
                .allMatch(source::equals);
    return new Rollups(
        warehouse,
        source,
        stand ? completedThrough : Optional.empty(),
        completedThrough.filter(lastDate::isBefore).isEmpty());
  }

  /** Through which day of arrival they stand; none when they are to be made anew. */
  Optional<LocalDate> standThrough() {
    return standThrough;
  }

  /** Whether no completed run knew of a later day than this one. */
  boolean reachesAll() {
    return reachesAll;
  }

  /** Whether this run makes all of a rollup, so that nothing of before is to stay. */
  boolean isMadeWhole(String table) {
    return TABLES.contains(table) && standThrough.isEmpty() && reachesAll;
  }

  /**
   * Days whose events are not kept any more stay as they were made: a late event does not make them
   * anew, and a table that is made whole keeps them.
   *
   * @param made what a step made of a table, as its contract has it
   */
  Dataset<Row> withClosedDays(Contract contract, Dataset<Row> made) {
    String table = contract.name();
    Optional<LocalDate> closedBefore =
        TABLES.contains(table) ? warehouse.closedBefore(table) : Optional.empty();
    if (closedBefore.isEmpty()) {
      return made;
    }
    Column isOpen = col(contract.partitionedBy().get(0)).geq(Date.valueOf(closedBefore.get()));
    Dataset<Row> open = made.where(isOpen);
    return isMadeWhole(table) ? open.unionByName(warehouse.read(table).where(not(isOpen))) : open;
  }

  /**
   * Writes a table and, of a rollup, what it was made from; one of a part of its days stays
   * unfinished.
   */
  void write(String table, Runnable write) {
    if (!TABLES.contains(table)) {
      write.run();
      return;
    }
    boolean isSame = warehouse.madeFrom(table).equals(Optional.of(madeFrom));
    if (!isSame) {
      warehouse.setMadeFrom(table, Warehouse.UNFINISHED);
    }
    write.run();
    if (reachesAll || standThrough.isPresent()) {
      warehouse.setMadeFrom(table, madeFrom);
    }
  }

  /** Has all of them made anew by the next run. */
  static void invalidate(Warehouse warehouse) {
    TABLES.forEach(table -> warehouse.setMadeFrom(table, Warehouse.UNFINISHED));
  }
}
