package dev.bellwether.health;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import dev.bellwether.config.Scorecard;
import dev.bellwether.contract.Contracts;
import dev.bellwether.step.Step;
import dev.bellwether.step.StepInputs;
import dev.bellwether.warehouse.Warehouse;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Health of every account at every date, and the measures that it is made of.
 *
 * <p>A customer is scored by the scorecard from its features of the date. Whoever is no customer
 * keeps the score, bands and measures of its last night as one. Bands and the freeze remember the
 * night before (the date before, in the run or the latest earlier one); an account that had no row
 * that night starts anew.
 */
public final class AccountHealth implements Step {
  private static final List<String> CONTEXT =
      List.of("as_of_date", "account_id", "status", "segment", "arr", "last_mrr");

  @Override
  public List<String> inputs() {
    return List.of("account_features");
  }

  @Override
  public List<String> outputs() {
    return List.of("account_health", "account_health_measure");
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    Scorecard scorecard = inputs.settings().scorecard();
    Dataset<Row> features = Warehouse.onlyDates(inputs.table("account_features"), inputs.dates());
    HealthScores scores = new HealthScores(scorecard);
    Dataset<Row> scored = scores.score(features, CONTEXT);
    Optional<LocalDate> nightBefore = latestDate(inputs.earlier("account_health"));
    HealthHistory history = history(inputs, nightBefore);
    Dataset<Row> drafts = drafts(scored, scorecard);
    Dataset<Row> nights = withEarlierNights(drafts, inputs, nightBefore);
    Dataset<Row> frozen = perAccountInOrder(onlyEverFrozen(nights, drafts), history);
    Dataset<Row> measures =
        new HealthMeasures(scored, scores.unknownMeasures(), inputs.dates().get(0))
            .build(frozen, earlierMeasures(inputs, nightBefore));
    return Map.of(
        "account_health", perAccountInOrder(nights, history), "account_health_measure", measures);
  }

  private static Optional<LocalDate> latestDate(Optional<Dataset<Row>> earlier) {
    return earlier
        .map(rows -> rows.agg(max("as_of_date")).head().getDate(0))
        .map(Date::toLocalDate);
  }

  private static HealthHistory history(StepInputs inputs, Optional<LocalDate> nightBefore) {
    List<LocalDate> nights = new ArrayList<>(nightBefore.stream().toList());
    nights.addAll(inputs.dates());
    return new HealthHistory(
        schema(), HealthBands.of(inputs.settings().scorecard()), nights, inputs.dates().get(0));
  }

  private static Dataset<Row> drafts(Dataset<Row> scored, Scorecard scorecard) {
    Dataset<Row> drafts =
        scored
            .withColumn("arr", arr())
            .withColumn("scorecard", lit(scorecard.name()))
            .withColumn("scorecard_version", lit(scorecard.version()))
            .withColumn("score_before_overrides", col("score"));
    return Warehouse.onlyContractColumns(drafts, Contracts.of("account_health"));
  }

  /** A lapsed account's ARR is that of its last day as a customer. */
  private static Column arr() {
    Column last = col("last_mrr").multiply(12).cast("decimal(18,2)");
    return when(col("status").equalTo("customer"), col("arr"))
        .when(col("status").equalTo("lapsed"), last)
        .otherwise(lit(0).cast("decimal(18,2)"));
  }

  /** Adds the night before, which bands and freezes go by, and the nights of the changes. */
  private static Dataset<Row> withEarlierNights(
      Dataset<Row> drafts, StepInputs inputs, Optional<LocalDate> nightBefore) {
    if (nightBefore.isEmpty()) {
      return drafts;
    }
    TreeSet<LocalDate> wanted = new TreeSet<>(List.of(nightBefore.get()));
    for (LocalDate date : inputs.dates()) {
      wanted.addAll(List.of(date.minusDays(7), date.minusDays(28), date.minusDays(90)));
    }
    Dataset<Row> earlier =
        Warehouse.onlyDates(
            inputs.earlier("account_health").orElseThrow(), wanted.headSet(inputs.dates().get(0)));
    return drafts.unionByName(
        Warehouse.onlyContractColumns(earlier, Contracts.of("account_health")));
  }

  private static Dataset<Row> perAccountInOrder(Dataset<Row> nights, HealthHistory history) {
    return nights
        .groupBy("account_id")
        .as(Encoders.STRING(), Encoders.row(schema()))
        .flatMapSortedGroups(new Column[] {col("as_of_date")}, history, Encoders.row(schema()));
  }

  private static Dataset<Row> onlyEverFrozen(Dataset<Row> nights, Dataset<Row> drafts) {
    Dataset<Row> frozen =
        drafts.where(col("status").notEqual("customer")).select("account_id").distinct();
    Dataset<Row> joined = nights.join(frozen, new String[] {"account_id"}, "left_semi");
    return Warehouse.onlyContractColumns(joined, Contracts.of("account_health"));
  }

  private static Optional<Dataset<Row>> earlierMeasures(
      StepInputs inputs, Optional<LocalDate> nightBefore) {
    return nightBefore.flatMap(
        date ->
            inputs
                .earlier("account_health_measure")
                .map(rows -> Warehouse.onlyDates(rows, List.of(date))));
  }

  /** The contract's columns; drafts may still lack what must not be null in the end. */
  private static StructType schema() {
    StructType nullable = new StructType();
    for (StructField field : Contracts.of("account_health").schema().fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    return nullable;
  }
}
