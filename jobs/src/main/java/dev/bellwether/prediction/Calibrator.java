package dev.bellwether.prediction;

import dev.bellwether.prediction.calibration.Calibration;
import dev.bellwether.prediction.evaluation.LogLoss;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Learns each method's calibration from rows that its model had not seen, by parts. */
final class Calibrator {
  private final List<List<Scored>> parts;
  private final Map<Method, Calibration> calibrations = new EnumMap<>(Method.class);
  private final Map<Method, Double> losses = new EnumMap<>(Method.class);

  /**
   * Calibrates on all parts, and judges each method part by part, each calibrated on the others;
   * how much a curve counts beside the line is what does best there.
   *
   * @param parts at least two, each with rows of both outcomes in the others
   */
  Calibrator(List<List<Scored>> parts) {
    this.parts = parts;
    for (Method method : Method.values()) {
      double best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (double curveWeight : Calibration.CURVE_WEIGHTS) {
        double loss = crossedLoss(method, curveWeight);
        if (loss < least) {
          best = curveWeight;
          least = loss;
        }
      }
      calibrations.put(method, fit(method, parts, best));
      losses.put(method, least);
    }
  }

  CalibratedModels with(FittedModels models) {
    return new CalibratedModels(models, calibrations, losses);
  }

  private double crossedLoss(Method method, double curveWeight) {
    double sum = 0;
    long rows = 0;
    for (List<Scored> part : parts) {
      List<List<Scored>> others = new ArrayList<>(parts);
      others.remove(part);
      Calibration calibration = fit(method, others, curveWeight);
      for (Scored scored : part) {
        sum += LogLoss.of(calibration.probability(scored.margin(method)), scored.event());
        rows++;
      }
    }
    return sum / rows;
  }

  private static Calibration fit(Method method, List<List<Scored>> parts, double curveWeight) {
    List<Scored> rows = parts.stream().flatMap(List::stream).toList();
    double[] margins = rows.stream().mapToDouble(scored -> scored.margin(method)).toArray();
    boolean[] events = new boolean[margins.length];
    for (int i = 0; i < events.length; i++) {
      events[i] = rows.get(i).event();
    }
    return Calibration.fit(margins, events, curveWeight);
  }
}
