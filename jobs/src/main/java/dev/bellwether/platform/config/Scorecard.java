package dev.bellwether.platform.config;

import dev.bellwether.platform.contract.Polarity;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

/**
 * How health is scored: dimensions of measures, each a curve over one feature.
 *
 * @param name the scorecard's name, which is its file's name
 * @param version the version that its author gave it
 * @param minimumCoverage share of applicable weight that must be known for a band, 0 to 1
 * @param bands the cut-offs between bands
 * @param dimensions its dimensions, in order
 * @param overrides what caps or lifts its scores, in order
 * @param rules which accounts another scorecard scores instead; the first that holds wins
 */
public record Scorecard(
    String name,
    String version,
    double minimumCoverage,
    Bands bands,
    List<Dimension> dimensions,
    List<ScoreOverride> overrides,
    List<Rule> rules)
    implements Serializable {
  /** The best score, of an account and of a measure; the worst is 0. */
  public static final double BEST_SCORE = 100;

  public Scorecard {
    dimensions = List.copyOf(dimensions);
    overrides = List.copyOf(overrides);
    rules = List.copyOf(rules);
  }

  /** A scorecard without overrides and rules. */
  public Scorecard(
      String name,
      String version,
      double minimumCoverage,
      Bands bands,
      List<Dimension> dimensions) {
    this(name, version, minimumCoverage, bands, dimensions, List.of(), List.of());
  }

  /** The measures of all dimensions, in order. */
  public List<Measure> measures() {
    return dimensions.stream().flatMap(dimension -> dimension.measures().stream()).toList();
  }

  /** The overrides that no longer hold on a date. */
  public List<ScoreOverride> expired(LocalDate date) {
    return overrides.stream().filter(override -> override.expires().isBefore(date)).toList();
  }

  /**
   * Cut-offs between the bands green, yellow and red.
   *
   * @param green the least score of a green account
   * @param yellow the least score of a yellow account; below is red
   * @param margin points by which a score must pass a cut-off before the band changes, at least 0
   * @param nights how many days a score must have stood past it, the first included, at least 1
   */
  public record Bands(double green, double yellow, double margin, int nights)
      implements Serializable {

    /** Bands that change in the first night. */
    public Bands(double green, double yellow, double margin) {
      this(green, yellow, margin, 1);
    }
  }

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

  /** Whether an override holds a score down or up. */
  public enum Limit {
    CAP,
    FLOOR
  }

  /**
   * A limit to the scores of some accounts, whatever their measures say.
   *
   * @param name the override's name
   * @param limit whether it caps or floors
   * @param score the score that it caps at or lifts to
   * @param reason why, for whoever reads the score
   * @param expires the last day on which it holds
   * @param accounts the accounts that it is about; empty for all
   * @param when what must hold of the account's features, all of it
   */
  public record ScoreOverride(
      String name,
      Limit limit,
      double score,
      String reason,
      LocalDate expires,
      List<String> accounts,
      List<Condition> when)
      implements Serializable {
    public ScoreOverride {
      accounts = List.copyOf(accounts);
      when = List.copyOf(when);
    }
  }

  /**
   * Which accounts another scorecard scores.
   *
   * @param scorecard that scorecard's name
   * @param when what must hold of the account's features, all of it
   */
  public record Rule(String scorecard, List<Condition> when) implements Serializable {
    public Rule {
      when = List.copyOf(when);
    }
  }

  /**
   * What must hold of one feature; nothing holds of an unknown one.
   *
   * @param feature the column of account_features
   * @param oneOf the texts that it may be (true or false of a flag); empty for any
   * @param above bound that it must be greater than; null for none, as of those that follow
   * @param atLeast least value
   * @param below bound that it must be less than
   * @param atMost greatest value
   */
  public record Condition(
      String feature, List<String> oneOf, Double above, Double atLeast, Double below, Double atMost)
      implements Serializable {
    public Condition {
      oneOf = List.copyOf(oneOf);
    }
  }
}
