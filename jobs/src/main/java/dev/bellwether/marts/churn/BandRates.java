package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Settings;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What churn_prediction would tell without a model: the share of past customers that churned within
 * the horizon, by health band, segment, and whether they decided within it (see {@link
 * ChurnRates}).
 *
 * @param ofCell the shrunk rate of each cell that was seen
 * @param ofAll the rate of all that decided (true), and that did not
 * @param ofEverybody the rate whatever the cell
 * @param least half a churn among everybody: nothing that was never seen is told to be impossible
 */
record BandRates(
    Map<Cell, Double> ofCell, Map<Boolean, Double> ofAll, double ofEverybody, double least) {
  private static final StructType OBSERVED =
      new StructType()
          .add("account_id", DataTypes.StringType)
          .add("horizon_days", DataTypes.IntegerType)
          .add("churned", DataTypes.BooleanType)
          .add("matured_on", DataTypes.DateType)
          .add("band", DataTypes.StringType)
          .add("segment", DataTypes.StringType)
          .add("notice_in_force", DataTypes.BooleanType)
          .add("days_to_decision", DataTypes.IntegerType);

  /** Customers alike, under no notice; the segment is empty where it is unknown. */
  record Cell(boolean decides, String band, String segment) {}

  /**
   * The rates that observations taught.
   *
   * @param observations customers of month-ends with what became of them; those without a health
   *     band teach nothing
   * @param date how they ended is told as known on it
   * @param decidedBy the day by which the horizon must have ended, gap included
   */
  static BandRates of(
      SparkSession spark,
      Settings.Churn settings,
      JavaRDD<Observation> observations,
      LocalDate date,
      int decidedBy) {
    int observedBy = decidedBy - settings.gapDays() - Horizons.HEADLINE;
    JavaRDD<Row> observed =
        observations
            .filter(each -> each.day() <= observedBy && each.band() != null)
            .flatMap(each -> observed(each).iterator());
    Dataset<Row> points = Dates.points(spark, List.of(date));
    return of(
        new ChurnRates(spark.createDataFrame(observed, OBSERVED), points)
            .cells()
            .select(
                col("decides"),
                col("cell_band"),
                col("cell_segment"),
                ChurnRates.bandRate(settings.shrinkage()),
                col("cell_churned"),
                col("cell_accounts"),
                ChurnRates.rateOfAll())
            .collectAsList());
  }

  private static Stream<Row> observed(Observation observation) {
    return observation.outcomes().stream()
        .filter(each -> each.horizonDays() == Horizons.HEADLINE)
        .map(
            outcome ->
                RowFactory.create(
                    observation.accountId(),
                    outcome.horizonDays(),
                    outcome.churnedOn() != null,
                    Date.valueOf(LocalDate.ofEpochDay(outcome.maturedOn())),
                    observation.band(),
                    observation.text("segment"),
                    false,
                    observation.daysToDecision()));
  }

  private static BandRates of(List<Row> cells) {
    Map<Cell, Double> ofCell = new HashMap<>();
    Map<Boolean, Double> ofAll = new HashMap<>();
    long churned = 0;
    long accounts = 0;
    for (Row cell : cells) {
      boolean decides = cell.getBoolean(0);
      ofCell.put(new Cell(decides, cell.getString(1), cell.getString(2)), cell.getDouble(3));
      churned += cell.getLong(4);
      accounts += cell.getLong(5);
      ofAll.put(decides, cell.getDouble(6));
    }
    double least = 0.5 / (accounts + 1);
    return new BandRates(ofCell, ofAll, churned / (accounts + 1.0) + least, least);
  }

  /** The probability of a customer of the test; one of a cell never seen has the rate of all. */
  double probability(TestForecasts.Forecast customer) {
    boolean decides = customer.isAtStake();
    String segment = Objects.requireNonNullElse(customer.segment(), "");
    Double ofOthers = ofAll.getOrDefault(decides, ofEverybody);
    double rate = ofCell.getOrDefault(new Cell(decides, customer.band(), segment), ofOthers);
    return rate == 0 ? least : rate == 1 ? 1 - least : rate;
  }
}
