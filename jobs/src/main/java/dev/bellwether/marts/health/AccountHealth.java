package dev.bellwether.marts.health;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.KeptRows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.Step;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.step.StepTables;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Health of every account at every date, the measures that it is made of, and why it changed.
 *
 * <p>A customer is scored by the scorecard from its features of the date. An account that is not a
 * customer keeps the score, bands and measures of its last night as one. Bands and the freeze
 * remember the night before (the date before, in the run or the latest earlier one); an account
 * that had no row that night, or has become a customer since, starts anew.
 */
public final class AccountHealth implements Step {

  @Override
  public StepTables tables() {
    return StepTables.make(
            Tables.ACCOUNT_HEALTH, Tables.ACCOUNT_HEALTH_MEASURE, Tables.ACCOUNT_HEALTH_CHANGE)
        .from(Tables.ACCOUNT_FEATURES, Tables.SCORECARD_IN_FORCE);
  }

  @Override
  public Map<String, Dataset<Row>> build(StepInputs inputs) {
    // computed once for all three tables
    Dataset<Row> completed = KeptRows.of(completed(inputs));
    return Map.of(
        Tables.ACCOUNT_HEALTH, ContractColumns.only(completed, Contracts.of(Tables.ACCOUNT_HEALTH)),
        Tables.ACCOUNT_HEALTH_MEASURE, perItem(completed, HealthRows.MEASURES),
        Tables.ACCOUNT_HEALTH_CHANGE, perItem(completed, HealthRows.CHANGES));
  }

  /** Every account's completed night at every date: rows of {@link HealthRows#COMPLETED}. */
  static Dataset<Row> completed(StepInputs inputs) {
    Dataset<Row> features = inputs.view(Tables.ACCOUNT_FEATURES);
    Dataset<Row> drafts = new HealthScores(inputs.settings().scorecards()).drafts(features);
    Set<LocalDate> completed =
        inputs.completed(Tables.ACCOUNT_HEALTH).isPresent() ? inputs.completedDates() : Set.of();
    Map<LocalDate, LocalDate> nightBefore = nightBefore(inputs.dates(), completed);
    HealthHistory history =
        new HealthHistory(
            HealthBands.of(inputs.settings().scorecards()),
            ScorecardHistory.of(inputs.table(Tables.SCORECARD_IN_FORCE)),
            inputs.dates(),
            nightBefore);
    Set<LocalDate> stored = lookedBackTo(inputs.dates(), nightBefore);
    stored.retainAll(completed);
    return inOrder(
        stored.isEmpty() ? drafts : drafts.unionByName(storedNights(inputs, stored)), history);
  }

  /** The night before each date, computed now or completed; the first one has none. */
  private static Map<LocalDate, LocalDate> nightBefore(
      List<LocalDate> dates, Set<LocalDate> completed) {
    TreeSet<LocalDate> nights = new TreeSet<>(completed);
    nights.addAll(dates);
    Map<LocalDate, LocalDate> before = new HashMap<>();
    for (LocalDate date : dates) {
      LocalDate lower = nights.lower(date);
      if (lower != null) {
        before.put(date, lower);
      }
    }
    return before;
  }

  /** The nights before, which bands and freezes go by, and the nights that changes go back to. */
  private static Set<LocalDate> lookedBackTo(
      List<LocalDate> dates, Map<LocalDate, LocalDate> nightBefore) {
    Set<LocalDate> nights = new HashSet<>(nightBefore.values());
    for (LocalDate date : dates) {
      for (int days : Windows.SHORT_TO_LONG) {
        nights.add(date.minusDays(days));
      }
    }
    return nights;
  }

  private static Dataset<Row> storedNights(StepInputs inputs, Set<LocalDate> dates) {
    Dataset<Row> measures =
        Dates.only(inputs.completed(Tables.ACCOUNT_HEALTH_MEASURE).orElseThrow(), dates);
    Dataset<Row> health =
        ContractColumns.only(
            Dates.only(inputs.completed(Tables.ACCOUNT_HEALTH).orElseThrow(), dates),
            Contracts.of(Tables.ACCOUNT_HEALTH));
    String[] key = {"as_of_date", "account_id"};
    Column none = array().cast(HealthRows.NIGHT.apply(HealthRows.MEASURES).dataType());
    return health
        .join(perNight(measures), key, "left")
        .withColumn(HealthRows.MEASURES, coalesce(col(HealthRows.MEASURES), none));
  }

  private static Dataset<Row> perNight(Dataset<Row> measures) {
    Column[] columns =
        Arrays.stream(HealthRows.MEASURE.fieldNames()).map(n -> col(n)).toArray(Column[]::new);
    return ContractColumns.only(measures, Contracts.of(Tables.ACCOUNT_HEALTH_MEASURE))
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
