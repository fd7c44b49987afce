package dev.bellwether.health;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.contract.Contracts;
import dev.bellwether.step.Step;
import dev.bellwether.step.StepInputs;
import dev.bellwether.warehouse.Warehouse;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Health of every account at every date, the measures that it is made of, and why it changed.
 *
 * <p>A customer is scored by the scorecard from its features of the date. Whoever is no customer
 * keeps the score, bands and measures of its last night as one. Bands and the freeze remember the
 * night before (the date before, in the run or the latest earlier one); an account that had no row
 * that night, or has become a customer since, starts anew.
 */
public final class AccountHealth implements Step {
  private static final String HEALTH = "account_health";
  private static final String MEASURE = "account_health_measure";
  private static final String CHANGE = "account_health_change";

  @Override
  public List<String> inputs() {
    return List.of("account_features", ScorecardInForce.NAME);
  }

  @Override
  public List<String> outputs() {
    return List.of(HEALTH, MEASURE, CHANGE);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    // computed once for all three tables
    Dataset<Row> completed = completed(inputs).localCheckpoint();
    return Map.of(
        HEALTH, Warehouse.onlyContractColumns(completed, Contracts.of(HEALTH)),
        MEASURE, perItem(completed, HealthRows.MEASURES),
        CHANGE, perItem(completed, HealthRows.CHANGES));
  }

  /** Every account's completed night at every date: rows of {@link HealthRows#COMPLETED}. */
  static Dataset<Row> completed(StepInputs inputs) {
    Dataset<Row> features = Warehouse.onlyDates(inputs.table("account_features"), inputs.dates());
    Dataset<Row> drafts = new HealthScores(inputs.settings().scorecards()).drafts(features);
    Optional<LocalDate> nightBefore = latestDate(inputs.earlier(HEALTH));
    Dataset<Row> nights =
        nightBefore.map(before -> drafts.unionByName(earlierNights(inputs, before))).orElse(drafts);
    return inOrder(nights, history(inputs, nightBefore));
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
        HealthBands.of(inputs.settings().scorecards()),
        ScorecardHistory.of(inputs.table(ScorecardInForce.NAME)),
        nights,
        inputs.dates().get(0));
  }

  /** The night before, which bands and freezes go by, and the nights that changes go back to. */
  private static Dataset<Row> earlierNights(StepInputs inputs, LocalDate nightBefore) {
    TreeSet<LocalDate> wanted = new TreeSet<>(List.of(nightBefore));
    for (LocalDate date : inputs.dates()) {
      for (int days : HealthHistory.CHANGE_DAYS) {
        wanted.add(date.minusDays(days));
      }
    }
    Collection<LocalDate> earlier = wanted.headSet(inputs.dates().get(0));
    Dataset<Row> measures = Warehouse.onlyDates(inputs.earlier(MEASURE).orElseThrow(), earlier);
    Dataset<Row> health =
        Warehouse.onlyContractColumns(
            Warehouse.onlyDates(inputs.earlier(HEALTH).orElseThrow(), earlier),
            Contracts.of(HEALTH));
    String[] key = {"as_of_date", "account_id"};
    Column none = array().cast(HealthRows.NIGHT.apply(HealthRows.MEASURES).dataType());
    return health
        .join(perNight(measures), key, "left")
        .withColumn(HealthRows.MEASURES, coalesce(col(HealthRows.MEASURES), none));
  }

  private static Dataset<Row> perNight(Dataset<Row> measures) {
    Column[] columns =
        Arrays.stream(HealthRows.MEASURE.fieldNames()).map(n -> col(n)).toArray(Column[]::new);
    return Warehouse.onlyContractColumns(measures, Contracts.of(MEASURE))
        .groupBy("as_of_date", "account_id")
        .agg(collect_list(struct(columns)).as(HealthRows.MEASURES));
  }

  private static Dataset<Row> inOrder(Dataset<Row> nights, HealthHistory history) {
    return nights
        .groupBy("account_id")
        .as(Encoders.STRING(), Encoders.row(HealthRows.NIGHT))
        .flatMapSortedGroups(
            new Column[] {col("as_of_date")}, history, Encoders.row(HealthRows.COMPLETED));
  }

  private static Dataset<Row> perItem(Dataset<Row> completed, String items) {
    return completed.selectExpr("as_of_date", "account_id", "inline(" + items + ")");
  }
}
