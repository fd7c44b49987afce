package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.warehouse.Parallel;
import dev.bellwether.platform.warehouse.Warehouse;
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
  private static final String ACCOUNTS = "accounts";
  private static final String ACCOUNT = "account_id";

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
                () -> replace("input_warning", warnings(batches), ids),
                () -> replace("input_quality", quality(batches), ids)));
  }

  private Dataset<Row> quarantine(IngestedBatch batch) {
    return labelled(batch, batch.quarantine());
  }

  private String replace(String table, Dataset<Row> rows, List<String> batchIds) {
    Dataset<Row> conforming = ContractColumns.only(rows, Contracts.of(table)).coalesce(1);
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
    return rows.select(
        col("*"),
        lit(runId).as("run_id"),
        lit(source.name()).as("source"),
        lit(ingested.table()).as("table"),
        lit(ingested.batch().id()).as("batch_id"));
  }

  /** Values lost or odd in accepted rows, and rows whose account is not there (yet). */
  private Dataset<Row> warnings(List<IngestedBatch> batches) {
    Dataset<Row> values =
        union(
            batches,
            batch ->
                labelled(
                        batch,
                        batch
                            .acceptedRows()
                            .select(explode(col(CanonicalRows.WARNINGS)).as("reason")))
                    .select(label("reason")));
    List<IngestedBatch> ofAccounts =
        batches.stream()
            .filter(batch -> !batch.table().equals(ACCOUNTS))
            .filter(batch -> Contracts.of(batch.table()).column(ACCOUNT).isPresent())
            .toList();
    Dataset<Row> all = ofAccounts.isEmpty() ? values : values.unionByName(unresolved(ofAccounts));
    return all.groupBy(label("reason")).agg(count(lit(1)).as("rows"));
  }

  private Dataset<Row> unresolved(List<IngestedBatch> ofAccounts) {
    Dataset<Row> known = warehouse.read(ACCOUNTS).select(col(ACCOUNT).as("known_key")).distinct();
    Dataset<Row> named =
        union(ofAccounts, batch -> labelled(batch, batch.acceptedRows().select(ACCOUNT)));
    return named
        .join(known, col(ACCOUNT).equalTo(col("known_key")), "left_anti")
        .withColumn("reason", lit(ACCOUNT + " is not (yet) in " + ACCOUNTS))
        .select(label("reason"));
  }

  private static Column[] label(String more) {
    return Stream.of("run_id", "source", "table", "batch_id", more)
        .map(name -> col(name))
        .toArray(Column[]::new);
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
