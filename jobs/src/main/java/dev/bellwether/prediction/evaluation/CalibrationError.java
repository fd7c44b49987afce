package dev.bellwether.prediction.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The expected calibration error (ECE): the mean, over rows, of the distance between the mean
 * probability and the rate of events of their bin; ten bins of equal count, in which rows of equal
 * probability stay together. The one definition of it: trials, backtest and track record share it.
 */
public final class CalibrationError {
  private static final int BINS = 10;
  private static final long MOST_DRAWS = 100_000_000;

  private CalibrationError() {}

  /** The bins. */
  public static List<CalibrationBin> bins(RiskLevels levels) {
    return CalibrationBin.equalCount(levels, BINS);
  }

  /** The error; NaN without rows. */
  public static double of(RiskLevels levels) {
    double sum = 0;
    for (CalibrationBin bin : bins(levels)) {
      sum += Math.abs(bin.n() * bin.meanProbability() - bin.events());
    }
    return sum / levels.rows();
  }

  /**
   * The error that these probabilities, were they perfect, would stay under in 95% of cases: never
   * 0, since outcomes are chance. By simulated outcomes.
   */
  public static double nullP95(RiskLevels levels, long seed) {
    List<CalibrationBin> bins = bins(levels);
    long rows = levels.rows();
    int draws = (int) Math.max(100, Math.min(1000, MOST_DRAWS / rows));
    double[] errors = new double[draws];
    SplittableRandom random = new SplittableRandom(seed);
    for (int draw = 0; draw < draws; draw++) {
      double sum = 0;
      for (CalibrationBin bin : bins) {
        sum += Math.abs(bin.n() * bin.meanProbability() - drawnEvents(levels, bin, random));
      }
      errors[draw] = sum / rows;
    }
    Arrays.sort(errors);
    return errors[(int) Math.ceil(0.95 * draws) - 1];
  }

  private static long drawnEvents(RiskLevels levels, CalibrationBin bin, SplittableRandom random) {
    long events = 0;
    for (int level = bin.first(); level < bin.end(); level++) {
      for (long row = 0; row < levels.rows(level); row++) {
        events += random.nextDouble() < levels.risk(level) ? 1 : 0;
      }
    }
    return events;
  }
}
