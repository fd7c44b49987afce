package dev.bellwether.marts.renewals;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.config.Band;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the list adds up to, by month of decision, owner and segment, beside what earlier lists said
 * of the same month and what came ({@link PastForecasts}), and each owner's book ({@link CsmBook}).
 *
 * <p>Every row of renewal_risk that is not signed counts once on each of four levels: the book, its
 * owner, its segment, and both.
 */
public final class RenewalForecast implements Step {
  private static final String[] CELL = {AsOf.DATE, "decision_month", "level", "csm", "segment"};

  @Override
  public StepTables tables() {
    return StepTables.make(Tables.RENEWAL_FORECAST, Tables.CSM_BOOK)
        .from(
            Tables.RENEWAL_RISK,
            Tables.NEXT_ACTION,
            Tables.RENEWAL_OUTCOME,
            Tables.ACCOUNT_HEALTH,
            Tables.ACCOUNT_FEATURES,
            Tables.ACCOUNTS);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Dataset<Row> past = new PastForecasts(inputs).perAccount();
    Dataset<Row> ahead = ahead(inputs.view(Tables.RENEWAL_RISK));
    Dataset<Row> both = ahead.join(perCell(past), CELL, "full_outer");
    Dataset<Row> shocked =
        both.join(broadcast(ForecastInterval.shocks(past)), new String[] {AsOf.DATE}, "left");
    return Map.of(
        Tables.RENEWAL_FORECAST, only(ForecastInterval.join(shocked), Tables.RENEWAL_FORECAST),
        Tables.CSM_BOOK, only(CsmBook.of(inputs), Tables.CSM_BOOK));
  }

  private static Dataset<Row> only(Dataset<Row> rows, String table) {
    return ContractColumns.only(rows, Contracts.of(table));
  }

  private static Dataset<Row> ahead(Dataset<Row> list) {
    Dataset<Row> open =
        list.where(col("situation").notEqual(RenewalDecisions.SIGNED))
            .withColumn("decision_month", trunc(col("decision_date"), "month"))
            .withColumn("csm", coalesce(col("csm"), lit("")))
            .withColumn("segment", coalesce(col("segment"), lit("")))
            .withColumn("variance", ForecastInterval.variance());
    Column arr = col("available_to_renew_arr");
    Column isUnknown = col("expected_arr_loss").isNull();
    return atLevels(open)
        .groupBy(columns())
        .agg(
            count(lit(1)).as("accounts"),
            KnownMoney.sum(arr).as("available_to_renew_arr"),
            KnownMoney.sum(col("expected_arr_loss")).as("expected_arr_loss"),
            sum("variance").cast("decimal(38,2)").as("loss_variance"),
            count(when(isUnknown, 1)).as("accounts_unknown"),
            KnownMoney.sumWhere(isUnknown, arr).as("unknown_arr"),
            KnownMoney.sumWhere(col("band").equalTo(Band.RED), arr).as("red_arr"),
            KnownMoney.sumWhere(col("band").equalTo(Band.YELLOW), arr).as("yellow_arr"),
            KnownMoney.sumWhere(col("band").equalTo(Band.GREEN), arr).as("green_arr"),
            KnownMoney.sumWhere(col("band").equalTo(Band.UNKNOWN), arr).as("no_band_arr"),
            KnownMoney.sumWhere(col("automated_status").equalTo(Checkpoints.AT_RISK), arr)
                .as("at_risk_arr"));
  }

  private static Dataset<Row> perCell(Dataset<Row> past) {
    return atLevels(past)
        .groupBy(columns())
        .agg(
            max("forecast_on").as("forecast_on"),
            KnownMoney.sum(col("forecast_arr")).as("forecast_arr"),
            KnownMoney.sum(col("forecast_arr_loss")).as("forecast_arr_loss"),
            KnownMoney.sumWhere(col("lost_arr").isNotNull(), col("lost_arr")).as("lost_arr"),
            max("open_events").equalTo(0).as("is_decided"));
  }

  /** Each row once for the book, its owner, its segment, and both together. */
  private static Dataset<Row> atLevels(Dataset<Row> rows) {
    Column levels =
        array(
            level("book", lit(""), lit("")),
            level("owner", col("csm"), lit("")),
            level("segment", lit(""), col("segment")),
            level("owner_segment", col("csm"), col("segment")));
    return rows.withColumn("at", explode(levels))
        .withColumn("level", col("at.level"))
        .withColumn("csm", col("at.csm"))
        .withColumn("segment", col("at.segment"));
  }

  private static Column level(String name, Column csm, Column segment) {
    return struct(lit(name).as("level"), csm.as("csm"), segment.as("segment"));
  }

  private static Column[] columns() {
    Column[] columns = new Column[CELL.length];
    for (int i = 0; i < CELL.length; i++) {
      columns[i] = col(CELL[i]);
    }
    return columns;
  }
}
