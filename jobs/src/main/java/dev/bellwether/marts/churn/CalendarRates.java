package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** The rates of periods that were counted. */
  static CalendarRates of(PeriodCounts counts) {
    Map<Boolean, Double> ofAllTerms = new HashMap<>();
    for (boolean hasRenewal : new boolean[] {true, false}) {
      ofAllTerms.put(hasRenewal, rate(counts.sum(cell -> cell.hasRenewal() == hasRenewal)));
    }
    Map<Cell, Double> ofTerm = new HashMap<>();
    counts
        .ofCells()
        .forEach(
            (cell, count) -> {
              double pseudoChurned = PSEUDO_PERIODS * ofAllTerms.get(cell.hasRenewal());
              double churned = count.churned() + pseudoChurned;
              ofTerm.put(cell, churned / (count.periods() + PSEUDO_PERIODS));
            });
    return new CalendarRates(ofAllTerms, ofTerm);
  }

  /** The hazard of any period, whatever the contract says. */
  static double baseRate(PeriodCounts counts) {
    return rate(counts.all());
  }

  /** Half an event keeps a probability where nothing happened. */
  private static double rate(PeriodCounts.Count count) {
    return (count.churned() + 0.5) / (count.periods() + 1.0);
  }

  double[] hazards(List<Example> periods) {
    return periods.stream().mapToDouble(this::hazard).toArray();
  }

  private double hazard(Example period) {
    Cell cell = Cell.of(period);
    Double rate = ofTerm.get(cell);
    return rate == null ? ofAllTerms.get(cell.hasRenewal()) : rate;
  }
}
