package dev.bellwether.prediction.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of neighbouring probabilities: what was predicted, and what happened.
 *
 * @param first position of its first row in the forecasts
 * @param n how many rows
 * @param events how many events
 * @param lowest the lowest probability
 * @param highest the highest probability
 * @param meanProbability the mean probability
 */
public record CalibrationBin(
    int first, int n, int events, double lowest, double highest, double meanProbability) {

  /** The share of events. */
  public double rate() {
    return (double) events / n;
  }

  /**
   * Cuts forecasts into bins of equal count, from the lowest probability to the highest. Equal
   * probabilities share a bin, so there are fewer bins where many are equal.
   */
  public static List<CalibrationBin> equalCount(Forecasts forecasts, int bins) {
    int size = forecasts.size();
    List<CalibrationBin> result = new ArrayList<>();
    int start = 0;
    for (int bin = 1; bin <= bins; bin++) {
      int end = (int) Math.round((double) size * bin / bins);
      end = end <= start ? start : forecasts.endOfTie(end - 1);
      if (end > start) {
        result.add(0, of(forecasts, start, end));
        start = end;
      }
    }
    return result;
  }

  private static CalibrationBin of(Forecasts forecasts, int start, int end) {
    double sum = 0;
    int events = 0;
    for (int i = start; i < end; i++) {
      sum += forecasts.probabilities()[i];
      events += forecasts.events()[i] ? 1 : 0;
    }
    double[] probabilities = forecasts.probabilities();
    return new CalibrationBin(
        start,
        end - start,
        events,
        probabilities[end - 1],
        probabilities[start],
        sum / (end - start));
  }
}
