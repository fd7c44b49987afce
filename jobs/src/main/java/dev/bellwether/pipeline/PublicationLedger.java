package dev.bellwether.pipeline;

import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.warehouse.Warehouse;
import dev.bellwether.publish.Published;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The publications of a home as rows: the table {@code publication}. */
final class PublicationLedger {

  private PublicationLedger() {}

  /** Records what a run published; a date that was only verified has its row already. */
  static void record(Warehouse warehouse, String runId, Instant now, List<Published> published) {
    List<Row> rows =
        published.stream()
            .map(
                p ->
                    RowFactory.create(
                        p.id().toString(),
                        runId,
                        Date.valueOf(p.asOfDate()),
                        p.id().revision(),
                        Timestamp.from(now),
                        p.manifestHash()))
            .toList();
    List<String> known =
        warehouse.read(Tables.PUBLICATION).select("publication_id").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    List<Row> added = rows.stream().filter(row -> !known.contains(row.getString(0))).toList();
    if (!added.isEmpty()) {
      warehouse.append(
          Tables.PUBLICATION,
          warehouse
              .spark()
              .createDataFrame(added, Contracts.of(Tables.PUBLICATION).schema())
              .coalesce(1));
    }
  }
}
