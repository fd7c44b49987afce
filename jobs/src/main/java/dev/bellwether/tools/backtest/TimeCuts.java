package dev.bellwether.tools.backtest;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.prediction.Role;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Where time is cut: rows before {@code stopping} train, those up to {@code calibration} say when
 * boosting stops, those up to {@code test} calibrate, and the last ones judge.
 *
 * @param stopping first time of the rows that stop boosting
 * @param calibration first time of the rows that calibrate
 * @param test first time of the rows that judge
 * @param purge how long before calibration and test nothing is used
 */
record TimeCuts(double stopping, double calibration, double test, double purge)
    implements Serializable {
  private static final double TRAINED = 0.6;
  private static final double STOPPING_FROM = 0.48;
  private static final double CALIBRATED = 0.8;
  private static final int FEWEST_TIMES = 4;

  /** Cuts between distinct times, as near as they allow to 48, 60 and 80 % of the rows. */
  static TimeCuts of(double[] times, double purge) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    if (distinct.length < FEWEST_TIMES) {
      throw BellwetherException.configuration(
          "there are only " + distinct.length + " different times",
          "training, stopping, calibration and test each need times of their own",
          "give a longer history, or use --folds instead of --time");
    }
    int test = clamp(after(sorted, distinct, CALIBRATED), 3, distinct.length - 1);
    int calibration = clamp(after(sorted, distinct, TRAINED), 2, test - 1);
    int stopping = clamp(after(sorted, distinct, STOPPING_FROM), 1, calibration - 1);
    return new TimeCuts(distinct[stopping], distinct[calibration], distinct[test], purge);
  }

  /** The distinct time whose first row stands nearest to a share of all rows. */
  private static int after(double[] sorted, double[] distinct, double share) {
    double wanted = share * sorted.length;
    int best = 1;
    double bestDistance = Double.MAX_VALUE;
    for (int i = 1; i < distinct.length; i++) {
      int before = firstPosition(sorted, distinct[i]);
      double distance = Math.abs(before - wanted);
      if (distance < bestDistance) {
        best = i;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static int firstPosition(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(most, value));
  }

  /** What a row observed then is for. */
  Role role(double time) {
    if (time >= test) {
      return Role.HELD_OUT;
    }
    if (time >= calibration) {
      return time < test - purge ? Role.CALIBRATES : Role.UNUSED;
    }
    if (time >= calibration - purge) {
      return Role.UNUSED;
    }
    return time < stopping ? Role.TRAINS : Role.STOPS;
  }
}
