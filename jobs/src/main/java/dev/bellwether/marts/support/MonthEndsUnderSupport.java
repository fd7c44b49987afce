package dev.bellwether.marts.support;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.config.Band;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Whether customers stay and are well 90 days after a month-end, by the way in which most of their
 * tickets of the 90 days before it were handled.
 */
final class MonthEndsUnderSupport {
  private static final String[] KEY = {"account_id", "observed_on"};

  /** In the place of a band: who left keeps the last one, and is not well for it. */
  private static final String LEFT = "left";

  private MonthEndsUnderSupport() {}

  /**
   * Units for {@link Standardised#differences}: customers at the month-ends of the last year whose
   * label of 90 days is mature, in cells of segment and band of health before the exposure.
   *
   * @param tickets each once for every dimension, with a {@code way} that may be unknown
   */
  static Optional<Dataset<Row>> of(StepInputs inputs, Dataset<Row> tickets, LocalDate day) {
    return inputs
        .optional(Tables.CHURN_LABEL)
        .flatMap(
            labels ->
                inputs
                    .optional(Tables.ACCOUNT_HEALTH)
                    .map(health -> units(mature(labels, day), tickets, health)));
  }

  private static Dataset<Row> mature(Dataset<Row> labels, LocalDate day) {
    return labels
        .where(col("horizon_days").equalTo(Windows.QUARTER))
        .where(col("matured_on").leq(lit(Date.valueOf(day))))
        .where(LastYear.holds(col("observed_on"), day))
        .select("account_id", "observed_on", "churned");
  }

  private static Dataset<Row> units(
      Dataset<Row> labels, Dataset<Row> tickets, Dataset<Row> health) {
    Column band = when(col("status").isin("customer", "signed"), col("band")).otherwise(LEFT);
    Dataset<Row> bands = health.select(col(AsOf.DATE).as("on"), col("account_id"), band.as("band"));
    Dataset<Row> seen =
        withBand(withBand(withWay(labels, tickets), bands, -3, "before"), bands, 3, "after");
    Column stays = not(col("churned")).cast("int");
    Column isWell = when(col("after").isNotNull(), col("after").equalTo(Band.GREEN).cast("int"));
    Column cell = concat_ws("|", coalesce(col("segment"), lit("unknown")), col("before"));
    return Units.of(
        seen.where(col("before").isNotNull()).withColumn("cell", cell),
        Units.measure("retained_90d", stays),
        Units.measure("healthy", isWell));
  }

  /**
   * The way of more than half of all tickets of the 90 days up to each month-end, those of unknown
   * providers among them.
   */
  private static Dataset<Row> withWay(Dataset<Row> labels, Dataset<Row> tickets) {
    Dataset<Row> asked = tickets.select("account_id", "segment", "dimension", "way", "created_on");
    Column recent =
        col("created_on")
            .leq(col("observed_on"))
            .and(col("created_on").gt(date_sub(col("observed_on"), Windows.QUARTER)));
    Dataset<Row> counted =
        labels
            .join(asked, "account_id")
            .where(recent)
            .groupBy("account_id", "observed_on", "churned", "dimension", "way")
            .agg(count(lit(1)).as("tickets"), max("segment").as("segment"));
    Column all = sum("tickets").over(Window.partitionBy("account_id", "observed_on", "dimension"));
    return counted
        .withColumn("all_tickets", all)
        .where(col("way").isNotNull())
        .where(col("tickets").multiply(2).gt(col("all_tickets")));
  }

  private static Dataset<Row> withBand(
      Dataset<Row> rows, Dataset<Row> bands, int months, String name) {
    Column on = last_day(add_months(col("observed_on"), months));
    return rows.withColumn("on", on)
        .join(bands.withColumnRenamed("band", name), new String[] {KEY[0], "on"}, "left")
        .drop("on");
  }
}
