package dev.bellwether.prediction.calibration;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Turns a model's margins into calibrated probabilities, learned from outcomes that the model had
 * not seen.
 *
 * <p>With few events it is a line in log odds (Platt 1999, with his smoothed targets). From {@value
 * #ENOUGH_FOR_ISOTONIC} events, the mean, in log odds, of that line and of an isotonic curve: the
 * curve bends where the data says so, the line keeps the whole strictly rising. So the order of
 * accounts, and with it the AUC, is the model's own.
 *
 * @param line the Platt line
 * @param curve the isotonic curve, null with few events
 * @param clip how far the curve's rates are kept from 0 and 1
 */
public record Calibration(LogitLine line, Isotonic curve, double clip) implements Serializable {
  /** Events from which the shape of a curve can be told from noise. */
  public static final int ENOUGH_FOR_ISOTONIC = 500;

  /** A model that ranks no better than chance, or worse, is nearly ignored, not turned around. */
  private static final double LEAST_SLOPE = 1e-3;

  /** Learns from margins and the outcomes of the same rows. */
  public static Calibration fit(double[] margins, boolean[] events) {
    int churned = (int) IntStream.range(0, events.length).filter(i -> events[i]).count();
    LogitLine line = rising(LogitLine.fit(margins, smoothed(events, churned)), margins, churned);
    boolean enough = Math.min(churned, events.length - churned) >= ENOUGH_FOR_ISOTONIC;
    Isotonic curve = enough ? Isotonic.fit(margins, events) : null;
    return new Calibration(line, curve, 0.5 / (events.length + 1.0));
  }

  /** The probability of a margin: strictly rising with it, and never 0 or 1. */
  public double probability(double margin) {
    double straight = line.logit(margin);
    double logit =
        curve == null ? straight : (straight + Logit.of(Logit.clip(curve.rate(margin), clip))) / 2;
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
