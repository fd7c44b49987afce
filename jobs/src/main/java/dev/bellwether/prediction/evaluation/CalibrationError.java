package dev.bellwether.prediction.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The expected calibration error: the mean, over rows, of the distance between the mean probability
 * and the rate of events of their bin; ten bins of equal count.
 */
public final class CalibrationError {
  private static final int BINS = 10;
  private static final long MOST_DRAWS = 100_000_000;

  private CalibrationError() {}

  /** The bins. */
  public static List<CalibrationBin> bins(Forecasts forecasts) {
    return CalibrationBin.equalCount(forecasts, BINS);
  }

  /** The error. */
  public static double of(Forecasts forecasts) {
    double sum = 0;
    for (CalibrationBin bin : bins(forecasts)) {
      sum += Math.abs(bin.n() * bin.meanProbability() - bin.events());
    }
    return sum / forecasts.size();
  }

  /**
   * The error that these probabilities, were they perfect, would stay under in 95% of cases: never
   * 0, since outcomes are chance. By simulated outcomes.
   */
  public static double nullP95(Forecasts forecasts, long seed) {
    List<CalibrationBin> bins = bins(forecasts);
    int draws = (int) Math.max(100, Math.min(1000, MOST_DRAWS / forecasts.size()));
    double[] errors = new double[draws];
    SplittableRandom random = new SplittableRandom(seed);
    for (int draw = 0; draw < draws; draw++) {
      double sum = 0;
      for (CalibrationBin bin : bins) {
        sum += Math.abs(bin.n() * bin.meanProbability() - drawnEvents(forecasts, bin, random));
      }
      errors[draw] = sum / forecasts.size();
    }
    Arrays.sort(errors);
    return errors[(int) Math.ceil(0.95 * draws) - 1];
  }

  private static int drawnEvents(Forecasts forecasts, CalibrationBin bin, SplittableRandom random) {
    int events = 0;
    for (int i = bin.first(); i < bin.first() + bin.n(); i++) {
      events += random.nextDouble() < forecasts.probabilities()[i] ? 1 : 0;
    }
    return events;
  }
}
