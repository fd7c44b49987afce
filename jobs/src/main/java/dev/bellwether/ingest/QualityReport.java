package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.config.Secret;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.warehouse.Parallel;
import dev.bellwether.platform.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Writes what became of ingested rows: {@code quarantine}, {@code input_quality} and warnings. */
final class QualityReport {
  private final Warehouse warehouse;
  private final Source source;
  private final String runId;
  private final String reportingCurrency;
  private final Secret hashKey;

  QualityReport(Warehouse warehouse, Source source, String runId, Settings settings) {
    this.warehouse = warehouse;
    this.source = source;
    this.runId = runId;
    this.reportingCurrency = settings.currency();
    this.hashKey = settings.privacy().hashKey();
  }

  /**
   * Writes the rows of these batches into the three tables, in place of what an ingest that was
   * never completed left of them. {@code input_quality} is first, so that it tells of leftovers in
   * all three.
   */
  void write(List<IngestedBatch> batches) {
    List<String> ids = batches.stream().map(b -> b.batch().id()).toList();
    boolean hasLeftovers =
        warehouse
            .find("input_quality")
            .map(rows -> !rows.where(col("batch_id").isin(ids.toArray())).isEmpty())
            .orElse(false);
    write("input_quality", quality(batches), ids, hasLeftovers);
    List<IngestedBatch> refusing = batches.stream().filter(b -> b.quarantined() > 0).toList();
    List<Callable<String>> work = new ArrayList<>();
    work.add(() -> write("input_warning", warnings(batches), ids, hasLeftovers));
    if (hasLeftovers || !refusing.isEmpty()) {
      work.add(() -> write("quarantine", union(refusing, this::quarantine), ids, hasLeftovers));
    }
    new Parallel(work.size()).all(work);
  }

  private Dataset<Row> quarantine(IngestedBatch batch) {
    Source.Input input = source.inputs().get(batch.batch().input());
    RefusedLines lines =
        new RefusedLines(
            warehouse.spark().sparkContext().hadoopConfiguration(), input, batch.batch(), hashKey);
    return labelled(batch, lines.in(batch.quarantine()));
  }

  private String write(
      String table, Dataset<Row> rows, List<String> batchIds, boolean hasLeftovers) {
    Dataset<Row> conforming = ContractColumns.only(rows, Contracts.of(table)).coalesce(1);
    if (hasLeftovers) {
      List<String> literals = batchIds.stream().map(id -> "'" + id + "'").toList();
      warehouse.replaceWhere(table, conforming, "batch_id", literals);
    } else {
      warehouse.append(table, conforming);
    }
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
    return rows.select(
        col("*"),
        lit(runId).as("run_id"),
        lit(source.name()).as("source"),
        lit(ingested.table()).as("table"),
        lit(ingested.batch().id()).as("batch_id"));
  }

  private Dataset<Row> warnings(List<IngestedBatch> batches) {
    return new InputWarnings(warehouse, source, reportingCurrency)
        .of(batches)
        .withColumn("run_id", lit(runId))
        .withColumn("source", lit(source.name()));
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
