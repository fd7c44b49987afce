package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.warehouse.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What is odd about accepted rows: values lost, rows without their account or exchange rate, and
 * what holds for a batch as a whole.
 */
final class InputWarnings {
  private static final String ACCOUNTS = "accounts";
  private static final String ACCOUNT = "account_id";
  private static final String PARENT = "parent_account_id";
  private static final String SUBSCRIPTION = "subscription_id";
  private static final String RATES = "exchange_rates";
  private static final String CURRENCY = "currency";

  private final Warehouse warehouse;
  private final Source source;
  private final String reportingCurrency;

  InputWarnings(Warehouse warehouse, Source source, String reportingCurrency) {
    this.warehouse = warehouse;
    this.source = source;
    this.reportingCurrency = reportingCurrency;
  }

  /** One row per batch and oddity: {@code table, batch_id, reason, rows}. */
  Dataset<Row> of(List<IngestedBatch> batches) {
    List<Dataset<Row>> parts = new ArrayList<>(List.of(ofWholeBatches(batches)));
    for (IngestedBatch batch : batches) {
      if (batch.counts().warned() > 0) {
        Column reason = explode(col(CanonicalRows.WARNINGS)).as("reason");
        parts.add(labelled(batch, reason, lit(1L).as("rows")));
      }
    }
    List<IngestedBatch> ofAccounts =
        having(batches, ACCOUNT).filter(batch -> !batch.table().equals(ACCOUNTS)).toList();
    // where no accounts are given, each would be unknown
    if (!ofAccounts.isEmpty() && source.tables().containsKey(ACCOUNTS)) {
      parts.add(withoutAccount(ofAccounts, ACCOUNT));
    }
    List<IngestedBatch> ofParents = having(batches, PARENT).toList();
    if (!ofParents.isEmpty()) {
      parts.add(withoutAccount(ofParents, PARENT));
    }
    having(batches, SUBSCRIPTION)
        .filter(batch -> batch.batch().number() > 1)
        .forEach(batch -> parts.add(ofOtherAccounts(batch)));
    List<IngestedBatch> ofMoney = having(batches, CURRENCY).toList();
    if (!ofMoney.isEmpty()) {
      parts.add(withoutRate(ofMoney));
    }
    return parts.stream()
        .reduce(Dataset::unionByName)
        .orElseThrow()
        .groupBy("table", "batch_id", "reason")
        .agg(sum("rows").as("rows"));
  }

  private Dataset<Row> ofWholeBatches(List<IngestedBatch> batches) {
    List<Row> rows = new ArrayList<>();
    for (IngestedBatch batch : batches) {
      for (Map.Entry<String, Long> warning : batch.warnings().entrySet()) {
        rows.add(
            RowFactory.create(
                batch.table(), batch.batch().id(), warning.getKey(), warning.getValue()));
      }
    }
    StructType schema =
        new StructType()
            .add("table", DataTypes.StringType)
            .add("batch_id", DataTypes.StringType)
            .add("reason", DataTypes.StringType)
            .add("rows", DataTypes.LongType);
    return warehouse.spark().createDataFrame(rows, schema);
  }

  private Dataset<Row> withoutAccount(List<IngestedBatch> batches, String column) {
    Dataset<Row> known = warehouse.read(ACCOUNTS).select(col(ACCOUNT).as("known")).distinct();
    return each(batches, batch -> labelled(batch, col(column)))
        .where(col(column).isNotNull())
        .groupBy("table", "batch_id", column)
        .agg(count(lit(1)).as("rows"))
        .join(known, col(column).equalTo(col("known")), "left_anti")
        .select(
            col("table"),
            col("batch_id"),
            lit(column + " is not (yet) in " + ACCOUNTS).as("reason"),
            col("rows"));
  }

  /**
   * Subscriptions that were another account's: what they pay leaves the one as churn, and is new to
   * the other. No ids are told, since warnings are kept when an account is erased.
   */
  private Dataset<Row> ofOtherAccounts(IngestedBatch batch) {
    Dataset<Row> before =
        warehouse
            .read(batch.table())
            .where(col(AsOf.BATCH_NO).lt(batch.batch().number()))
            .groupBy(SUBSCRIPTION)
            .agg(max_by(col(ACCOUNT), col(AsOf.BATCH_NO)).as("before"));
    return labelled(batch, col(SUBSCRIPTION), col(ACCOUNT))
        .join(before, new String[] {SUBSCRIPTION}, "inner")
        .where(col("before").notEqual(col(ACCOUNT)))
        .groupBy("table", "batch_id")
        .agg(count(lit(1)).as("rows"))
        .select(
            col("table"),
            col("batch_id"),
            lit("account_id is another than before: churn of the one and new revenue of the"
                    + " other, unless accounts has one as the parent of the other")
                .as("reason"),
            col("rows"));
  }

  /** Amounts in a currency of which no rate is known on the day of their row. */
  private Dataset<Row> withoutRate(List<IngestedBatch> batches) {
    Dataset<Row> known =
        warehouse
            .read(RATES)
            .where(col("to_currency").equalTo(reportingCurrency))
            .groupBy(col("from_currency"))
            .agg(min("rate_date").as("known_from"));
    Column isKnown =
        col(CURRENCY).equalTo(col("from_currency")).and(col("known_from").leq(col("day")));
    Column reason =
        concat(
            lit("no exchange rate from "),
            col(CURRENCY),
            lit(" to " + reportingCurrency + " on its day"));
    return each(batches, batch -> labelled(batch, col(CURRENCY), eventDay(batch)))
        .where(col(CURRENCY).notEqual(reportingCurrency))
        .groupBy("table", "batch_id", CURRENCY, "day")
        .agg(count(lit(1)).as("rows"))
        .join(broadcast(known), isKnown, "left_anti")
        .select(col("table"), col("batch_id"), reason.as("reason"), col("rows"));
  }

  private static Column eventDay(IngestedBatch batch) {
    Contract contract = Contracts.of(batch.table());
    return col(contract.eventTime()).cast("date").as("day");
  }

  private static Stream<IngestedBatch> having(List<IngestedBatch> batches, String column) {
    return batches.stream()
        .filter(batch -> batch.accepted() > 0)
        .filter(batch -> Contracts.of(batch.table()).column(column).isPresent());
  }

  private static Dataset<Row> each(
      List<IngestedBatch> batches, Function<IngestedBatch, Dataset<Row>> rows) {
    return batches.stream().map(rows).reduce(Dataset::unionByName).orElseThrow();
  }

  private static Dataset<Row> labelled(IngestedBatch batch, Column... columns) {
    List<Column> all = new ArrayList<>(List.of(columns));
    all.add(lit(batch.table()).as("table"));
    all.add(lit(batch.batch().id()).as("batch_id"));
    return batch.acceptedRows().select(all.toArray(Column[]::new));
  }
}
