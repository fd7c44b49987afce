package dev.bellwether.config;

import java.io.Serializable;
import java.util.List;

/**
 * How health is scored: dimensions of measures, each a curve over one feature.
 *
 * @param name the scorecard's name, which is its file's name
 * @param version the version that its author gave it
 * @param minimumCoverage share of applicable weight that must be known for a band, 0 to 1
 * @param bands the cut-offs between bands
 * @param dimensions its dimensions, in order
 */
public record Scorecard(
    String name, String version, double minimumCoverage, Bands bands, List<Dimension> dimensions)
    implements Serializable {

  public Scorecard {
    dimensions = List.copyOf(dimensions);
  }

  /** The measures of all dimensions, in order. */
  public List<Measure> measures() {
    return dimensions.stream().flatMap(dimension -> dimension.measures().stream()).toList();
  }

  /**
   * Cut-offs between the bands green, yellow and red.
   *
   * @param green the least score of a green account
   * @param yellow the least score of a yellow account; below is red
   * @param margin points by which a score must pass a cut-off before the band changes, at least 0
   */
  public record Bands(double green, double yellow, double margin) implements Serializable {}

  /**
   * A weighted group of measures.
   *
   * @param name the dimension's name
   * @param weight its weight among dimensions, above 0
   * @param measures its measures, in order
   */
  public record Dimension(String name, double weight, List<Measure> measures)
      implements Serializable {
    public Dimension {
      measures = List.copyOf(measures);
    }
  }

  /** Whether more of a feature is better. */
  public enum Polarity {
    HIGHER_IS_BETTER,
    LOWER_IS_BETTER
  }

  /**
   * One feature turned into 0–100.
   *
   * @param name the measure's name
   * @param feature the column of account_features that it reads
   * @param weight its weight within the dimension, above 0
   * @param polarity whether more is better
   * @param curve points of a monotone piecewise-linear curve, ascending in x; flat beyond its ends
   */
  public record Measure(
      String name, String feature, double weight, Polarity polarity, List<Point> curve)
      implements Serializable {
    public Measure {
      curve = List.copyOf(curve);
    }
  }

  /** A point of a curve: feature value x scores y, 0 to 100. */
  public record Point(double x, double y) implements Serializable {}
}
