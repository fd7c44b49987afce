package dev.bellwether.prediction.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Intervals by resampling: as many groups as there are, drawn with replacement, all rows of a drawn
 * group at once.
 *
 * @param resamples how many
 * @param seed of the draws
 */
public record Bootstrap(int resamples, long seed) {

  /** Each metric of the forecasts with the middle 95% of its values over resamples. */
  public List<Estimate> estimates(Forecasts forecasts, List<Metric> metrics) {
    double[][] drawn =
        IntStream.range(0, resamples)
            .parallel()
            .mapToObj(i -> values(forecasts.levels(weights(forecasts, i)), metrics))
            .toArray(double[][]::new);
    RiskLevels levels = forecasts.levels();
    List<Estimate> estimates = new ArrayList<>();
    for (int metric = 0; metric < metrics.size(); metric++) {
      int m = metric;
      double[] sorted =
          Arrays.stream(drawn)
              .mapToDouble(d -> d[m])
              .filter(d -> !Double.isNaN(d))
              .sorted()
              .toArray();
      double value = metrics.get(m).of(levels);
      estimates.add(
          sorted.length == 0
              ? Estimate.of(value)
              : new Estimate(value, quantile(sorted, 0.025), quantile(sorted, 0.975)));
    }
    return estimates;
  }

  private static double[] values(RiskLevels levels, List<Metric> metrics) {
    return metrics.stream().mapToDouble(metric -> metric.of(levels)).toArray();
  }

  private int[] weights(Forecasts forecasts, int resample) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + resample);
    int[] drawn = new int[forecasts.groupCount()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[random.nextInt(drawn.length)]++;
    }
    return Arrays.stream(forecasts.groups()).map(group -> drawn[group]).toArray();
  }

  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
