package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/**
 * What the contract alone predicts: the share that churned of periods with, and of periods without,
 * a renewal in them, by length of term. Whatever a model knows of an account must beat it.
 *
 * @param ofAllTerms the rate of periods with a renewal (true), and without
 * @param ofTerm the rate of each cell, shrunk to that of all terms
 */
record CalendarRates(Map<Boolean, Double> ofAllTerms, Map<Cell, Double> ofTerm)
    implements Serializable {
  private static final int TERM = HazardFeatures.NUMBERS.indexOf("term_months");
  private static final double PSEUDO_PERIODS = 50;

  /** Periods alike: whether they have a renewal, and the months of the term, NaN when unknown. */
  record Cell(boolean hasRenewal, double termMonths) implements Serializable {
    static Cell of(Example period) {
      return new Cell(HazardPeriods.hasRenewal(period), period.numbers()[TERM]);
    }
  }

  static CalendarRates of(JavaRDD<Example> training) {
    Map<Cell, Long> periods = training.map(Cell::of).countByValue();
    Map<Cell, Long> churned = training.filter(Example::event).map(Cell::of).countByValue();
    Map<Boolean, Double> ofAllTerms = new HashMap<>();
    for (boolean hasRenewal : new boolean[] {true, false}) {
      // half an event keeps a probability where nothing happened
      ofAllTerms.put(hasRenewal, (sum(churned, hasRenewal) + 0.5) / (sum(periods, hasRenewal) + 1));
    }
    Map<Cell, Double> ofTerm = new HashMap<>();
    periods.forEach(
        (cell, count) -> {
          double pseudoChurned = PSEUDO_PERIODS * ofAllTerms.get(cell.hasRenewal());
          double rate = (churned.getOrDefault(cell, 0L) + pseudoChurned) / (count + PSEUDO_PERIODS);
          ofTerm.put(cell, rate);
        });
    return new CalendarRates(ofAllTerms, ofTerm);
  }

  /** The hazard of any period, whatever the contract says. */
  static double baseRate(JavaRDD<Example> training) {
    return (training.filter(Example::event).count() + 0.5) / (training.count() + 1.0);
  }

  double[] hazards(List<Example> periods) {
    return periods.stream().mapToDouble(this::hazard).toArray();
  }

  private double hazard(Example period) {
    Cell cell = Cell.of(period);
    Double rate = ofTerm.get(cell);
    return rate == null ? ofAllTerms.get(cell.hasRenewal()) : rate;
  }

  private static double sum(Map<Cell, Long> counts, boolean hasRenewal) {
    return counts.entrySet().stream()
        .filter(each -> each.getKey().hasRenewal() == hasRenewal)
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
