package dev.bellwether.prediction.calibration;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns a model's margins into calibrated probabilities, learned from outcomes that the model had
 * not seen.
 *
 * <p>It is a line in log odds (Platt 1999, with his smoothed targets), or a weighted mean, in log
 * odds, of that line and of an isotonic curve: the curve bends where the data says so, the line
 * keeps the whole strictly rising. So the order of accounts, and with it the AUC, is the model's
 * own.
 *
 * @param line the Platt line
 * @param curve the isotonic curve, null where it does not count
 * @param clip how far the curve's rates are kept from 0 and 1
 * @param curveWeight how much the curve counts, from 0 to 1
 */
public record Calibration(LogitLine line, Isotonic curve, double clip, Double curveWeight)
    implements Serializable {
  /** How much a curve may count; with 0, the line alone. */
  public static final List<Double> CURVE_WEIGHTS = List.of(0.0, 0.5, 0.9);

  /** What the curve counted before its weight was stored. */
  private static final double FORMER_WEIGHT = 0.5;

  /** A model that ranks no better than chance, or worse, is nearly ignored, not turned around. */
  private static final double LEAST_SLOPE = 1e-3;

  /** Calibrations stored before there was a weight have the former one. */
  public Calibration {
    curveWeight = curveWeight == null ? Double.valueOf(FORMER_WEIGHT) : curveWeight;
  }

  /**
   * Learns from margins and the outcomes of the same rows.
   *
   * @param curveWeight how much the curve counts, under 1
   */
  public static Calibration fit(double[] margins, boolean[] events, double curveWeight) {
    int churned = (int) IntStream.range(0, events.length).filter(i -> events[i]).count();
    LogitLine line = rising(LogitLine.fit(margins, smoothed(events, churned)), margins, churned);
    Isotonic curve = curveWeight > 0 ? Isotonic.fit(margins, events) : null;
    return new Calibration(line, curve, 0.5 / (events.length + 1.0), curveWeight);
  }

  /** The probability of a margin: strictly rising with it, and never 0 or 1. */
  public double probability(double margin) {
    double straight = line.logit(margin);
    double logit =
        curve == null
            ? straight
            : (1 - curveWeight) * straight
                + curveWeight * Logit.of(Logit.clip(curve.rate(margin), clip));
    // squeezed rather than cut off, since a cut would tie the outermost rows
    double least = clip / 10;
    return least + (1 - 2 * least) * Logit.probability(logit);
  }

  /** How it was learned: platt or isotonic. */
  public String kind() {
    return curve == null ? "platt" : "isotonic";
  }

  /** Platt's targets: a little short of 0 and 1, by how many rows there are of each. */
  private static double[] smoothed(boolean[] events, int churned) {
    double high = (churned + 1.0) / (churned + 2.0);
    double low = 1.0 / (events.length - churned + 2.0);
    return IntStream.range(0, events.length).mapToDouble(i -> events[i] ? high : low).toArray();
  }

  private static LogitLine rising(LogitLine line, double[] margins, int churned) {
    if (line.slope() >= LEAST_SLOPE) {
      return line;
    }
    double mean =
        IntStream.range(0, margins.length).mapToDouble(i -> margins[i]).average().orElse(0);
    double rate = (churned + 1.0) / (margins.length + 2.0);
    return new LogitLine(Logit.of(rate) - LEAST_SLOPE * mean, LEAST_SLOPE);
  }
}
