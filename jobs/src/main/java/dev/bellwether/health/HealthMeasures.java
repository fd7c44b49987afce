package dev.bellwether.health;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.sql.Date;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The measures beside each score: those of the night for customers, those of the last night as a
 * customer for frozen accounts, and all unknown for accounts that were never scored.
 */
final class HealthMeasures {
  private final Dataset<Row> scored;
  private final Column unknown;
  private final Date first;

  /**
   * @param scored the run's scored rows with their measures
   * @param unknown the measures of an account of which nothing is known
   * @param first the first date of the run
   */
  HealthMeasures(Dataset<Row> scored, Column unknown, LocalDate first) {
    this.scored = scored;
    this.unknown = unknown;
    this.first = Date.valueOf(first);
  }

  /**
   * Rows of account_health_measure.
   *
   * @param nights the rows of account_health of all accounts that were ever no customer
   * @param earlier the measures of the night before the first date
   */
  Dataset<Row> build(Dataset<Row> nights, Optional<Dataset<Row>> earlier) {
    Dataset<Row> frozen = nights.where(col("status").notEqual("customer"));
    Dataset<Row> customers = scored.where(col("status").equalTo("customer"));
    Dataset<Row> ofThisRun =
        perMeasure(customers).unionByName(perMeasure(withHeldMeasures(frozen, customers)));
    return earlier
        .map(rows -> ofThisRun.unionByName(frozenEarlier(frozen, rows)))
        .orElse(ofThisRun);
  }

  private static Dataset<Row> perMeasure(Dataset<Row> rows) {
    return rows.select(col("as_of_date"), col("account_id"), explode(col("measures")).as("item"))
        .select(
            col("as_of_date"),
            col("account_id"),
            col("item.dimension"),
            col("item.measure"),
            col("item.raw_value"),
            col("item.value"),
            col("item.weight"),
            col("item.contribution"),
            col("item.state"));
  }

  /** Accounts frozen in this run hold that night's measures, those never scored unknown ones. */
  private Dataset<Row> withHeldMeasures(Dataset<Row> frozen, Dataset<Row> customers) {
    Dataset<Row> source =
        customers.select(
            col("account_id").as("source_id"),
            col("as_of_date").as("source_date"),
            col("measures").as("held"));
    Column sameNight =
        col("account_id")
            .equalTo(col("source_id"))
            .and(col("scored_on").equalTo(col("source_date")));
    Column isOfThisRun = col("scored_on").isNull().or(col("scored_on").geq(lit(first)));
    return frozen
        .where(isOfThisRun)
        .join(source, sameNight, "left")
        .withColumn("measures", coalesce(col("held"), unknown));
  }

  private Dataset<Row> frozenEarlier(Dataset<Row> frozen, Dataset<Row> earlier) {
    Dataset<Row> held =
        frozen.where(col("scored_on").lt(lit(first))).select("as_of_date", "account_id");
    return held.join(earlier.drop("as_of_date"), "account_id")
        .select(
            "as_of_date",
            "account_id",
            "dimension",
            "measure",
            "raw_value",
            "value",
            "weight",
            "contribution",
            "state");
  }
}
