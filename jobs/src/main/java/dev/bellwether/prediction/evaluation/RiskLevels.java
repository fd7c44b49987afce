package dev.bellwether.prediction.evaluation;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Rows counted by level of risk, from the highest level to the lowest: how many there are, how many
 * of them had the event, and how many were expected to.
 *
 * <p>All figures of ranking and calibration are computed from these counts, whether a level is one
 * row or a million, so a row may count as often as its weight says. Rows of one level are tied.
 */
public final class RiskLevels {
  private double[] risks;
  private long[] rows;
  private long[] events;
  private double[] expected;
  private int size;

  /** No levels yet. */
  public RiskLevels() {
    this(16);
  }

  RiskLevels(int capacity) {
    risks = new double[capacity];
    rows = new long[capacity];
    events = new long[capacity];
    expected = new double[capacity];
  }

  /** The levels of single rows, each risk being the probability of its event. */
  public static RiskLevels of(double[] probabilities, boolean[] happened) {
    RiskLevels levels = new RiskLevels();
    IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
        .forEach(i -> levels.add(probabilities[i], 1, happened[i] ? 1 : 0, probabilities[i]));
    return levels;
  }

  /**
   * Adds rows of the last level, or of one below it; no rows are no level.
   *
   * @param risk the level, on any scale that rises with the risk
   * @param count how many rows
   * @param eventCount how many of them had the event
   * @param expectedEvents the sum of their probabilities; 0 where the scale has none
   */
  public void add(double risk, long count, long eventCount, double expectedEvents) {
    if (count == 0) {
      return;
    }
    if (size > 0 && risk > risks[size - 1]) {
      throw new IllegalArgumentException(risk + " is above the level before, " + risks[size - 1]);
    }
    if (size == 0 || risk < risks[size - 1]) {
      open(risk);
    }
    rows[size - 1] += count;
    events[size - 1] += eventCount;
    expected[size - 1] += expectedEvents;
  }

  private void open(double risk) {
    if (size == risks.length) {
      int more = 2 * size + 1;
      risks = Arrays.copyOf(risks, more);
      rows = Arrays.copyOf(rows, more);
      events = Arrays.copyOf(events, more);
      expected = Arrays.copyOf(expected, more);
    }
    risks[size++] = risk;
  }

  /** How many rows. */
  public long rows() {
    return LongStream.of(rows).sum();
  }

  /** How many events. */
  public long events() {
    return LongStream.of(events).sum();
  }

  /** How many events were expected: the sum of all probabilities. */
  public double expected() {
    return DoubleStream.of(expected).limit(size).sum();
  }

  /** How many levels. */
  int size() {
    return size;
  }

  double risk(int level) {
    return risks[level];
  }

  long rows(int level) {
    return rows[level];
  }

  long events(int level) {
    return events[level];
  }

  double expected(int level) {
    return expected[level];
  }
}
