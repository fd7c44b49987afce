package dev.bellwether.tools.preview;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.bellwether.marts.health.RescoredHistory;
import dev.bellwether.marts.trackrecord.TrackRecord;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.ScorecardJson;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.KeptRows;
import dev.bellwether.platform.contract.Tables;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.step.StepInputs;
import dev.bellwether.platform.warehouse.Warehouse;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a changed scorecard would make of a home: who would move, and how well it would have
 * predicted churn. It reads tables of the home and writes none.
 *
 * <p>Both scorecards score all dates anew, so that both bands remember the same nights.
 */
public final class ScorecardPreview {
  private final Warehouse warehouse;
  private final Settings settings;
  private final LocalDate date;
  private final List<LocalDate> dates;

  /**
   * A preview as of a night of the home.
   *
   * @throws BellwetherException if the home has no such night
   */
  public ScorecardPreview(Warehouse warehouse, Settings settings, LocalDate date) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.date = date;
    List<LocalDate> nights = nights();
    this.dates = nights.stream().filter(night -> !night.isAfter(date)).toList();
    if (!dates.contains(date)) {
      throw BellwetherException.configuration(
          "there is no night " + date + " in " + warehouse.home(),
          nights.isEmpty()
              ? "nothing has been run there"
              : "its nights are from " + nights.get(0) + " to " + nights.get(nights.size() - 1),
          "run the pipeline for that date, or give --as-of one of its nights");
    }
  }

  /**
   * What is compared.
   *
   * @param bands one row per pair of bands: band_before, band, accounts, arr
   * @param movers the accounts whose scores change most, those first
   * @param recordBefore health's rows of track_record by the scorecards in force
   * @param record the same by the changed one
   */
  public record Result(
      List<Row> bands, List<Row> movers, List<Row> recordBefore, List<Row> record) {}

  /** The scorecards by which the home's night was scored. */
  public Scorecards inForce() {
    List<Scorecard> all =
        Dates.only(warehouse.read(Tables.SCORECARD_IN_FORCE), List.of(date))
            .orderBy("scorecard")
            .select("content")
            .collectAsList()
            .stream()
            .map(row -> ScorecardJson.read(row.getString(0)))
            .toList();
    return Scorecards.inForce(all);
  }

  /**
   * Compares.
   *
   * @param most how many movers to name
   */
  public Result compare(Scorecards before, Scorecards changed, int most) {
    Dataset<Row> features = Dates.only(warehouse.read(Tables.ACCOUNT_FEATURES), dates);
    RescoredHistory old = rescored(before, features);
    RescoredHistory now = rescored(changed, features);
    Dataset<Row> moves = KeptRows.of(now.movesFrom(old, date));
    return new Result(
        moves
            .groupBy("band_before", "band")
            .agg(count(lit(1)).as("accounts"), sum("arr").as("arr"))
            .collectAsList(),
        moves
            .where(abs(col("points")).geq(0.5))
            .orderBy(abs(col("points")).desc(), col("account_id").asc())
            .limit(most)
            .collectAsList(),
        record(old, features),
        record(now, features));
  }

  private RescoredHistory rescored(Scorecards scorecards, Dataset<Row> features) {
    return RescoredHistory.of(scorecards, warehouse.spark(), settings, features, dates);
  }

  private List<Row> record(RescoredHistory history, Dataset<Row> features) {
    Map<String, Dataset<Row>> tables =
        Map.of(
            "account_features", features,
            "account_health", history.health(),
            "churn_label", warehouse.read(Tables.CHURN_LABEL),
            "prediction_outcome",
                warehouse
                    .spark()
                    .createDataFrame(List.of(), Contracts.of(Tables.PREDICTION_OUTCOME).schema()));
    StepInputs inputs =
        new StepInputs(
            warehouse.spark(),
            settings,
            List.of(date),
            tables,
            Map.of(),
            Set.of(),
            Optional.empty(),
            Map.of());
    return new TrackRecord()
        .build(inputs)
        .get("track_record")
        .where("subject = 'health' AND version = 'all' AND segment = 'all'")
        .orderBy("cohort", "horizon_days")
        .collectAsList();
  }

  private List<LocalDate> nights() {
    return warehouse
        .read(Tables.ACCOUNT_FEATURES)
        .select("as_of_date")
        .distinct()
        .orderBy("as_of_date")
        .collectAsList()
        .stream()
        .map(row -> row.<Date>getAs(0).toLocalDate())
        .toList();
  }
}
