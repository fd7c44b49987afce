package dev.bellwether.marts.trackrecord;

import java.util.ArrayList;
import java.util.List;

/**
 * The expected calibration error: over ten bins of equal count, the mean distance of what was told
 * from what happened.
 *
 * <p>Probabilities are added in ascending order. Equal ones that lie across the edge of two bins
 * are shared by them, so that their order does not matter.
 */
final class CalibrationError {
  private static final int BINS = 10;

  private record Level(long level, long n, long churned, long toldUnits) {
    double excess() {
      return toldUnits * SignalOutcomes.PROBABILITY_UNIT - churned;
    }
  }

  private final List<Level> levels = new ArrayList<>();

  /**
   * @param toldUnits the sum of the probabilities of these n, in {@link
   *     SignalOutcomes#PROBABILITY_UNIT}: whole numbers, so that it does not matter in which parts
   *     they come
   */
  void add(long level, long n, long churned, long toldUnits) {
    int last = levels.size() - 1;
    if (last >= 0 && levels.get(last).level() == level) {
      Level same = levels.get(last);
      levels.set(
          last,
          new Level(level, same.n() + n, same.churned() + churned, same.toldUnits() + toldUnits));
    } else {
      levels.add(new Level(level, n, churned, toldUnits));
    }
  }

  /** How many were expected to churn: the sum of all probabilities. */
  double expected() {
    return levels.stream().mapToLong(Level::toldUnits).sum() * SignalOutcomes.PROBABILITY_UNIT;
  }

  /** The error, null when nothing was added. */
  Double value() {
    double all = 0;
    for (Level level : levels) {
      all += level.n();
    }
    double[] excess = new double[BINS];
    double before = 0;
    for (Level level : levels) {
      double end = before + level.n();
      for (int bin = 0; bin < BINS; bin++) {
        double from = Math.max(before, all * bin / BINS);
        double to = Math.min(end, all * (bin + 1) / BINS);
        if (to > from) {
          excess[bin] += level.excess() * (to - from) / level.n();
        }
      }
      before = end;
    }
    double sum = 0;
    for (double bin : excess) {
      sum += Math.abs(bin);
    }
    return all == 0 ? null : sum / all;
  }
}
