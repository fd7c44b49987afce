package dev.bellwether.prediction;

import dev.bellwether.prediction.calibration.Logit;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Finds the logistic regression that minimises the mean log loss of rows, in nats, and half a
 * penalty times the sum of squared coefficients, by Newton's method with halved steps. The problem
 * is convex, so what it finds does not hang on where it starts. The intercept stands last, and is
 * not penalised.
 */
final class NewtonMethod {
  private static final int MOST_STEPS = 100;

  /** The method ends when a further step would gain less loss than this, in nats. */
  private static final double CONVERGED = 1e-13;

  private static final double SHORTEST_STEP = 1e-6;

  /** Keeps the matrix solvable where rounding would not; far too weak to be seen. */
  private static final double RIDGE = 1e-12;

  private final double[][] rows;
  private final boolean[] events;
  private final double penalty;

  /**
   * @param rows all of one length, each ending with a 1 for the intercept
   * @param events what became of each row
   */
  NewtonMethod(double[][] rows, boolean[] events, double penalty) {
    this.rows = rows;
    this.events = events;
    this.penalty = penalty;
  }

  /** The coefficients, the intercept last. */
  double[] minimum() {
    double[] at = baseRate();
    double loss = loss(at);
    for (int i = 0; i < MOST_STEPS; i++) {
      Slope slope = slope(at);
      double[] direction = slope.newtonStep();
      double length = 1;
      double[] next = moved(at, direction, length);
      double nextLoss = loss(next);
      while (nextLoss > loss && length > SHORTEST_STEP) {
        length /= 2;
        next = moved(at, direction, length);
        nextLoss = loss(next);
      }
      if (nextLoss >= loss - CONVERGED) {
        return nextLoss < loss ? next : at;
      }
      at = next;
      loss = nextLoss;
    }
    return at;
  }

  private double[] baseRate() {
    double[] start = new double[rows[0].length];
    int churned = 0;
    for (boolean event : events) {
      churned += event ? 1 : 0;
    }
    start[start.length - 1] = Logit.of((churned + 0.5) / (events.length + 1.0));
    return start;
  }

  private static double[] moved(double[] from, double[] direction, double length) {
    double[] to = from.clone();
    for (int i = 0; i < to.length; i++) {
      to[i] += length * direction[i];
    }
    return to;
  }

  private double loss(double[] at) {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      double margin = margin(at, rows[i]);
      sum += Math.max(margin, 0) - (events[i] ? margin : 0);
      sum += Math.log1p(Math.exp(-Math.abs(margin)));
    }
    double squares = 0;
    for (int i = 0; i < at.length - 1; i++) {
      squares += at[i] * at[i];
    }
    return sum / rows.length + penalty / 2 * squares;
  }

  private static double margin(double[] at, double[] row) {
    double margin = 0;
    for (int i = 0; i < row.length; i++) {
      margin += at[i] * row[i];
    }
    return margin;
  }

  private Slope slope(double[] at) {
    Slope slope = new Slope(at.length);
    for (int i = 0; i < rows.length; i++) {
      double probability = Logit.probability(margin(at, rows[i]));
      slope.add(rows[i], probability - (events[i] ? 1 : 0), probability * (1 - probability));
    }
    slope.finish(rows.length, at, penalty);
    return slope;
  }

  /** The first and second derivatives of the loss at a point. */
  private static final class Slope {
    private final double[] gradient;
    private final double[][] curvature;
    private final int[] filled;

    Slope(int width) {
      gradient = new double[width];
      curvature = new double[width][width];
      filled = new int[width];
    }

    /** Most columns of categories are 0 in a row, and pass by. */
    void add(double[] row, double error, double weight) {
      int count = 0;
      for (int i = 0; i < row.length; i++) {
        if (row[i] != 0) {
          filled[count++] = i;
        }
      }
      for (int a = 0; a < count; a++) {
        int i = filled[a];
        gradient[i] += error * row[i];
        double weighted = weight * row[i];
        for (int b = 0; b <= a; b++) {
          curvature[i][filled[b]] += weighted * row[filled[b]];
        }
      }
    }

    void finish(int count, double[] at, double penalty) {
      int width = gradient.length;
      for (int i = 0; i < width; i++) {
        double own = i < width - 1 ? penalty : 0;
        gradient[i] = gradient[i] / count + own * at[i];
        for (int j = 0; j <= i; j++) {
          curvature[i][j] /= count;
          curvature[j][i] = curvature[i][j];
        }
        curvature[i][i] += own + RIDGE;
      }
    }

    double[] newtonStep() {
      double smallestPivot = 0;
      double asymmetry = 1;
      return new CholeskyDecomposition(
              new Array2DRowRealMatrix(curvature, false), asymmetry, smallestPivot)
          .getSolver()
          .solve(new ArrayRealVector(gradient, false))
          .mapMultiplyToSelf(-1)
          .toArray();
    }
  }
}
