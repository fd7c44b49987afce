package dev.bellwether.marts.churn;

import dev.bellwether.prediction.Example;
import dev.bellwether.prediction.evaluation.Evaluation;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaRDD;

/**
 * What is counted of periods, in one pass.
 *
 * @param ofCells periods and churned ones among them, by what the contract says of them
 * @param churnedAccounts distinct accounts that churned in them
 */
record PeriodCounts(Map<CalendarRates.Cell, Count> ofCells, long churnedAccounts)
    implements Serializable {

  /** How many periods, and how many of them churned. */
  record Count(long periods, long churned) implements Serializable {
    Count plus(Count other) {
      return new Count(periods + other.periods, churned + other.churned);
    }
  }

  /** Counts periods that lie in one partition. */
  static PeriodCounts of(JavaRDD<Example> periods) {
    List<PeriodCounts> counts =
        periods.mapPartitions(each -> List.of(PeriodCounts.of(each)).iterator()).collect();
    if (counts.size() != 1) {
      throw new IllegalArgumentException(counts.size() + " partitions share distinct accounts");
    }
    return counts.get(0);
  }

  private static PeriodCounts of(Iterator<Example> periods) {
    Map<CalendarRates.Cell, Count> ofCells = new HashMap<>();
    Set<String> churned = new HashSet<>();
    periods.forEachRemaining(
        period -> {
          ofCells.merge(
              CalendarRates.Cell.of(period), new Count(1, period.event() ? 1 : 0), Count::plus);
          if (period.event()) {
            churned.add(period.id());
          }
        });
    return new PeriodCounts(ofCells, churned.size());
  }

  /** All together. */
  Count all() {
    return sum(cell -> true);
  }

  /** Those of some cells together. */
  Count sum(Predicate<CalendarRates.Cell> wanted) {
    return ofCells.entrySet().stream()
        .filter(each -> wanted.test(each.getKey()))
        .map(Map.Entry::getValue)
        .reduce(new Count(0, 0), Count::plus);
  }

  /** Whether both outcomes are there, and enough accounts churned. */
  boolean isEnough() {
    return churnedAccounts >= Evaluation.FEWEST_EVENTS && all().periods() > all().churned();
  }
}
