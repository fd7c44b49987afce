package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.asof.AsOf;
import dev.bellwether.config.Source;
import dev.bellwether.contract.Contracts;
import dev.bellwether.warehouse.Parallel;
import dev.bellwether.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Writes what became of ingested rows: {@code quarantine}, {@code input_quality} and warnings. */
final class QualityReport {
  private final Warehouse warehouse;
  private final Source source;
  private final String runId;

  QualityReport(Warehouse warehouse, Source source, String runId) {
    this.warehouse = warehouse;
    this.source = source;
    this.runId = runId;
  }

  /** Replaces the rows of these batches in the three tables. */
  void write(List<IngestedBatch> batches) {
    List<String> ids = batches.stream().map(b -> "'" + b.batch().id() + "'").toList();
    List<IngestedBatch> refusing = batches.stream().filter(b -> b.quarantined() > 0).toList();
    new Parallel(3)
        .all(
            List.of(
                () -> replace("quarantine", union(refusing, this::quarantine), ids),
                () -> replace("input_warning", union(batches, this::warnings), ids),
                () -> replace("input_quality", quality(batches), ids)));
  }

  private Dataset<Row> quarantine(IngestedBatch batch) {
    return labelled(batch, batch.quarantine());
  }

  private String replace(String table, Dataset<Row> rows, List<String> batchIds) {
    Dataset<Row> conforming = Warehouse.onlyContractColumns(rows, Contracts.of(table)).coalesce(1);
    warehouse.replaceWhere(table, conforming, "batch_id", batchIds);
    return table;
  }

  private Dataset<Row> union(
      List<IngestedBatch> batches, Function<IngestedBatch, Dataset<Row>> rows) {
    return batches.stream()
        .map(rows)
        .reduce(Dataset::unionByName)
        .orElseGet(() -> warehouse.spark().emptyDataFrame());
  }

  private Dataset<Row> labelled(IngestedBatch ingested, Dataset<Row> rows) {
    return rows.withColumn("run_id", lit(runId))
        .withColumn("source", lit(source.name()))
        .withColumn("table", lit(ingested.batch().table()))
        .withColumn("batch_id", lit(ingested.batch().id()));
  }

  private Dataset<Row> warnings(IngestedBatch ingested) {
    Dataset<Row> all =
        Stream.of(unresolved(ingested, "account_id", "accounts", "account_id"))
            .reduce(ingested.warnings(), Dataset::unionByName);
    return labelled(ingested, all);
  }

  /** Accepted rows whose account is not there (yet): they count from the day it is. */
  private Dataset<Row> unresolved(IngestedBatch ingested, String column, String table, String key) {
    String staged = ingested.batch().table();
    if (staged.equals(table) || Contracts.of(staged).column(column).isEmpty()) {
      return ingested.warnings().limit(0);
    }
    Dataset<Row> known = warehouse.read(table).select(col(key).as("known_key")).distinct();
    Dataset<Row> named =
        warehouse
            .read(staged)
            .where(col(AsOf.BATCH_NO).equalTo(ingested.batch().number()))
            .groupBy(column)
            .agg(count(lit(1)).as("rows"));
    Column same = col(column).equalTo(col("known_key"));
    return named
        .join(known, same, "left_anti")
        .agg(coalesce(org.apache.spark.sql.functions.sum("rows"), lit(0L)).as("rows"))
        .where(col("rows").gt(0))
        .select(lit(column + " is not (yet) in " + table).as("reason"), col("rows"));
  }

  private Dataset<Row> quality(List<IngestedBatch> batches) {
    List<Row> rows = new ArrayList<>();
    for (IngestedBatch b : batches) {
      rows.add(
          RowFactory.create(
              runId,
              source.name(),
              b.batch().table(),
              b.batch().id(),
              b.rowsIn(),
              b.accepted(),
              b.duplicates(),
              b.quarantined()));
    }
    return warehouse.spark().createDataFrame(rows, Contracts.of("input_quality").schema());
  }
}
