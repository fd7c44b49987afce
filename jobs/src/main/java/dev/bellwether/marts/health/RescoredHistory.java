package dev.bellwether.marts.health;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.ContractColumns;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.KeptRows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.step.StepInputs;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Health of all dates scored anew by some scorecards, with no memory of what was published. */
public final class RescoredHistory {
  private static final StructType MOVE =
      StructType.fromDDL(
          "account_id string, arr decimal(18,2), band_before string, band string,"
              + " score_before double, score double, points double, reasons string");

  private final Scorecards scorecards;
  private final Dataset<Row> nights;

  private RescoredHistory(Scorecards scorecards, Dataset<Row> nights) {
    this.scorecards = scorecards;
    this.nights = nights;
  }

  /**
   * Scores account_features by scorecards.
   *
   * @param dates the dates to score, in order: each remembers the one before
   */
  public static RescoredHistory of(
      Scorecards scorecards,
      SparkSession spark,
      Settings settings,
      Dataset<Row> features,
      List<LocalDate> dates) {
    Settings others = settings.withScorecards(scorecards);
    StepInputs rules = inputs(spark, others, dates, Map.of());
    Dataset<Row> inForce = new ScorecardInForce().build(rules).get(Tables.SCORECARD_IN_FORCE);
    Map<String, Dataset<Row>> tables =
        Map.of("account_features", features, Tables.SCORECARD_IN_FORCE, inForce);
    Dataset<Row> nights = AccountHealth.completed(inputs(spark, others, dates, tables));
    return new RescoredHistory(scorecards, KeptRows.of(nights));
  }

  private static StepInputs inputs(
      SparkSession spark,
      Settings settings,
      List<LocalDate> dates,
      Map<String, Dataset<Row>> tables) {
    return new StepInputs(
        spark, settings, dates, tables, Map.of(), Set.of(), Optional.empty(), Map.of());
  }

  /** The rows of account_health. */
  public Dataset<Row> health() {
    return ContractColumns.only(nights, Contracts.of(Tables.ACCOUNT_HEALTH));
  }

  /**
   * What these scorecards change against others for each customer of a date: account_id, arr, band
   * and score before and now, points (null unless both score it) and reasons in words.
   */
  public Dataset<Row> movesFrom(RescoredHistory before, LocalDate date) {
    Scorecards from = before.scorecards;
    Scorecards to = scorecards;
    return customers(before, date, "before")
        .join(customers(this, date, "now"), "account_id")
        .map(
            (MapFunction<Row, Row>)
                pair ->
                    move(
                        new HealthNight(pair.getStruct(1)),
                        new HealthNight(pair.getStruct(2)),
                        from,
                        to),
            Encoders.row(MOVE));
  }

  private static Dataset<Row> customers(RescoredHistory history, LocalDate date, String name) {
    Column[] night =
        Arrays.stream(HealthRows.NIGHT.fieldNames())
            .map(column -> col(column))
            .toArray(Column[]::new);
    return history
        .nights
        .where(col("as_of_date").equalTo(lit(Date.valueOf(date))))
        .where(col("status").equalTo("customer"))
        .select(col("account_id"), struct(night).as(name));
  }

  private static Row move(HealthNight before, HealthNight now, Scorecards from, Scorecards to) {
    boolean isScored = before.score() != null && now.score() != null;
    return RowFactory.create(
        now.get("account_id"),
        now.get("arr"),
        before.get("band"),
        now.get("band"),
        before.score(),
        now.score(),
        isScored ? now.score() - before.score() : null,
        isScored ? reasons(before.point(), now.point(), from, to) : null);
  }

  /** As if the scorecards had been changed overnight, and the data not. */
  private static String reasons(
      HealthPoint before, HealthPoint now, Scorecards from, Scorecards to) {
    LocalDate tomorrow = now.scoredOn().plusDays(1);
    ScorecardHistory history = new ScorecardHistory();
    from.all().forEach(scorecard -> history.put(before.scoredOn(), scorecard));
    to.all().forEach(scorecard -> history.put(tomorrow, scorecard));
    Causes causes = new Causes();
    for (Change change : ChangeDecomposition.between(before, now.movedTo(tomorrow), history)) {
      causes.add(change.plainMeasure(), change.points());
    }
    return causes.listed();
  }
}
