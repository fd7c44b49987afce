package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.warehouse.Warehouse;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Days of arrival after a publication was withdrawn: rows that were ingested after it, and counted
 * from the day after it, count as if it had not been; rows that its run brought count from the
 * first night that is open now.
 */
public final class ArrivalRepair {
  private final String runId;
  private final LocalDate closedFrom;
  private final Map<LocalDate, Instant> standing;

  private ArrivalRepair(String runId, LocalDate withdrawn, Map<LocalDate, Instant> standing) {
    this.runId = runId;
    this.closedFrom = withdrawn.plusDays(1);
    this.standing = Map.copyOf(standing);
  }

  /**
   * Mends the staging tables and the ledger of batches; doing it twice is doing it once.
   *
   * @param runId the run that had published
   * @param withdrawn the as-of date that was withdrawn
   * @param standing the as-of dates that are still published, and since when; where there are none,
   *     the next run reads all files anew
   */
  public static void afterWithdrawal(
      Warehouse warehouse, String runId, LocalDate withdrawn, Map<LocalDate, Instant> standing) {
    if (!warehouse.exists(Tables.INPUT_BATCH)) {
      return;
    }
    Dataset<Row> ledger = warehouse.read(Tables.INPUT_BATCH);
    if (standing.isEmpty()) {
      warehouse.replaceAll(
          Tables.INPUT_BATCH, warehouse.spark().createDataFrame(List.of(), ledger.schema()));
      return;
    }
    ArrivalRepair repair = new ArrivalRepair(runId, withdrawn, standing);
    Map<String, List<Row>> byTable = new TreeMap<>();
    List<Row> rows = ledger.collectAsList();
    rows.stream()
        .filter(repair::isConcerned)
        .forEach(
            row -> byTable.computeIfAbsent(row.getAs("table"), name -> new ArrayList<>()).add(row));
    byTable.forEach((table, batches) -> repair.mend(warehouse, table, batches));
    if (!byTable.isEmpty()) {
      warehouse.replaceAll(
          Tables.INPUT_BATCH,
          warehouse
              .spark()
              .createDataFrame(rows.stream().map(repair::mended).toList(), ledger.schema())
              .coalesce(1));
    }
  }

  private boolean isConcerned(Row batch) {
    return isOfItsRun(batch) || Optional.of(closedFrom).equals(openFrom(batch));
  }

  private boolean isOfItsRun(Row batch) {
    return batch.<String>getAs("run_id").equals(runId);
  }

  private static Optional<LocalDate> openFrom(Row batch) {
    return Optional.ofNullable(batch.<Date>getAs("open_from")).map(Date::toLocalDate);
  }

  private static LocalDate firstSeen(Row batch) {
    return batch.<Date>getAs("first_seen").toLocalDate();
  }

  /** The day after the last night that was published, and stands, when the batch was ingested. */
  private Optional<LocalDate> openFromNow(Row batch) {
    if (isOfItsRun(batch) && !Optional.of(closedFrom).equals(openFrom(batch))) {
      return openFrom(batch);
    }
    Instant ingested = batch.<Timestamp>getAs("committed_at").toInstant();
    return standing.entrySet().stream()
        .filter(night -> night.getValue().isBefore(ingested))
        .map(night -> night.getKey().plusDays(1))
        .max(LocalDate::compareTo);
  }

  private LocalDate firstSeenNow(Row batch) {
    LocalDate seen = firstSeen(batch);
    LocalDate next =
        standing.keySet().stream().max(LocalDate::compareTo).map(d -> d.plusDays(1)).orElse(seen);
    return isOfItsRun(batch) && seen.isAfter(next) ? next : seen;
  }

  private void mend(Warehouse warehouse, String table, List<Row> batches) {
    Column arrived = col(AsOf.ARRIVED_ON);
    Column arrivedNow = arrived;
    Column seenNow = lit(null).cast("date");
    List<Object> numbers = new ArrayList<>();
    for (Row batch : batches) {
      Object number = batch.getAs("batch_no");
      numbers.add(number);
      Column isOfBatch = col(AsOf.BATCH_NO).equalTo(number);
      Column earliest =
          greatest(
              lit(openFromNow(batch).map(Date::valueOf).orElse(null)).cast("date"),
              lit(Date.valueOf(firstSeenNow(batch))));
      arrivedNow = when(isOfBatch.and(arrived.isin(moved(batch))), earliest).otherwise(arrivedNow);
      seenNow = when(isOfBatch, lit(Date.valueOf(firstSeenNow(batch)))).otherwise(seenNow);
    }
    Dataset<Row> rows =
        warehouse
            .read(table)
            .where(col(AsOf.BATCH_NO).isin(numbers.toArray()))
            .withColumn(AsOf.ARRIVED_ON, arrivedNow)
            .withColumn(
                AsOf.PRESENT_FROM,
                when(col(AsOf.PRESENT_FROM).isNotNull(), greatest(col(AsOf.ARRIVED_ON), seenNow)));
    warehouse.replaceWhere(
        table, rows, AsOf.BATCH_NO, numbers.stream().map(String::valueOf).toList());
  }

  /** The days of arrival that rows of a batch have because of the withdrawn night. */
  private Object[] moved(Row batch) {
    boolean isFirstSeen = isOfItsRun(batch) && batch.getAs("arrival").equals("first_seen");
    return Stream.of(
            Optional.of(closedFrom).equals(openFrom(batch)) ? Date.valueOf(closedFrom) : null,
            isFirstSeen && !firstSeenNow(batch).equals(firstSeen(batch))
                ? Date.valueOf(firstSeen(batch))
                : null)
        .filter(Objects::nonNull)
        .toArray();
  }

  private Row mended(Row batch) {
    if (!isConcerned(batch)) {
      return batch;
    }
    Set<String> changed = Set.of("open_from", "first_seen");
    Object[] values = new Object[batch.size()];
    for (int i = 0; i < values.length; i++) {
      String name = batch.schema().fieldNames()[i];
      Object now =
          name.equals("open_from")
              ? openFromNow(batch).map(Date::valueOf).orElse(null)
              : Date.valueOf(firstSeenNow(batch));
      values[i] = changed.contains(name) ? now : batch.get(i);
    }
    return RowFactory.create(values);
  }
}
