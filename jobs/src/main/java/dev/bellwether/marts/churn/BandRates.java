package dev.bellwether.marts.churn;

import static org.apache.spark.sql.functions.col;

import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.contract.NamedRow;
import java.io.Serializable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
    Map<Cell, Double> ofCell, Map<Boolean, Double> ofAll, double ofEverybody, double least)
    implements Serializable {
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
  record Cell(boolean decides, String band, String segment) implements Serializable {
    static Cell of(Observation customer) {
      return new Cell(
          customer.decidesWithin(Horizons.HEADLINE),
          customer.band(),
          customer.text("segment").orElse(""));
    }
  }

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
                col("cell_churned"),
                col("cell_accounts"),
                ChurnRates.bandRate(settings.shrinkage()).as("rate"),
                ChurnRates.rateOfAll().as("rate_of_all"))
            .collectAsList());
  }

  private static Stream<Row> observed(Observation observation) {
    return observation.outcomes().stream()
        .filter(each -> each.horizonDays() == Horizons.HEADLINE)
        .map(
            outcome ->
                NamedRow.of(OBSERVED)
                    .set("account_id", observation.accountId())
                    .set("horizon_days", outcome.horizonDays())
                    .set("churned", outcome.churnedOn() != null)
                    .set("matured_on", Date.valueOf(LocalDate.ofEpochDay(outcome.maturedOn())))
                    .set("band", observation.band())
                    .set("segment", observation.text("segment").orElse(null))
                    .set("notice_in_force", false)
                    .set("days_to_decision", observation.daysToDecision())
                    .row());
  }

  private static BandRates of(List<Row> cells) {
    Map<Cell, Double> ofCell = new HashMap<>();
    Map<Boolean, Double> ofAll = new HashMap<>();
    long churned = 0;
    long accounts = 0;
    for (Row cell : cells) {
      boolean decides = cell.getAs("decides");
      ofCell.put(
          new Cell(decides, cell.getAs("cell_band"), cell.getAs("cell_segment")),
          cell.getAs("rate"));
      churned += cell.<Long>getAs("cell_churned");
      accounts += cell.<Long>getAs("cell_accounts");
      ofAll.put(decides, cell.getAs("rate_of_all"));
    }
    double least = 0.5 / (accounts + 1);
    return new BandRates(ofCell, ofAll, churned / (accounts + 1.0) + least, least);
  }

  /** The probabilities of customers; one of a cell never seen has the rate of all. */
  double[] probabilities(List<Observation> customers) {
    return customers.stream().mapToDouble(this::probability).toArray();
  }

  private double probability(Observation customer) {
    Cell cell = Cell.of(customer);
    double rate = ofCell.getOrDefault(cell, ofAll.getOrDefault(cell.decides(), ofEverybody));
    return rate == 0 ? least : rate == 1 ? 1 - least : rate;
  }
}
