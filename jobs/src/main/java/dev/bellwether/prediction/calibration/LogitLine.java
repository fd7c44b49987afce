package dev.bellwether.prediction.calibration;

import java.io.Serializable;

/**
 * A straight line on the scale of log odds: {@code logit p = intercept + slope x margin}, fitted by
 * maximum likelihood.
 *
 * @param intercept in log odds
 * @param slope log odds per unit of margin; 1 where margins are log odds already right
 */
public record LogitLine(double intercept, double slope) implements Serializable {
  private static final int MAX_STEPS = 100;
  private static final double CONVERGED = 1e-10;

  /**
   * Keeps the step finite where the data is parted perfectly; far too weak to be seen elsewhere.
   */
  private static final double RIDGE = 1e-9;

  /** The log odds that the line gives to a margin. */
  public double logit(double margin) {
    return intercept + slope * margin;
  }

  /**
   * The line of most likelihood, by Newton's method with halved steps.
   *
   * @param margins where on the line each row stands
   * @param targets the outcome of each row: 0, 1, or between where outcomes are smoothed
   */
  public static LogitLine fit(double[] margins, double[] targets) {
    LogitLine line = new LogitLine(Logit.of(Logit.clip(mean(targets), 1e-9)), 0);
    double loss = loss(line, margins, targets);
    for (int step = 0; step < MAX_STEPS; step++) {
      LogitLine direction = newtonStep(line, margins, targets);
      double length = 1;
      LogitLine next = line.plus(direction, length);
      double nextLoss = loss(next, margins, targets);
      while (nextLoss > loss && length > 1e-6) {
        length /= 2;
        next = line.plus(direction, length);
        nextLoss = loss(next, margins, targets);
      }
      if (nextLoss >= loss - CONVERGED * Math.abs(loss)) {
        return nextLoss < loss ? next : line;
      }
      line = next;
      loss = nextLoss;
    }
    return line;
  }

  private LogitLine plus(LogitLine direction, double length) {
    return new LogitLine(
        intercept + length * direction.intercept, slope + length * direction.slope);
  }

  private static LogitLine newtonStep(LogitLine line, double[] margins, double[] targets) {
    double gradient0 = 0;
    double gradient1 = 0;
    double h00 = RIDGE;
    double h01 = 0;
    double h11 = RIDGE;
    for (int i = 0; i < margins.length; i++) {
      double p = Logit.probability(line.logit(margins[i]));
      double error = targets[i] - p;
      double weight = p * (1 - p);
      gradient0 += error;
      gradient1 += error * margins[i];
      h00 += weight;
      h01 += weight * margins[i];
      h11 += weight * margins[i] * margins[i];
    }
    double determinant = Math.max(h00 * h11 - h01 * h01, Double.MIN_NORMAL);
    return new LogitLine(
        (h11 * gradient0 - h01 * gradient1) / determinant,
        (h00 * gradient1 - h01 * gradient0) / determinant);
  }

  private static double loss(LogitLine line, double[] margins, double[] targets) {
    double sum = 0;
    for (int i = 0; i < margins.length; i++) {
      double z = line.logit(margins[i]);
      sum += Math.max(z, 0) - targets[i] * z + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return sum;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
