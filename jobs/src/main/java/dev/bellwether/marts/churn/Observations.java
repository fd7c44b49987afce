package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;

import dev.bellwether.platform.asof.AsOf;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reads observations: customers under no notice, from account_features, account_health and
 * churn_label.
 */
final class Observations {
  private static final String[] KEY = {AsOf.DATE, "account_id"};

  private Observations() {}

  /** Those of dates, with nothing known of what became of them. */
  static JavaRDD<Observation> ahead(StepInputs inputs, Collection<LocalDate> dates) {
    Dataset<Row> none =
        withoutBand(customers(inputs, dates))
            .withColumn(
                "outcomes",
                array().cast("array<struct<horizon_days:int,matured_on:int,churned_on:int>>"));
    return read(none);
  }

  /** Those of some month-ends with their bands, and all that has matured by the last date. */
  static JavaRDD<Observation> labelledWithBands(
      StepInputs inputs, LocalDate last, Collection<LocalDate> observed) {
    Dataset<Row> bands =
        Dates.only(inputs.table(Tables.ACCOUNT_HEALTH), observed)
            .where(col("status").equalTo("customer"))
            .select(AsOf.DATE, "account_id", "band");
    Dataset<Row> customers = customers(inputs, observed).join(bands, KEY, "left");
    return read(withOutcomes(customers, labels(inputs, last)));
  }

  /** Those of some month-ends with all that has matured by the last date. */
  static JavaRDD<Observation> labelled(
      StepInputs inputs, LocalDate last, Collection<LocalDate> observed) {
    return read(withOutcomes(withoutBand(customers(inputs, observed)), labels(inputs, last)));
  }

  private static Dataset<Row> labels(StepInputs inputs, LocalDate last) {
    return inputs.table(Tables.CHURN_LABEL).where(col("matured_on").leq(lit(Date.valueOf(last))));
  }

  private static Dataset<Row> withOutcomes(Dataset<Row> customers, Dataset<Row> labels) {
    Column outcome =
        struct(
            col("horizon_days"),
            unix_date(col("matured_on")).as("matured_on"),
            unix_date(col("churned_on")).as("churned_on"));
    Dataset<Row> outcomes =
        labels
            .groupBy(col("observed_on").as(AsOf.DATE), col("account_id"))
            .agg(collect_list(outcome).as("outcomes"));
    return customers.join(outcomes, KEY, "inner");
  }

  /**
   * The dates of labels until a day, named one by one, so that storage skips the nights between.
   */
  static List<LocalDate> dates(Dataset<Row> labels, LocalDate last) {
    Date first = labels.agg(min("observed_on")).head().getDate(0);
    return first == null ? List.of() : Dates.monthEnds(first.toLocalDate(), last);
  }

  private static Dataset<Row> customers(StepInputs inputs, Collection<LocalDate> dates) {
    return Dates.only(inputs.table(Tables.ACCOUNT_FEATURES), dates)
        .where(col("status").equalTo("customer").and(col("notice_in_force").equalTo(false)))
        .select(
            col(AsOf.DATE),
            col("account_id"),
            col("days_to_renewal"),
            col("days_to_decision"),
            col("renewal_term_months"),
            HazardFeatures.numbersOfRow().as("numbers"),
            HazardFeatures.textsOfRow().as("texts"),
            col("stale"));
  }

  private static Dataset<Row> withoutBand(Dataset<Row> customers) {
    return customers.withColumn("band", lit(null).cast("string"));
  }

  private static JavaRDD<Observation> read(Dataset<Row> rows) {
    return rows.toJavaRDD().map(Observations::observation);
  }

  private static Observation observation(Row row) {
    return new Observation(
        row.getAs("account_id"),
        (int) row.<Date>getAs(AsOf.DATE).toLocalDate().toEpochDay(),
        row.getAs("days_to_renewal"),
        row.getAs("days_to_decision"),
        row.getAs("renewal_term_months"),
        row.<Double>getList(row.fieldIndex("numbers")).stream()
            .mapToDouble(Double::doubleValue)
            .toArray(),
        row.<String>getList(row.fieldIndex("texts")).toArray(String[]::new),
        texts(row, "stale"),
        row.getAs("band"),
        row.<Row>getList(row.fieldIndex("outcomes")).stream().map(Observations::outcome).toList());
  }

  private static List<String> texts(Row row, String column) {
    int position = row.fieldIndex(column);
    return row.isNullAt(position) ? List.of() : List.copyOf(row.getList(position));
  }

  private static Observation.Outcome outcome(Row row) {
    return new Observation.Outcome(
        row.getAs("horizon_days"), row.getAs("matured_on"), row.getAs("churned_on"));
  }
}
