package dev.bellwether.tools.backtest;

import dev.bellwether.prediction.evaluation.CalibrationBin;
import dev.bellwether.prediction.evaluation.CalibrationError;
import dev.bellwether.prediction.evaluation.Forecasts;
import dev.bellwether.prediction.evaluation.RiskLevels;
import dev.bellwether.prediction.evaluation.TopShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The two pictures of a backtest's page. */
final class Plots {
  private static final double NORMAL_95 = 1.96;
  private static final int LIFT_STEPS = 50;

  /** The share of rows whose worth the page tells. */
  private static final double LISTED = 0.1;

  private Plots() {}

  /** What was predicted against what happened, in bins; right is on the diagonal. */
  static String reliability(Forecasts forecasts) {
    List<CalibrationBin> bins = CalibrationError.bins(forecasts.levels());
    double most =
        bins.stream().mapToDouble(b -> Math.max(b.meanProbability(), wilson(b, 1))).max().orElse(1);
    double axis = Math.min(1, Math.ceil(most * 10) / 10);
    Svg plot =
        new Svg(
                "Reliability: what rows were told, and how many churned",
                "told",
                "churned",
                axis,
                axis)
            .line("ideal", List.of(new Svg.Point(0, 0), new Svg.Point(axis, axis)));
    for (CalibrationBin bin : bins) {
      plot.dot(
          new Svg.Point(bin.meanProbability(), bin.rate()),
          wilson(bin, -1),
          wilson(bin, 1),
          String.format(
              Locale.ROOT,
              "told %.1f %%, churned %.1f %% (%d of %d)",
              bin.meanProbability() * 100,
              bin.rate() * 100,
              bin.events(),
              bin.n()));
    }
    return plot.markup();
  }

  /** An end of the 95% interval of a bin's rate (Wilson 1927). */
  private static double wilson(CalibrationBin bin, int side) {
    double n = bin.n();
    double z2 = NORMAL_95 * NORMAL_95;
    double centre = bin.rate() + z2 / (2 * n);
    double spread = NORMAL_95 * Math.sqrt(bin.rate() * (1 - bin.rate()) / n + z2 / (4 * n * n));
    return (centre + side * spread) / (1 + z2 / n);
  }

  /** The share of events found by the share of rows looked at, the most probable first. */
  static String lift(Forecasts forecasts) {
    RiskLevels levels = forecasts.levels();
    List<Svg.Point> points = new ArrayList<>(List.of(new Svg.Point(0, 0)));
    for (int step = 1; step <= LIFT_STEPS; step++) {
      double share = (double) step / LIFT_STEPS;
      points.add(new Svg.Point(share, TopShare.of(levels, share).recall()));
    }
    double found = TopShare.of(levels, LISTED).recall();
    return new Svg("Lift: share of churn found", "most at risk", "churn found", 1, 1)
        .line("ideal", List.of(new Svg.Point(0, 0), new Svg.Point(1, 1)))
        .line("curve", points)
        .mark(
            new Svg.Point(LISTED, found),
            String.format(Locale.ROOT, "%.0f %% of churn in the first 10 %%", found * 100))
        .markup();
  }
}
