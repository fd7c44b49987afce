package dev.bellwether.prediction.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Probabilities beside what happened, from the highest probability to the lowest.
 *
 * @param probabilities falling
 * @param events what happened
 * @param groups a number, from 0 without gaps, for whom each row is about
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: plain numbers, many of them
public record Forecasts(double[] probabilities, boolean[] events, int[] groups) {

  /** Sorts rows; rows of one id form a group, which resampling never parts. */
  public static Forecasts of(double[] probabilities, boolean[] events, List<String> ids) {
    int[] order =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] sorted = new double[order.length];
    boolean[] sortedEvents = new boolean[order.length];
    int[] groups = new int[order.length];
    Map<String, Integer> numbers = new HashMap<>();
    ids.forEach(id -> numbers.putIfAbsent(id, numbers.size()));
    for (int i = 0; i < order.length; i++) {
      sorted[i] = probabilities[order[i]];
      sortedEvents[i] = events[order[i]];
      groups[i] = numbers.get(ids.get(order[i]));
    }
    return new Forecasts(sorted, sortedEvents, groups);
  }

  /** How many rows. */
  public int size() {
    return probabilities.length;
  }

  /** How many events. */
  public int eventCount() {
    return (int) IntStream.range(0, events.length).filter(i -> events[i]).count();
  }

  /** How many groups. */
  public int groupCount() {
    return IntStream.of(groups).max().orElse(-1) + 1;
  }

  /** The rows counted by probability. */
  public RiskLevels levels() {
    int[] once = new int[size()];
    Arrays.fill(once, 1);
    return levels(once);
  }

  /**
   * The rows counted by probability, each as often as its weight says.
   *
   * @param weights as many as rows, at least 0
   */
  RiskLevels levels(int[] weights) {
    RiskLevels levels = new RiskLevels(size());
    for (int i = 0; i < size(); i++) {
      int weight = weights[i];
      levels.add(probabilities[i], weight, events[i] ? weight : 0, weight * probabilities[i]);
    }
    return levels;
  }
}
