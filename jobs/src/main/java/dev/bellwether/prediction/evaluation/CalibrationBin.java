package dev.bellwether.prediction.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of neighbouring probabilities: what was predicted, and what happened.
 *
 * @param first its first level, which is its highest
 * @param end the level after its last
 * @param n how many rows
 * @param events how many events
 * @param lowest the lowest probability
 * @param highest the highest probability
 * @param meanProbability the mean probability
 */
public record CalibrationBin(
    int first,
    int end,
    long n,
    long events,
    double lowest,
    double highest,
    double meanProbability) {

  /** The share of events. */
  public double rate() {
    return (double) events / n;
  }

  /**
   * Cuts levels into bins of equal count, from the lowest probability to the highest. Rows of one
   * level share a bin, so there are fewer bins where many are equal.
   */
  public static List<CalibrationBin> equalCount(RiskLevels levels, int bins) {
    long rows = levels.rows();
    List<CalibrationBin> result = new ArrayList<>();
    long taken = 0;
    int end = 0;
    for (int bin = 1; bin <= bins; bin++) {
      int first = end;
      while (taken < Math.round((double) rows * bin / bins)) {
        taken += levels.rows(end++);
      }
      if (end > first) {
        result.add(0, of(levels, first, end));
      }
    }
    return result;
  }

  private static CalibrationBin of(RiskLevels levels, int first, int end) {
    long rows = 0;
    long events = 0;
    double expected = 0;
    for (int level = first; level < end; level++) {
      rows += levels.rows(level);
      events += levels.events(level);
      expected += levels.expected(level);
    }
    double lowest = levels.risk(end - 1);
    return new CalibrationBin(
        first, end, rows, events, lowest, levels.risk(first), expected / rows);
  }
}
